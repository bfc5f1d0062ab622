"""The bell."""

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_one_reads_and_marks_only_ones_own(api: Api, db: Base) -> None:
    anna, admin, bohdan = api.as_(ANNA), api.as_(ADMIN), api.as_(BOHDAN)
    for number in range(3):
        await sales.task(admin, f"задача {number}", owner_id=str(ANNA.id))
    found = await sales.pages(anna, "/api/v1/notifications", limit=1)
    assert [n["params"]["title"] for n in found] == ["задача 2", "задача 1", "задача 0"]
    assert {n["kind"] for n in found} == {"task_assigned"}
    for other in (admin, bohdan):
        assert await sales.pages(other, "/api/v1/notifications") == []
        body = {"ids": [n["id"] for n in found]}
        sales.made(await other.post("/api/v1/notifications/read", json=body))
    assert sales.made(await anna.get("/api/v1/notifications/unread")) == {"unread": 3}

    body = {"ids": [found[0]["id"]]}
    assert sales.made(await anna.post("/api/v1/notifications/read", json=body)) == {"unread": 2}
    unread = await sales.pages(anna, "/api/v1/notifications", unread=True)
    assert [n["id"] for n in unread] == [n["id"] for n in found[1:]]
    body = {"until": found[1]["created_at"]}
    assert sales.made(await anna.post("/api/v1/notifications/read", json=body)) == {"unread": 0}


async def test_what_came_after_the_list_was_opened_stays_unread(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    await sales.task(admin, "старая", owner_id=str(ANNA.id))
    (seen,) = await sales.pages(anna, "/api/v1/notifications")
    await sales.task(admin, "новая", owner_id=str(ANNA.id))
    body = {"until": seen["created_at"]}
    assert sales.made(await anna.post("/api/v1/notifications/read", json=body)) == {"unread": 1}
    assert sales.made(await anna.post("/api/v1/notifications/read", json={})) == {"unread": 0}


async def test_the_head_is_told_of_a_sale_and_the_seller_is_not(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stage = await sales.stages(anna)
    deal = await sales.deal(anna, await sales.client(db, ANNA), "Кухня", amount_minor=100)
    await sales.move(anna, deal["id"], stage["proposal"])
    assert await sales.pages(admin, "/api/v1/notifications") == []
    await sales.move(anna, deal["id"], stage["won"], amount_minor=14_300_000)
    (told,) = await sales.pages(admin, "/api/v1/notifications")
    assert (told["kind"], told["deal_id"], told["client_id"]) == (
        "deal_won",
        deal["id"],
        deal["client"]["id"],
    )
    assert told["params"] == {
        "title": "Кухня", "name": ANNA.full_name, "amount_minor": 14_300_000, "currency": "UAH",
    }  # fmt: skip
    assert await sales.pages(anna, "/api/v1/notifications") == []


async def test_a_head_is_not_told_of_a_sale_of_his_own_hand(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    deal = await sales.deal(admin, await sales.client(db, ANNA))
    await sales.move(admin, deal["id"], (await sales.stages(admin))["won"])
    assert await sales.pages(admin, "/api/v1/notifications") == []


async def test_a_sale_undone_is_taken_back_unless_it_was_read(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    stage = await sales.stages(anna)
    deal = await sales.deal(anna, await sales.client(db, ANNA))
    await sales.move(anna, deal["id"], stage["won"])
    await sales.move(anna, deal["id"], stage["new"])
    assert await sales.pages(admin, "/api/v1/notifications") == []
    hints = "select count(*) from private.live_events where topic = 'notification' and user_id = $1"
    assert await db.value(hints, ADMIN.id) == 2
    await sales.move(anna, deal["id"], stage["won"])
    sales.made(await admin.post("/api/v1/notifications/read", json={}))
    await sales.move(anna, deal["id"], stage["new"])
    assert len(await sales.pages(admin, "/api/v1/notifications")) == 1
