"""Moves, closings, history, edits."""

import asyncio

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_a_deal_goes_just_before_another_one_or_to_the_end(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    a, b, c = [await sales.deal(anna, client_id, title) for title in "abc"]
    for deal in (a, b, c):
        await sales.move(anna, deal["id"], stages["proposal"])
    assert await sales.titles(anna, "proposal") == ["a", "b", "c"]

    await sales.move(anna, c["id"], stages["proposal"], before_id=b["id"])
    assert await sales.titles(anna, "proposal") == ["a", "c", "b"]
    await sales.move(anna, b["id"], stages["proposal"], before_id=a["id"])
    assert await sales.titles(anna, "proposal") == ["b", "a", "c"]
    answer = await sales.move(anna, b["id"], stages["proposal"])
    assert await sales.titles(anna, "proposal") == ["a", "c", "b"]
    assert answer["deal"]["version"] == 2, "a change of place alone is no edit"


async def test_places_are_renumbered_when_a_gap_is_used_up(api: Api, db: Base) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    stages = await sales.stages(anna)
    client_id, his = await sales.client(db, ANNA), await sales.client(db, BOHDAN)
    titles = ["z"]
    last = await sales.deal(anna, client_id, "z")
    await sales.deal(bohdan, his, "чужая")
    first = await sales.deal(anna, client_id, "a")
    # The closest places there are: 1 and 2.
    await db.run("update public.deals set position = 2 where id = $1", last["id"])
    await db.run("update public.deals set position = 1 where id = $1", first["id"])
    for title in ("b", "c", "d"):
        deal = await sales.deal(anna, client_id, title)
        await sales.move(anna, deal["id"], stages["new"], before_id=last["id"])
        titles.insert(-1, title)
    assert await sales.titles(anna, "new") == ["a", *titles]
    places = await db.rows("select position from public.deals")
    assert len({row["position"] for row in places}) == len(places)


async def test_a_neighbour_out_of_sight_is_no_place(api: Api, db: Base) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    stages = await sales.stages(anna)
    hers = await sales.deal(anna, await sales.client(db, ANNA))
    his = await sales.deal(bohdan, await sales.client(db, BOHDAN))
    path = f"/api/v1/deals/{hers['id']}/move"
    answer = await anna.post(path, json={"stage_id": stages["new"], "before_id": his["id"]})
    sales.refused(answer, 409, "deal_moved_meanwhile")
    answer = await anna.post(path, json={"stage_id": stages["won"], "before_id": hers["id"]})
    sales.refused(answer, 409, "deal_moved_meanwhile")


async def test_winning_takes_the_sum_and_losing_the_reason(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    deal = await sales.deal(anna, await sales.client(db, ANNA), amount_minor=100_00)
    path = f"/api/v1/deals/{deal['id']}"

    error = sales.refused(
        await anna.post(f"{path}/move", json={"stage_id": stages["lost"]}), 422, "lost_reason_needed"
    )
    assert "lost_reason" in error["fields"]

    won = await sales.move(anna, deal["id"], stages["won"], amount_minor=120_00)
    assert (won["deal"]["outcome"], won["deal"]["amount_minor"]) == ("won", 120_00)
    assert won["deal"]["closed_at"] is not None
    figures = {c["stage_id"]: (c["count"], c["sum_minor"]) for c in won["columns"]}
    assert figures == {stages["new"]: (0, 0), stages["won"]: (1, 120_00)}

    lost = await sales.move(anna, deal["id"], stages["lost"], lost_reason="price", lost_note="дорого")
    assert (lost["deal"]["outcome"], lost["deal"]["lost_reason"]) == ("lost", "price")

    reopened = sales.made(await anna.post(f"{path}/reopen", json={}))
    assert reopened["deal"]["stage_id"] == stages["new"], "the open stage it was in last"
    assert (reopened["deal"]["closed_at"], reopened["deal"]["lost_reason"]) == (None, None)
    sales.refused(await anna.post(f"{path}/reopen", json={}), 409, "deal_not_closed")

    card = sales.made(await anna.get(path))
    steps = [(e["from_outcome"], e["to_outcome"], e["amount_minor"], e["reason"]) for e in card["history"]]
    assert steps == [
        (None, "open", 100_00, None),
        ("open", "won", 120_00, None),
        ("won", "lost", 120_00, "price"),
        ("lost", "open", 120_00, None),
    ]
    assert {e["actor"]["full_name"] for e in card["history"]} == {ANNA.full_name}
    assert [e["to_stage"]["key"] for e in card["history"]] == ["new", "won", "lost", "new"]
    assert [(e["before_minor"], e["after_minor"], e["outcome"]) for e in card["amounts"]] == [
        (100_00, 120_00, "open")
    ]


async def test_a_move_can_be_taken_back(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    for title in "cba":
        last = await sales.deal(anna, client_id, title, amount_minor=10_00)
    middle = (await sales.column(anna, "new"))["items"][1]
    assert last["title"] == "a"

    answer = await sales.move(anna, middle["id"], stages["won"], amount_minor=30_00)
    undone = sales.made(await anna.post(f"/api/v1/deals/{middle['id']}/move", json=answer["undo"]))
    assert await sales.titles(anna, "new") == ["a", "b", "c"]
    assert undone["deal"]["amount_minor"] == 10_00

    again = sales.made(await anna.post(f"/api/v1/deals/{middle['id']}/move", json=undone["undo"]))
    assert (again["deal"]["outcome"], again["deal"]["amount_minor"]) == ("won", 30_00)


async def test_taking_back_what_somebody_has_changed_since_is_refused(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stages = await sales.stages(anna)
    deal = await sales.deal(anna, await sales.client(db, ANNA))
    answer = await sales.move(anna, deal["id"], stages["lost"], lost_reason="no_need")
    await sales.move(admin, deal["id"], stages["proposal"])
    error = sales.refused(
        await anna.post(f"/api/v1/deals/{deal['id']}/move", json=answer["undo"]), 412, "version_conflict"
    )
    assert error["details"]["current"]["stage_id"] == stages["proposal"]


async def test_the_second_of_two_writers_sees_what_the_first_one_did(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    deal = await sales.deal(anna, await sales.client(db, ANNA), note="было")
    path = f"/api/v1/deals/{deal['id']}"
    tag = {"If-Match": f'"{deal["version"]}"'}
    first, second = await asyncio.gather(
        anna.patch(path, json={"title": "Анна"}, headers=tag),
        admin.patch(path, json={"title": "Ирина", "note": None}, headers=tag),
    )
    assert sorted((first.status_code, second.status_code)) == [200, 412]
    winner, loser = (first, second) if first.status_code == 200 else (second, first)
    assert loser.json()["error"]["details"]["current"]["title"] == winner.json()["title"]
    sales.refused(await anna.patch(path, json={"title": "x"}), 428, "version_required")
    sales.refused(await anna.patch(path, json={"title": None}, headers=tag), 422, "invalid")
    sales.refused(await anna.patch(path, json={"stage_id": deal["id"]}, headers=tag), 422, "invalid")


async def test_an_archived_deal_leaves_every_list_and_comes_back(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    deal = await sales.deal(anna, await sales.client(db, ANNA), amount_minor=1)
    path = f"/api/v1/deals/{deal['id']}"
    assert sales.made(await anna.post(f"{path}/archive"))["archived_at"]
    assert (await sales.column(anna, "new"))["count"] == 0
    assert await sales.pages(anna, "/api/v1/deals") == []
    sales.refused(await anna.post(f"{path}/move", json={"stage_id": stages["won"]}), 404, "not_found")
    sales.made(await anna.post(f"{path}/restore"))
    assert (await sales.column(anna, "new"))["count"] == 1


async def test_a_deal_may_start_anywhere(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    won = await sales.deal(anna, client_id, stage_id=stages["won"], amount_minor=7, currency="USD")
    assert (won["outcome"], won["currency"]) == ("won", "USD")
    assert (await sales.column(anna, "won"))["sum_minor"] == 0, "another currency is not summed"
    body = {"client_id": client_id, "title": "x", "stage_id": stages["lost"]}
    sales.refused(await anna.post("/api/v1/deals", json=body), 422, "rule_broken")
    await sales.deal(anna, client_id, stage_id=stages["lost"], lost_reason="spam")


async def test_a_colleagues_deal_is_not_there(api: Api, db: Base) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    stages = await sales.stages(anna)
    client_id = await sales.client(db, ANNA)
    deal = await sales.deal(anna, client_id, amount_minor=5)
    before = await db.rows("select * from public.deals")
    path = f"/api/v1/deals/{deal['id']}"
    tag = {"If-Match": '"1"'}
    for answer in (
        await bohdan.get(path),
        await bohdan.patch(path, json={"title": "моё"}, headers=tag),
        await bohdan.post(f"{path}/move", json={"stage_id": stages["won"]}),
        await bohdan.post(f"{path}/reopen", json={}),
        await bohdan.post(f"{path}/archive"),
        await bohdan.post(f"{path}/restore"),
        await bohdan.post("/api/v1/deals", json={"client_id": client_id, "title": "моё"}),
    ):
        assert answer.status_code == 404, answer.text
    board = sales.made(await bohdan.get("/api/v1/deals/board"))
    assert {(c["count"], c["sum_minor"], len(c["items"])) for c in board["stages"]} == {(0, 0, 0)}
    assert await sales.pages(bohdan, f"/api/v1/deals/board/{stages['new']}") == []
    assert await sales.pages(bohdan, "/api/v1/deals", client=client_id) == []
    assert await db.rows("select * from public.deals") == before
