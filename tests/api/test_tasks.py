"""Tasks: groups by the company's days, completion, snooze, edits, isolation."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

ZONES = ("Europe/Kyiv", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/Havana")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


@pytest.mark.parametrize("name", ZONES)
async def test_groups_change_at_the_companys_midnights(api: Api, db: Base, name: str) -> None:
    await db.run("update public.company set time_zone = $1", name)
    anna, zone = api.as_(ANNA), ZoneInfo(name)
    today = datetime.now(zone).date()
    second = timedelta(seconds=1)
    moments = {
        "now": datetime.now(UTC) - second,
        "today_ends": midnight(today + timedelta(days=1), zone) - second,
        "tomorrow_starts": midnight(today + timedelta(days=1), zone),
        "tomorrow_ends": midnight(today + timedelta(days=2), zone) - second,
        "week_starts": midnight(today + timedelta(days=2), zone),
        "week_ends": midnight(today + timedelta(days=7), zone) - second,
        "later": midnight(today + timedelta(days=7), zone),
    }
    for title, due_at in moments.items():
        await sales.task(anna, title, due_at=due_at.isoformat())
    await sales.task(anna, "undated")

    answer = sales.made(await anna.get("/api/v1/tasks/groups"))
    assert answer["time_zone"] == name
    groups = {g["group"]: [task["title"] for task in g["items"]] for g in answer["groups"]}
    assert groups == {
        "overdue": ["now"],
        "today": ["today_ends"],
        "tomorrow": ["tomorrow_starts", "tomorrow_ends"],
        "week": ["week_starts", "week_ends"],
        "later": ["later"],
        "none": ["undated"],
    }
    assert {g["group"]: g["count"] for g in answer["groups"]} == {
        group: len(found) for group, found in groups.items()
    }
    for group, found in groups.items():
        listed = await sales.pages(anna, "/api/v1/tasks", group=group, limit=1)
        assert [task["title"] for task in listed] == found
        assert {task["group"] for task in listed} == {group}


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Kyiv", date(2026, 3, 29), 23),
        ("Europe/Kyiv", date(2026, 10, 25), 25),
        ("America/Havana", date(2026, 3, 8), 23),  # its clocks skip midnight itself
        ("Pacific/Apia", date(2026, 6, 1), 24),
    ],
)
async def test_days_meet_without_gap_or_overlap(db: Base, zone: str, day: date, hours: int) -> None:
    await db.run("update public.company set time_zone = $1", zone)
    ((starts_at, ends_at, next_starts_at),) = await db.rows(
        """select a.starts_at, a.ends_at, b.starts_at from app.day_bounds($1) a, app.day_bounds($1::date + 1) b""",
        day,
    )
    assert ends_at - starts_at == timedelta(hours=hours)
    assert ends_at == next_starts_at


async def test_due_time_then_priority_decides_the_order(api: Api) -> None:
    anna = api.as_(ANNA)
    soon = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    sooner = (datetime.now(UTC) + timedelta(days=29)).isoformat()
    for title, priority, due_at in (
        ("low", "low", soon),
        ("high", "high", soon),
        ("normal", "normal", soon),
        ("sooner", "low", sooner),
        ("undated low", "low", None),
        ("undated high", "high", None),
    ):
        await sales.task(anna, title, priority=priority, due_at=due_at)
    expected = ["sooner", "high", "normal", "low", "undated high", "undated low"]
    for limit in (1, 2, 4, 50):
        found = await sales.pages(anna, "/api/v1/tasks", limit=limit)
        assert [task["title"] for task in found] == expected, limit


async def test_completing_offers_the_next_step_of_a_deal_that_has_none(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client_id = await sales.client(db, ANNA)
    deal = await sales.deal(anna, client_id)
    one = await sales.task(anna, "Позвонить", kind="call", deal_id=deal["id"])
    two = await sales.task(anna, "Написать", kind="message", deal_id=deal["id"])
    assert one["client"]["id"] == client_id
    alone = await sales.task(anna, "Купить бумагу")

    path = f"/api/v1/tasks/{one['id']}"
    assert sales.made(await anna.post(f"{path}/complete"))["suggestion"] is None, "another one is open"
    answer = sales.made(await anna.post(f"/api/v1/tasks/{two['id']}/complete"))
    assert answer["task"]["status"] == "completed"
    offer = answer["suggestion"]
    assert (offer["title"], offer["kind"], offer["deal_id"]) == ("Написать", "message", deal["id"])
    due = datetime.fromisoformat(offer["due_at"]).astimezone(ZoneInfo("Europe/Kyiv"))
    assert (due.hour, due.minute, due.isoweekday() < 6) == (9, 0, True)
    sales.made(await anna.post("/api/v1/tasks", json=offer), 201)
    assert sales.made(await anna.post(f"/api/v1/tasks/{alone['id']}/complete"))["suggestion"] is None

    done = await sales.pages(anna, "/api/v1/tasks", status="completed", limit=2)
    assert [task["title"] for task in done] == ["Купить бумагу", "Написать", "Позвонить"]
    again = sales.made(await anna.post(f"{path}/complete"))["task"]
    assert again["version"] == 2, "done is done"
    assert sales.made(await anna.post(f"{path}/reopen"))["status"] == "open"


async def test_snooze_goes_by_the_companys_clock(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    past = datetime.now(UTC) - timedelta(days=1)
    task = await sales.task(
        anna, due_at=past.isoformat(), remind_at=(past - timedelta(minutes=10)).isoformat()
    )
    path = f"/api/v1/tasks/{task['id']}/snooze"
    for zone_name in ("Europe/Kyiv", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        await db.run("update public.company set time_zone = $1", zone_name)
        zone = ZoneInfo(zone_name)
        now = datetime.now(zone)

        answer = sales.made(await anna.post(path, json={"preset": "tomorrow_morning"}))
        due = datetime.fromisoformat(answer["due_at"]).astimezone(zone)
        assert (due.date(), due.time()) == (now.date() + timedelta(days=1), time(9))

        answer = sales.made(await anna.post(path, json={"preset": "next_week"}))
        due = datetime.fromisoformat(answer["due_at"]).astimezone(zone)
        assert (due.isoweekday(), due.time()) == (1, time(9))
        assert timedelta(0) < due.date() - now.date() <= timedelta(days=7)

        answer = sales.made(await anna.post(path, json={"preset": "later_today"}))
        due = datetime.fromisoformat(answer["due_at"]).astimezone(zone)
        assert due.minute % 15 == 0
        if due.date() == now.date():
            assert timedelta(hours=3) <= due - now <= timedelta(hours=3, minutes=16)
        else:
            assert (due.date(), due.time()) == (now.date() + timedelta(days=1), time(9))
        remind = datetime.fromisoformat(answer["remind_at"]).astimezone(zone)
        assert due - remind == timedelta(minutes=10), "the reminder keeps its distance"

    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    answer = sales.made(await anna.post(path, json={"until": until, "version": answer["version"]}))
    assert datetime.fromisoformat(answer["due_at"]) == datetime.fromisoformat(until)
    sales.refused(await anna.post(path, json={"until": until, "version": 1}), 412, "version_conflict")
    error = sales.refused(await anna.post(path, json={"until": past.isoformat()}), 422, "invalid")
    assert "until" in error["fields"]
    sales.refused(await anna.post(path, json={}), 422, "invalid")
    sales.made(await anna.post(f"/api/v1/tasks/{task['id']}/complete"))
    sales.refused(await anna.post(path, json={"preset": "next_week"}), 409, "task_completed")


async def test_an_edit_names_its_version_and_changes_only_what_is_sent(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    client_id, other = await sales.client(db, ANNA), await sales.client(db, ANNA, "Другой")
    deal = await sales.deal(anna, client_id)
    task = await sales.task(anna, "Было", note="заметка", deal_id=deal["id"], priority="high")
    path = f"/api/v1/tasks/{task['id']}"

    edited = sales.made(await anna.patch(path, json={"title": "Стало"}, headers={"If-Match": '"1"'}))
    assert (edited["title"], edited["note"], edited["priority"]) == ("Стало", "заметка", "high")
    error = sales.refused(
        await admin.patch(path, json={"title": "Поздно"}, headers={"If-Match": '"1"'}),
        412,
        "version_conflict",
    )
    assert error["details"]["current"]["title"] == "Стало"

    moved = sales.made(await anna.patch(path, json={"client_id": other}, headers={"If-Match": '"2"'}))
    assert (moved["client"]["id"], moved["deal"]) == (other, None), "a deal belongs to one client"
    freed = sales.made(await anna.patch(path, json={"client_id": None}, headers={"If-Match": '"3"'}))
    assert (freed["client"], freed["version"]) == (None, 4)


async def test_a_client_that_changes_hands_takes_the_tasks_along(api: Api, db: Base) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    client_id = await sales.client(db, ANNA)
    deal = await sales.deal(anna, client_id)
    task = await sales.task(anna, deal_id=deal["id"])
    async with db.as_user(ADMIN.id) as connection:
        await connection.fetch("select app.assign_clients(array[$1::uuid], $2)", client_id, BOHDAN.id)
    assert await sales.pages(anna, "/api/v1/tasks") == []
    (found,) = await sales.pages(bohdan, "/api/v1/tasks")
    assert (found["id"], found["version"]) == (task["id"], 1), "changing hands is no edit"


async def test_tasks_narrow_by_text_client_deal_and_owner(api: Api, db: Base) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    client_id = await sales.client(db, ANNA, "Шевченко", phone="+380671112233")
    deal = await sales.deal(anna, client_id)
    await sales.task(anna, "Замер", deal_id=deal["id"])
    await sales.task(anna, "Счёт", client_id=client_id)
    await sales.task(admin, "Отчёт")
    for params, expected in (
        ({"q": "замер"}, ["Замер"]),
        ({"q": "1112233"}, ["Замер", "Счёт"]),
        ({"client": client_id}, ["Замер", "Счёт"]),
        ({"client": client_id, "q": "счёт"}, ["Счёт"]),
        ({"deal": deal["id"]}, ["Замер"]),
        ({"owner": str(ADMIN.id)}, ["Отчёт"]),
        ({"group": "today"}, []),
    ):
        found = await sales.pages(admin, "/api/v1/tasks", limit=1, **params)
        assert sorted(task["title"] for task in found) == expected, params
        groups = sales.made(await admin.get("/api/v1/tasks/groups", params=params))["groups"]
        if "group" not in params:
            assert sum(group["count"] for group in groups) == len(expected), params


async def test_a_colleagues_task_is_not_there(api: Api, db: Base) -> None:
    anna, bohdan = api.as_(ANNA), api.as_(BOHDAN)
    client_id = await sales.client(db, ANNA)
    deal = await sales.deal(anna, client_id)
    task = await sales.task(anna, client_id=client_id)
    mine = await sales.task(bohdan, "моя")
    before = await db.rows("select * from public.tasks order by id")
    path = f"/api/v1/tasks/{task['id']}"
    tag = {"If-Match": '"1"'}
    for answer in (
        await bohdan.get(path),
        await bohdan.patch(path, json={"title": "моё"}, headers=tag),
        await bohdan.post(f"{path}/complete"),
        await bohdan.post(f"{path}/reopen"),
        await bohdan.post(f"{path}/snooze", json={"preset": "next_week"}),
        await bohdan.post(f"{path}/archive"),
        await bohdan.post(f"{path}/restore"),
        await bohdan.post("/api/v1/tasks", json={"title": "x", "client_id": client_id}),
        await bohdan.post("/api/v1/tasks", json={"title": "x", "deal_id": deal["id"]}),
        await bohdan.patch(f"/api/v1/tasks/{mine['id']}", json={"client_id": client_id}, headers=tag),
        await bohdan.patch(f"/api/v1/tasks/{mine['id']}", json={"deal_id": deal["id"]}, headers=tag),
    ):
        assert answer.status_code == 404, answer.text
    answer = await bohdan.post("/api/v1/tasks", json={"title": "x", "owner_id": str(ANNA.id)})
    sales.refused(answer, 403, "forbidden")
    found = await sales.pages(bohdan, "/api/v1/tasks", owner=str(ANNA.id))
    assert found == []
    assert await db.rows("select * from public.tasks order by id") == before


async def test_an_archived_task_leaves_and_comes_back(api: Api) -> None:
    anna = api.as_(ANNA)
    task = await sales.task(anna)
    path = f"/api/v1/tasks/{task['id']}"
    assert sales.made(await anna.post(f"{path}/archive"))["archived_at"]
    assert await sales.pages(anna, "/api/v1/tasks") == []
    sales.made(await anna.post(f"{path}/restore"))
    assert len(await sales.pages(anna, "/api/v1/tasks")) == 1
