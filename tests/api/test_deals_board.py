"""The board and the lists of deals."""

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_columns_count_and_sum_everything_and_page_their_cards(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client_id = await sales.client(db, ANNA)
    for number in range(5):
        await sales.deal(anna, client_id, f"№{number}", amount_minor=100 + number)

    first = await sales.column(anna, "new", limit=2)
    assert (first["count"], first["sum_minor"], first["currency"]) == (5, 510, "UAH")
    assert [item["title"] for item in first["items"]] == ["№4", "№3"]

    column = first["stage"]["id"]
    rest = await sales.pages(anna, f"/api/v1/deals/board/{column}", limit=2)
    assert [item["title"] for item in rest] == ["№4", "№3", "№2", "№1", "№0"]
    second = sales.made(
        await anna.get(f"/api/v1/deals/board/{column}", params={"limit": 2, "cursor": first["next"]})
    )
    assert [item["title"] for item in second["items"]] == ["№2", "№1"]


async def test_a_card_carries_what_the_board_shows(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client_id = await sales.client(db, ANNA, "Їжак Оксана")
    deal = await sales.deal(anna, client_id, "Окна", amount_minor=5_00)
    task = await sales.task(anna, "Позвонить", deal_id=deal["id"], due_at="2020-01-01T00:00:00Z")
    await db.run(
        "update public.deals set stage_entered_at = now() - interval '4 days 1 hour' where id = $1",
        deal["id"],
    )

    (card,) = (await sales.column(anna, "new"))["items"]
    assert card["client"] == {"id": client_id, "name": "Їжак Оксана"}
    assert card["owner"]["full_name"] == ANNA.full_name
    assert (card["days_in_stage"], card["stale"]) == (4, True)
    assert (card["next_task"]["id"], card["next_state"]) == (task["id"], "overdue")

    sales.made(await anna.post(f"/api/v1/tasks/{task['id']}/complete"))
    (card,) = (await sales.column(anna, "new"))["items"]
    assert (card["next_task"], card["next_state"]) == (None, "none")


async def test_closed_columns_hold_recent_closings_newest_first(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    ids = []
    for title in ("старая", "вчера", "сегодня"):
        deal = await sales.deal(anna, client_id, title, amount_minor=1_00)
        await sales.move(anna, deal["id"], stages["won"])
        ids.append(deal["id"])
    await db.run("update public.deals set closed_at = now() - interval '31 days' where id = $1", ids[0])
    await db.run("update public.deals set closed_at = now() - interval '1 day' where id = $1", ids[1])

    won = await sales.column(anna, "won")
    assert [item["title"] for item in won["items"]] == ["сегодня", "вчера"]
    assert (won["count"], won["sum_minor"]) == (2, 2_00)
    paged = await sales.pages(anna, f"/api/v1/deals/board/{stages['won']}", limit=1)
    assert [item["title"] for item in paged] == ["сегодня", "вчера"]

    listed = await sales.pages(anna, "/api/v1/deals", closed_from="2020-01-01T00:00:00Z", limit=1)
    assert [item["title"] for item in listed] == ["сегодня", "вчера", "старая"]


async def test_board_and_list_narrow_by_text_source_and_owner(api: Api, db: Base) -> None:
    anna, bohdan, admin = api.as_(ANNA), api.as_(BOHDAN), api.as_(ADMIN)
    hers = await sales.client(db, ANNA, "Шевченко", phone="+380671112233")
    his = await sales.client(db, BOHDAN, "Коваль")
    source = await db.value(
        "insert into public.lead_sources (channel, name) values ('site', 'Сайт') returning id::text"
    )
    await db.run("update public.clients set source_id = $1 where id = $2", source, hers)
    await sales.deal(anna, hers, "Окна")
    await sales.deal(bohdan, his, "Двери")

    assert await sales.titles(admin, "new") == ["Двери", "Окна"]
    assert await sales.titles(admin, "new", owner=str(ANNA.id)) == ["Окна"]
    assert await sales.titles(admin, "new", q="двер") == ["Двери"]
    assert await sales.titles(admin, "new", q="671112233") == ["Окна"]
    assert await sales.titles(admin, "new", source=source) == ["Окна"]
    assert await sales.titles(anna, "new") == ["Окна"]
    assert await sales.titles(anna, "new", owner=str(BOHDAN.id)) == []
    assert await sales.titles(anna, "new", q="двер") == []
    assert (await sales.column(admin, "new", q="двер"))["count"] == 1

    for params, expected in (
        ({}, ["Двери", "Окна"]),
        ({"owner": str(BOHDAN.id)}, ["Двери"]),
        ({"client": hers}, ["Окна"]),
        ({"q": "коваль"}, ["Двери"]),
        ({"outcome": "won"}, []),
    ):
        found = await sales.pages(admin, "/api/v1/deals", limit=1, **params)
        assert [item["title"] for item in found] == expected, params


async def test_a_cursor_of_another_list_is_refused(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    for _ in range(2):
        await sales.deal(anna, client_id)
    cursor = (await sales.column(anna, "new", limit=1))["next"]
    answer = await anna.get(f"/api/v1/deals/board/{stages['won']}", params={"cursor": cursor})
    sales.refused(answer, 422, "cursor_invalid")
