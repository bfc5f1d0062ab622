"""The routes of working time: states, the report, a day's page, disputes, the question, one's own data."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.api import sales
from tests.db.clockwork import device, kyiv, plan, worker
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

URL = "/api/v1/worktime"
DAY = "2026-03-02"
RANGE = {"from_day": "2026-03-01", "to_day": "2026-03-07"}


async def test_the_buttons_of_a_day(api: Api, db: Base) -> None:
    anna = api.as_(ANNA, session_id=str(await people.sign_in(db, ANNA.id)))
    client = str(
        await db.value("insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id)
    )

    async def press(path: str, **body: object) -> str:
        return str(sales.made(await anna.post(f"{URL}/{path}", json=body or None))["state"])

    async def state() -> str:
        return str(sales.made(await anna.get(f"{URL}/today"))["state"])

    assert await press("beat") == await press("beat", client_id=client) == "working"
    assert await press("break") == await press("break") == await press("beat") == "break"
    assert await state() == "break"
    assert await press("break/end") == "working"
    assert await press("stop") == "stopped"
    assert await press("beat") == "stopped"
    assert await state() == "off"
    sales.refused(await anna.post(f"{URL}/break"), 409, "not_at_work")
    assert await press("start") == "working"
    assert await state() == "working"
    day = sales.made(await anna.get(f"{URL}/today"))
    assert (len(day["sessions"]), len(day["breaks"]), day["active_minutes"] > 0) == (2, 1, True)
    focus = sales.made(await anna.get(f"{URL}/days/{day['day']}"))["focus"]
    assert [(row["client_id"], row["minutes"]) for row in focus] == [(client, 1)]
    assert await db.value("select count(*) from public.work_schedule where manager_id = $1", ANNA.id) == 1


async def test_a_token_whose_sign_in_is_over_is_off(api: Api, db: Base) -> None:
    anna = api.as_(ANNA, session_id=str(uuid4()))
    assert sales.made(await anna.post(f"{URL}/beat"))["state"] == "off"
    assert sales.made(await anna.get(f"{URL}/today"))["sessions"] == []


async def test_the_clock_of_a_device_is_never_asked(api: Api, db: Base) -> None:
    """A laptop that lives in another year sets the server's minute; one that sends a moment of its own is refused."""
    anna = api.as_(ANNA, session_id=str(await people.sign_in(db, ANNA.id)))
    before = await db.value("select date_trunc('minute', now())")
    anna.headers["Date"] = "Thu, 01 Jan 2015 00:00:00 GMT"
    assert sales.made(await anna.post(f"{URL}/beat"))["state"] == "working"
    assert (await anna.post(f"{URL}/beat", json={"at": "2015-01-01T00:00:00Z"})).status_code == 422
    (day,) = await db.rows("select starts_at, minutes from public.activity_days")
    seen = [
        day["starts_at"] + timedelta(minutes=n)
        for n, bit in enumerate(day["minutes"].as_string().replace(" ", ""))
        if bit == "1"
    ]
    assert [before <= minute <= await db.value("select now()") for minute in seen] == [True]


@pytest.fixture
async def monday(db: Base) -> None:
    """Anna from 9:10 to 10:10 with a break of ten minutes, Bohdan for half an hour until his lid closed."""
    await plan(db, 1, "09:00", "10:00")
    anna, bohdan = await device(db), await device(db, BOHDAN.id)
    await anna.every_minute(kyiv(f"{DAY} 09:10"), 30)
    await anna.rest(f"{DAY} 09:40")
    await anna.beat(f"{DAY} 09:50", how="return")
    await anna.every_minute(kyiv(f"{DAY} 09:51"), 19)
    await anna.stop(f"{DAY} 10:10")
    await bohdan.every_minute(kyiv(f"{DAY} 09:00"), 16)
    await worker(db, f"{DAY} 12:00")


@pytest.mark.usefixtures("monday")
async def test_the_report_adds_up(api: Api) -> None:
    admin, anna = api.as_(ADMIN), api.as_(ANNA)
    report = sales.made(await admin.get(f"{URL}/days", params={**RANGE, "everybody": True}))
    mine = sales.made(await anna.get(f"{URL}/days", params=RANGE))
    for name in (
        "presence_minutes", "break_minutes", "active_minutes", "attested_minutes", "planned_minutes", "adherent_minutes",
    ):  # fmt: skip
        assert (
            report["total"][name]
            == sum(day[name] for day in report["days"])
            == sum(row[name] for row in report["managers"])
        ), name
    (day,) = mine["days"]
    assert day in report["days"]
    assert (day["presence_minutes"], day["break_minutes"], day["active_minutes"]) == (50, 10, 52)
    assert (day["planned_minutes"], day["adherent_minutes"], day["adherence"]) == (60, 40, 0.6667)
    assert (day["late_minutes"], day["left_early_minutes"], day["activity_rate"]) == (10, 0, 1)
    assert day["utilisation"] == 0.8667
    # Pressing "stop" is a sign of work, too: hence minute 10:10.
    assert mine["total"]["presence_minutes"] == 50
    assert (mine["managers"][0]["days_worked"], mine["managers"][0]["days_late"]) == (1, 1)


@pytest.mark.usefixtures("monday")
async def test_a_manager_reads_his_own_time_only(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    his = {"manager_id": str(BOHDAN.id)}
    for path, params in (
        ("days", RANGE), ("heat-map", RANGE), (f"days/{DAY}", {}), ("export", RANGE),
    ):  # fmt: skip
        assert (await anna.get(f"{URL}/{path}", params={**params, **his})).status_code == 404, path
        assert (await admin.get(f"{URL}/{path}", params={**params, **his})).status_code == 200, path
    sales.refused(await anna.get(f"{URL}/days", params={**RANGE, "everybody": True}), 403, "admin_only")
    sales.refused(await anna.get(f"{URL}/team", params={"day": DAY}), 403, "admin_only")
    for sent in ("sessions", "minutes"):
        answer = await anna.get(f"{URL}/export", params={**RANGE, **his, "what": sent})
        assert len(answer.text.strip().splitlines()) == (1 if answer.status_code == 200 else 0)
    for wrong in ({"from_day": DAY, "to_day": "2026-03-01"}, {"from_day": "2020-01-01", "to_day": DAY}):
        answer = await anna.get(f"{URL}/days", params=wrong)
        assert (answer.status_code, "to_day" in answer.json()["error"]["fields"]) == (422, True)


@pytest.mark.usefixtures("monday")
async def test_a_day_to_draw(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    page = sales.made(await anna.get(f"{URL}/days/{DAY}"))
    assert page["manager"]["full_name"] == ANNA.full_name
    strip = page["strip"]
    assert (strip["minutes"], strip["planned"]) == (1440, [{"from": 540, "to": 600}])
    assert strip["presence"] == [{"from": 550, "to": 580}, {"from": 590, "to": 610}]
    assert strip["active"] == [{"from": 550, "to": 581}, {"from": 590, "to": 611}]
    assert len(strip["breaks"]) == 1
    team = sales.made(await admin.get(f"{URL}/team", params={"day": DAY}))
    assert [row["manager"]["full_name"] for row in team] == sorted([ANNA.full_name, BOHDAN.full_name])
    assert strip in [row["strip"] for row in team]
    days = sales.made(await anna.get(f"{URL}/heat-map", params=RANGE))["days"]
    assert len(days) == 7
    assert (days[1]["day"], days[1]["hours"][9], days[1]["hours"][10], sum(days[0]["hours"])) == (
        DAY,
        41,
        11,
        0,
    )


@pytest.mark.usefixtures("monday")
async def test_a_dispute(api: Api, db: Base) -> None:
    anna, bohdan, admin = api.as_(ANNA), api.as_(BOHDAN), api.as_(ADMIN)
    wish = {
        "day": DAY, "kind": "worked_away", "reason": "Встреча у клиента",
        "proposed_start": f"{DAY}T09:00:00Z", "proposed_end": f"{DAY}T10:00:00Z",
    }  # fmt: skip
    asked = sales.made(await anna.post(f"{URL}/corrections", json=wish), 201)
    assert (asked["status"], asked["manager"]["full_name"]) == ("open", ANNA.full_name)
    answer = await anna.post(f"{URL}/corrections", json=wish)
    assert (answer.status_code, "not been answered" in answer.json()["error"]["message"]) == (409, True)
    told = sales.made(await admin.get("/api/v1/notifications"))["items"]
    assert [(n["kind"], n["params"]["day"]) for n in told] == [("time_disputed", DAY)]

    assert sales.made(await bohdan.get(f"{URL}/corrections"))["items"] == []
    (listed,) = sales.made(await admin.get(f"{URL}/corrections", params={"status": "open"}))["items"]
    assert listed == asked
    decide = f"{URL}/corrections/{asked['id']}/decision"
    sales.refused(await anna.post(decide, json={"accepted": True}), 403, "admin_only")
    sales.refused(
        await admin.post(f"{URL}/corrections/{uuid4()}/decision", json={"accepted": True}),
        404,
        "correction_not_found",
    )
    decided = sales.made(await admin.post(decide, json={"accepted": True, "note": "Подтверждаю"}))
    assert (decided["status"], decided["decision"], decided["decided_by"]["full_name"]) == (
        "accepted", "Подтверждаю", ADMIN.full_name,
    )  # fmt: skip
    sales.refused(await admin.post(decide, json={"accepted": False}), 409, "already_decided")
    told = sales.made(await anna.get("/api/v1/notifications"))["items"]
    assert [(n["kind"], n["params"]["accepted"]) for n in told] == [("time_decided", True)]

    page = sales.made(await anna.get(f"{URL}/days/{DAY}"))
    assert (page["presence_minutes"], page["corrected_minutes"], page["correction"]) == (50, 110, "accepted")
    assert page["corrections"] == [decided]
    trail = sales.made(await admin.get("/api/v1/audit", params={"table": "time_corrections"}))["items"]
    assert [row["action"] for row in trail] == ["update", "insert"]


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": "2999-01-01"}, "day_in_future"),
        ({"proposed_end": "2999-01-01T00:00:00Z"}, "time_in_future"),
        ({"proposed_end": None}, "times_needed"),
        ({"kind": "shift_end"}, "times_needed"),
        ({"proposed_start": "2026-02-28T09:00:00Z"}, "time_outside_day"),
        ({"proposed_end": f"{DAY}T08:00:00Z"}, "times_out_of_order"),
    ],
)
async def test_a_dispute_must_make_sense(api: Api, change: dict[str, object], code: str) -> None:
    wish = {
        "day": DAY, "kind": "not_worked", "reason": "x",
        "proposed_start": f"{DAY}T09:00:00Z", "proposed_end": f"{DAY}T10:00:00Z", **change,
    }  # fmt: skip
    sales.refused(await api.as_(ANNA).post(f"{URL}/corrections", json=wish), 422, code)


async def test_nobody_decides_for_himself_while_there_is_another_head(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    wish = {"day": DAY, "kind": "other", "reason": "x"}
    first = sales.made(await admin.post(f"{URL}/corrections", json=wish), 201)["id"]
    second = await people.hire(db, role="admin")
    sales.refused(
        await admin.post(f"{URL}/corrections/{first}/decision", json={"accepted": True}),
        403,
        "own_correction",
    )
    await db.run("update public.profiles set status = 'inactive' where id = $1", second.id)
    sales.made(await admin.post(f"{URL}/corrections/{first}/decision", json={"accepted": True}))


async def forgotten(db: Base) -> str:
    """Bohdan closed his lid yesterday and nobody noticed; the day's date."""
    shift = await device(db, BOHDAN.id)
    at = await db.value("select (app.day_of(now()) - 1 + time '17:50') at time zone app.company_zone()")
    await shift.beat(at)
    await shift.beat(at + timedelta(minutes=5))
    return str(await db.value("select app.day_of($1)", at))


async def test_the_next_sign_in_asks_about_a_day_that_ended_by_itself(api: Api, db: Base) -> None:
    day = await forgotten(db)
    # No worker has run: signing in closes what was left open.
    bohdan = api.as_(BOHDAN, session_id=str(await people.sign_in(db, BOHDAN.id)))
    question = sales.made(await bohdan.get(f"{URL}/today"))["question"]
    assert (question["day"], question["ended_at"] > question["last_seen_at"]) == (day, True)
    other_end = {"ended_at": question["last_seen_at"]}
    sales.refused(await bohdan.post(f"{URL}/days/{day}/answer", json=other_end), 422, "reason_needed")
    sales.refused(await api.as_(ANNA).post(f"{URL}/days/{day}/answer", json={}), 404, "question_not_found")
    answer = await bohdan.post(f"{URL}/days/{day}/answer", json={**other_end, "reason": "Ушёл раньше"})
    assert answer.status_code == 204
    today = sales.made(await bohdan.get(f"{URL}/today"))
    assert (today["question"], today["state"]) == (None, "working")
    page = sales.made(await bohdan.get(f"{URL}/days/{day}"))
    assert (page["closed_by"], page["answer"], page["correction"]) == ("auto", "disputed", "open")
    assert page["ended_at"] == question["ended_at"], "what was measured stays"
    assert [c["kind"] for c in page["corrections"]] == ["shift_end"]


async def test_the_measured_end_may_be_confirmed(api: Api, db: Base) -> None:
    day = await forgotten(db)
    bohdan = api.as_(BOHDAN, session_id=str(await people.sign_in(db, BOHDAN.id)))
    assert (await bohdan.post(f"{URL}/days/{day}/answer", json={})).status_code == 204
    sales.refused(await bohdan.post(f"{URL}/days/{day}/answer", json={}), 404, "question_not_found")
    page = sales.made(await bohdan.get(f"{URL}/days/{day}"))
    assert (page["answer"], page["corrections"]) == ("confirmed", [])


@pytest.mark.usefixtures("monday")
async def test_ones_own_data_as_a_file(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)

    async def lines(what: str) -> list[list[str]]:
        answer = await anna.get(f"{URL}/export", params={**RANGE, "what": what})
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="{what}-2026-03-01')
        return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    days = await lines("days")
    assert days[1][:6] == [DAY, f"{DAY} 09:10", f"{DAY} 10:10", "50", "10", "52"]
    assert len(await lines("sessions")) == 1 + 1
    minutes = await lines("minutes")
    assert (len(minutes), minutes[1]) == (1 + 52, [DAY, f"{DAY} 09:10", ""])
