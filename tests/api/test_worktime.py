"""The day ring."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.api import sales
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE


async def test_the_day_joins_overlapping_sessions(api: Api, db: Base) -> None:
    # A zone whose noon was a while ago, so that the whole story lies in today.
    zone = next(
        name
        for name in ("Europe/Kyiv", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland")
        if 8 <= datetime.now(ZoneInfo(name)).hour < 23
    )
    await db.run("update public.company set time_zone = $1", zone)
    await db.run(
        """insert into public.work_sessions (manager_id, day, started_at, last_beat_at, ended_at, ended_by)
        select $1, app.day_of(now()), now() - x.a * interval '1 minute', now() - x.b * interval '1 minute',
          case when x.ended then now() - x.b * interval '1 minute' end, case when x.ended then 'sign_out' end
        from (values (300, 240, true), (270, 210, true), (100, 10, false), (200, 190, true)) x (a, b, ended)""",
        ANNA.id,
    )
    day = sales.made(await api.as_(ANNA).get("/api/v1/worktime/today"))
    # 300..210 is one stretch, 200..190 another, 100..now the open one (its beat is within the grace of 15 minutes).
    assert day["presence_minutes"] == 90 + 10 + 100
    assert (day["state"], day["ended_at"], len(day["sessions"])) == ("working", None, 4)

    await db.run(
        "update public.work_sessions set last_beat_at = now() - interval '40 minutes' where ended_at is null"
    )
    day = sales.made(await api.as_(ANNA).get("/api/v1/worktime/today"))
    assert (day["state"], day["presence_minutes"]) == ("away", 90 + 10 + 75)
    assert sales.made(await api.as_(BOHDAN).get("/api/v1/worktime/today"))["sessions"] == []


async def test_a_beat_keeps_the_sign_ins_own_session_alive(api: Api, db: Base) -> None:
    session_id = await people.sign_in(db, ANNA.id)
    anna = api.as_(ANNA, session_id=str(session_id))
    await db.run("update public.work_sessions set last_beat_at = started_at - interval '0'")
    assert sales.made(await anna.post("/api/v1/worktime/beat")) == {"state": "working"}
    ((beat,),) = await db.rows("select last_beat_at > started_at from public.work_sessions")
    assert beat
    day = sales.made(await anna.get("/api/v1/worktime/today"))
    assert datetime.fromisoformat(day["started_at"]) <= datetime.now(UTC)
    sales.refused(await api.as_(GONE).post("/api/v1/worktime/beat"), 403, "profile_inactive")
    sales.refused(await api.as_(GONE).get("/api/v1/worktime/today"), 403, "profile_inactive")


async def test_the_plan_shows_before_the_day_is_opened(api: Api, db: Base) -> None:
    await db.run(
        """insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
        select $1, x, '09:00', '18:00', '2020-01-01' from generate_series(1, 7) x""",
        ANNA.id,
    )
    day = sales.made(await api.as_(ANNA).get("/api/v1/worktime/today"))
    assert (day["planned_minutes"], day["started_at"], day["state"]) == (540, None, "off")
    starts = datetime.fromisoformat(day["planned"]["starts_at"]).astimezone(ZoneInfo("Europe/Kyiv"))
    assert (starts.hour, str(starts.date())) == (9, day["day"])


async def local_hour(db: Base, hour: int) -> datetime:
    """Moves the company to where it is this hour of the day now; that day's midnight."""
    ahead = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    zone = f"Etc/GMT{-ahead:+d}"
    await db.run("update public.company set time_zone = $1", zone)
    return datetime.now(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


async def night(db: Base, midnight: datetime) -> None:
    """Anna's shift from 22:00 to 6:00, with the evening's last hour and the night's first half an hour of use."""
    yesterday = midnight - timedelta(days=1)
    await db.run(
        """insert into public.schedule_exceptions (manager_id, day, kind, starts, ends)
        select $1, $2::date + n, 'swap', '22:00', '06:00' from generate_series(-1, 1) n""",
        ANNA.id,
        yesterday.date(),
    )
    began = midnight - timedelta(hours=2)
    await db.run(
        "insert into public.work_schedule (manager_id, day, started_at) values ($1, $2, $3)",
        ANNA.id,
        yesterday.date(),
        began,
    )
    await db.run(
        "insert into public.work_sessions (manager_id, day, started_at, last_beat_at) values ($1, $2, $3, now())",
        ANNA.id,
        yesterday.date(),
        began,
    )
    for starts_at, first, last in ((yesterday, 1380, 1439), (midnight, 0, 29)):
        await db.run(
            """insert into public.activity_days (manager_id, day, starts_at, minutes)
            select $1, $2, $3, (repeat('0', $4) || repeat('1', $5) || repeat('0', 1500 - $4 - $5))::bit(1500)""",
            ANNA.id,
            starts_at.date(),
            starts_at,
            first,
            last - first + 1,
        )


async def test_after_midnight_the_ring_shows_the_whole_night(api: Api, db: Base) -> None:
    midnight = await local_hour(db, 2)
    await night(db, midnight)
    anna = api.as_(ANNA)
    passed = (datetime.now(UTC) - midnight).total_seconds() / 60
    ring: dict[str, Any] = sales.made(await anna.get("/api/v1/dashboard/manager"))["day"]
    today = sales.made(await anna.get("/api/v1/worktime/today"))
    for day in (ring, today):
        assert (day["day"], day["state"]) == (str((midnight - timedelta(days=1)).date()), "working")
        assert datetime.fromisoformat(day["started_at"]) == midnight - timedelta(hours=2)
        assert day["presence_minutes"] == pytest.approx(120 + passed, abs=1)
        assert (day["active_minutes"], day["planned_minutes"]) == (90, 480)
    strip = ring["strip"]
    assert (datetime.fromisoformat(strip["starts_at"]), strip["minutes"]) == (
        midnight - timedelta(hours=12),
        1440,
    )
    assert strip["planned"] == [{"from": 600, "to": 1080}]
    assert strip["active"] == [{"from": 660, "to": 750}]
    assert strip["presence"][0]["from"] == 600
    # Days stay days: their sums are those of the reports.
    page = sales.made(await anna.get(f"/api/v1/worktime/days/{midnight.date()}"))
    assert page["presence_minutes"] == pytest.approx(passed, abs=1)
    assert (page["active_minutes"], page["started_at"]) == (30, None)
    # The head sees when the shift began, too.
    admin = api.as_(ADMIN)
    row = next(
        r
        for r in sales.made(await admin.get("/api/v1/dashboard/team"))["team"]
        if (r["manager"] or {}).get("id") == str(ANNA.id)
    )
    member = sales.made(await admin.get(f"/api/v1/team/{ANNA.id}"))
    for begun in (row["started_at"], member["today"]["started_at"]):
        assert datetime.fromisoformat(begun) == midnight - timedelta(hours=2)


async def test_the_next_night_is_not_the_last_one(api: Api, db: Base) -> None:
    midnight = await local_hour(db, 21)
    await night(db, midnight)
    ended = midnight + timedelta(hours=6)
    await db.run(
        "update public.work_sessions set last_beat_at = $1, ended_at = $1, ended_by = 'sign_out'", ended
    )
    ring = sales.made(await api.as_(ANNA).get("/api/v1/dashboard/manager"))["day"]
    assert (ring["day"], ring["state"], ring["started_at"]) == (str(midnight.date()), "off", None)
    assert (ring["presence_minutes"], ring["active_minutes"], ring["planned_minutes"]) == (0, 0, 480)
    assert ring["strip"]["minutes"] == 1440


async def test_a_night_that_has_just_ended_stays_on_the_screen(api: Api, db: Base) -> None:
    midnight = await local_hour(db, 2)
    await night(db, midnight)
    await db.run("delete from public.schedule_exceptions")
    await db.run(
        "update public.work_sessions set last_beat_at = $1, ended_at = $1, ended_by = 'manager'",
        midnight + timedelta(minutes=40),
    )
    ring = sales.made(await api.as_(ANNA).get("/api/v1/dashboard/manager"))["day"]
    assert (ring["presence_minutes"], ring["active_minutes"], ring["planned"]) == (160, 90, None)
    assert datetime.fromisoformat(ring["ended_at"]) == midnight + timedelta(minutes=40)
