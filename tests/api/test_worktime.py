"""The day ring."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.api import sales
from tests.support import people
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE


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
