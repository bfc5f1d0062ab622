"""Days that are not like others: nights, 23 and 25 hours, another time zone, a worker that was away, plans and corrections."""

import json
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from tests.db.clockwork import day_row, device, figures, kyiv, plan, worker
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_a_night_shift_is_labelled_by_its_start_and_counted_where_it_fell(db: Base) -> None:
    await plan(db, 1, "22:00", "06:00")  # Monday night
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 22:10"), 471)  # to 06:00 on Tuesday
    await shift.sign_out("2026-03-03 06:00")
    days = await figures(db, "2026-03-02", "2026-03-03")
    first, second = days["2026-03-02"], days["2026-03-03"]
    assert (first["clock_in"], first["clock_out"]) == (kyiv("2026-03-02 22:10"), kyiv("2026-03-03 06:00"))
    assert (second["clock_in"], second["clock_out"]) == (None, None)
    assert [d["presence_minutes"] for d in days.values()] == [110, 360]
    assert [d["planned_minutes"] for d in days.values()] == [120, 360]
    assert [d["adherent_minutes"] for d in days.values()] == [110, 360]
    assert [d["active_minutes"] for d in days.values()] == [110, 361]
    assert (first["late_minutes"], first["left_early_minutes"], second["late_minutes"]) == (10, 0, None)
    assert await day_row(db, "2026-03-03") is None


async def test_coming_back_in_the_night_joins_yesterdays_shift(db: Base) -> None:
    await plan(db, 1, "22:00", "06:00")
    shift = await device(db)
    await shift.beats("2026-03-02 22:00", "2026-03-03 02:00", "2026-03-03 06:10", "2026-03-03 09:00")
    rows = await db.rows("select day, count(*) as n from public.work_sessions group by 1 order by 1")
    assert [(row["day"].isoformat(), row["n"]) for row in rows] == [("2026-03-02", 3), ("2026-03-03", 1)]


async def test_who_comes_before_a_shift_from_midnight_is_early_not_a_day_late(db: Base) -> None:
    for weekday in (1, 2):
        await plan(db, weekday, "00:00", "08:00")
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 23:50"), 491)
    await shift.sign_out("2026-03-03 08:01")
    assert await day_row(db, "2026-03-02") is None
    days = await figures(db, "2026-03-02", "2026-03-03")
    first, second = days["2026-03-02"], days["2026-03-03"]
    assert (second["clock_in"], second["clock_out"]) == (kyiv("2026-03-02 23:50"), kyiv("2026-03-03 08:01"))
    assert (second["late_minutes"], second["left_early_minutes"], first["late_minutes"]) == (0, 0, None)
    assert [d["presence_minutes"] for d in days.values()] == [10, 481]


SHIFT_DAYS = [
    ("21:59", "2026-03-02"),
    ("22:00", "2026-03-03"),  # two hours before Tuesday's
    ("10:00", "2026-03-02"),  # within Monday's own
]


@pytest.mark.parametrize(("at", "day"), SHIFT_DAYS)
async def test_a_sign_in_belongs_to_the_plan_it_is_nearest_to(db: Base, at: str, day: str) -> None:
    await plan(db, 1, "09:00", "18:00")
    await plan(db, 2, "00:00", "08:00")
    shift = await device(db)
    await shift.beat(f"2026-03-02 {at}")
    assert await day_row(db, day) is not None


async def test_a_running_shift_keeps_a_sign_in_from_the_next_one(db: Base) -> None:
    await plan(db, 1, "14:00", "23:30")
    await plan(db, 2, "00:30", "08:00")
    shift = await device(db)
    await shift.beat("2026-03-02 23:00")
    assert await day_row(db, "2026-03-02") is not None


async def test_a_device_that_joins_after_midnight_joins_the_shift_that_lives(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await laptop.every_minute(kyiv("2026-03-02 23:30"), 61)
    await phone.beat("2026-03-03 00:10")
    await laptop.stop("2026-03-03 00:31")
    await phone.beat("2026-03-03 09:00")
    row = await day_row(db, "2026-03-03")
    assert row and row["started_at"] == kyiv("2026-03-03 09:00"), "the morning begins in the morning"


@pytest.mark.parametrize(
    ("day", "length", "planned"),
    [("2026-03-29", 1380, 180), ("2026-10-25", 1500, 300), ("2026-06-07", 1440, 240)],
)
async def test_a_day_has_as_many_minutes_as_it_has(db: Base, day: str, length: int, planned: int) -> None:
    """Kyiv's clocks go from 3:00 to 4:00 in March, from 4:00 back to 3:00 in October; these are Sundays."""
    await plan(db, 7, "01:00", "05:00")
    shift = await device(db)
    before = date.fromisoformat(day) - timedelta(1)
    await shift.every_minute(kyiv(f"{before} 23:30"), 30 + length + 30, step=3)
    await shift.stop(f"{date.fromisoformat(day) + timedelta(1)} 00:30")
    row = (await figures(db, day))[day]
    assert (row["presence_minutes"], row["active_minutes"]) == (length, length)
    assert (row["planned_minutes"], row["adherent_minutes"]) == (planned, planned)
    async with db.as_user(ANNA.id) as anna:
        strip = json.loads(
            await anna.fetchval("select strip from app.day_strips($1, $2)", ANNA.id, row["day"])
        )
        hours = await anna.fetchval(
            "select hours from app.heat_map($1, $2, $2::date + 1)", ANNA.id, row["day"]
        )
    assert strip["minutes"] == length
    assert strip["presence"] == strip["active"] == [{"from": 0, "to": length}]
    assert strip["planned"] == [{"from": 60, "to": 60 + planned}]
    assert sum(hours) == length
    assert hours[3] == {1380: 0, 1440: 60, 1500: 120}[length]


async def test_the_hour_that_comes_twice_has_two_bits_a_minute(db: Base) -> None:
    shift = await device(db)
    for fold in (0, 1):
        await shift.beat(kyiv("2026-10-25 03:30", fold=fold))
    runs = await db.value(
        "select app.minute_runs(minutes) from app.active_minutes($1, '2026-10-25', '2026-10-26')", ANNA.id
    )
    assert json.loads(runs) == [{"from": 210, "to": 211}, {"from": 270, "to": 271}]


async def test_a_company_that_moves_loses_no_minute(db: Base) -> None:
    """The morning in Kyiv, the evening in New York: the same bits, read by the clock of the time zone that holds."""
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 09:00"), 60)
    await shift.stop("2026-03-02 10:00")
    await db.run("update public.company set time_zone = 'America/New_York'")
    # 02:00 to 03:00 in New York; he goes on at 22:00 there, 05:00 of the next day in Kyiv: more than 1500 minutes later.
    await shift.every_minute(kyiv("2026-03-03 05:00"), 60)
    await shift.stop("2026-03-03 06:00")
    day = await figures(db, "2026-03-01", "2026-03-04")
    assert list(day) == ["2026-03-02"]
    assert (day["2026-03-02"]["presence_minutes"], day["2026-03-02"]["active_minutes"]) == (120, 121 + 1)
    await db.run("update public.company set time_zone = 'Europe/Kyiv'")
    days = await figures(db, "2026-03-01", "2026-03-04")
    assert [d["presence_minutes"] for d in days.values()] == [60, 60]
    assert sum(d["active_minutes"] for d in days.values()) == 122
    assert await db.value("select count(*) from public.activity_days") == 2


async def test_a_worker_that_was_down_for_two_days_closes_every_shift_where_it_ended(db: Base) -> None:
    anna, bohdan = await device(db), await device(db, BOHDAN.id)
    await anna.beat("2026-03-02 17:55")
    await bohdan.beat("2026-03-03 23:50")
    assert await worker(db, "2026-03-04 19:00") == 2
    assert await worker(db, "2026-03-04 19:00") == 0
    row = await day_row(db, "2026-03-02")
    assert row and (row["ended_at"], row["closed_by"]) == (kyiv("2026-03-02 18:10"), "auto")
    days = await figures(db, "2026-03-03", "2026-03-04", BOHDAN.id)
    assert [d["presence_minutes"] for d in days.values()] == [10, 5]


async def test_a_beat_that_comes_while_the_worker_closes_is_not_lost(db: Base) -> None:
    shift = await device(db)
    await shift.beat("2026-03-02 09:00")
    async with db.connected() as beating, beating.transaction():
        await beating.execute(
            "select app.beat_at($1, $2, null, null, $3, 'beat')",
            ANNA.id,
            shift.device,
            kyiv("2026-03-02 09:14"),
        )
        assert await worker(db, "2026-03-02 09:20") == 0, "the row is in use"
    assert await worker(db, "2026-03-02 09:20") == 0
    assert await worker(db, "2026-03-02 09:30") == 1


async def test_activity_of_less_than_a_quarter_of_an_hour_has_no_rate(db: Base) -> None:
    assert await db.value("select app.activity_rate(14, 14)") is None
    assert float(await db.value("select app.activity_rate(9, 15)")) == 0.6
    assert float(await db.value("select app.activity_rate(16, 15)")) == 1


# ------------------------------------------------------------------------------------------------ plans


async def test_a_new_week_leaves_the_past_alone(db: Base) -> None:
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.set_week($1, '2026-03-02', $2)",
            ANNA.id,
            json.dumps([{"weekday": n, "starts": "09:00", "ends": "18:00"} for n in range(1, 6)]),
        )
        await admin.execute(
            "select app.set_week($1, '2026-03-04', $2)",
            ANNA.id,
            json.dumps([{"weekday": n, "starts": "10:00", "ends": "16:00"} for n in (3, 6)]),
        )
    days = await figures(db, "2026-03-02", "2026-03-08")
    assert {day: row["planned_minutes"] for day, row in days.items()} == {
        "2026-03-02": 540, "2026-03-03": 540, "2026-03-04": 360, "2026-03-07": 360,
    }  # fmt: skip


async def test_exceptions_win_over_the_week_and_ones_own_over_a_holiday(db: Base) -> None:
    for weekday in range(1, 6):
        await plan(db, weekday, "09:00", "18:00")
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.set_exceptions(null, '2026-03-02', '2026-03-04', 'holiday', null, null, 'x')"
        )
        await admin.execute(
            "select app.set_exceptions($1, '2026-03-03', '2026-03-03', 'swap', '20:00', '02:00')", ANNA.id
        )
        await admin.execute("select app.set_exceptions($1, '2026-03-05', '2026-03-06', 'leave')", ANNA.id)
    async with db.as_user(ADMIN.id) as admin:
        with pytest.raises(asyncpg.CheckViolationError):
            await admin.execute("select app.set_exceptions(null, '2026-03-09', '2026-03-09', 'sick')")
    days = await figures(db, "2026-03-02", "2026-03-06")
    assert {day: (row["planned_minutes"], row["absence"]) for day, row in days.items()} == {
        "2026-03-02": (0, "holiday"),
        "2026-03-03": (240, None),
        "2026-03-04": (120, "holiday"),
        "2026-03-05": (0, "leave"),
        "2026-03-06": (0, "leave"),
    }


async def test_lateness_within_the_grace_is_none(db: Base) -> None:
    await plan(db, 1, "09:00", "18:00")
    await plan(db, 2, "09:00", "18:00")
    shift = await device(db)
    for day, begin, end in (("2026-03-02", "09:05", "17:56"), ("2026-03-03", "09:06", "17:40")):
        await shift.every_minute(kyiv(f"{day} {begin}"), 510, step=10)
        await shift.stop(f"{day} {end}")
    days = await figures(db, "2026-03-02", "2026-03-03")
    assert [(d["late_minutes"], d["left_early_minutes"]) for d in days.values()] == [(0, 0), (6, 20)]


# ------------------------------------------------------------------------------------------------ corrections


async def test_accepted_corrections_stand_beside_what_was_measured(db: Base) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 09:00"), 61)
    await worker(db, "2026-03-02 12:00")
    measured = dict((await figures(db, "2026-03-02"))["2026-03-02"])
    assert (measured["presence_minutes"], measured["corrected_minutes"]) == (75, None)
    facts = "select (select to_jsonb(array_agg(s)) from public.work_sessions s), (select to_jsonb(array_agg(a)) from public.activity_days a)"
    before = await db.rows(facts)
    asked = [
        ("shift_end", None, "2026-03-02 10:30", 90),
        ("shift_end", None, "2026-03-02 10:05", 65),
        ("worked_away", "2026-03-02 12:00", "2026-03-02 13:00", 125),
        ("not_worked", "2026-03-02 09:10", "2026-03-02 09:20", 115),
    ]
    for kind, start, end, corrected in asked:
        async with db.as_user(ANNA.id) as anna:
            made = await anna.fetchval(
                "select app.ask_correction('2026-03-02', $1, $2, $3, 'причина')",
                kind,
                start and kyiv(start),
                kyiv(end),
            )
        async with db.as_user(ADMIN.id) as admin:
            await admin.execute("select app.decide_correction($1, $2, 'ладно')", made, corrected != 90)
        row = (await figures(db, "2026-03-02"))["2026-03-02"]
        assert row["corrected_minutes"] == (None if corrected == 90 else corrected), kind
        assert {**row, "corrected_minutes": None} == measured
    assert await db.rows(facts) == before
    assert (await day_row(db, "2026-03-02") or {})["correction"] == "accepted"


async def test_what_was_said_stays(db: Base) -> None:
    made = await db.value(
        """insert into public.time_corrections (manager_id, day, asked_by, kind, reason)
        values ($1, '2026-03-02', $1, 'other', 'x') returning id""",
        ANNA.id,
    )
    for statement in (
        "update public.time_corrections set reason = 'y'",
        "delete from public.time_corrections",
    ):
        with pytest.raises(asyncpg.PostgresError, match="append_only"):
            await db.run(statement)
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute("select app.decide_correction($1, true)", made)
    with pytest.raises(asyncpg.PostgresError, match="append_only"):
        await db.run("update public.time_corrections set decision = 'other'")
    trail = await db.rows(
        "select actor_id, action from public.audit_log where table_name = 'time_corrections' order by occurred_at"
    )
    assert [(row["action"], row["actor_id"]) for row in trail] == [("insert", None), ("update", ADMIN.id)]


# ------------------------------------------------------------------------------------------------ writes and forgetting


async def test_what_a_person_writes_sets_his_minute_and_credits_the_client(db: Base) -> None:
    async with db.as_user(ANNA.id) as anna:
        client = await anna.fetchval("insert into public.clients (name) values ('x') returning id")
        await anna.execute(
            "insert into public.interactions (client_id, kind, direction, body) values ($1, 'note', 'internal', 'x')",
            client,
        )
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute("update public.clients set note = 'x' where id = $1", client)
    rows = await db.rows("select manager_id, client_id, bit_count(minutes) as n from public.focus_minutes")
    # Both may have been written on the edge of a minute.
    assert {(row["manager_id"], row["client_id"]) for row in rows} == {(ANNA.id, client), (ADMIN.id, client)}
    assert await db.value("select count(*) from public.work_sessions where ended_at is null") == 2


async def test_robots_and_people_without_access_are_nobodys_presence(db: Base) -> None:
    client = await db.value(
        "insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id
    )
    claims = json.dumps({"sub": str(ANNA.id), "role": "authenticated"})
    async with db.connected("smena_worker") as robot, robot.transaction():
        await robot.execute(
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)",
            claims,
        )
        await robot.execute("update public.clients set note = 'x' where id = $1", client)
    async with db.as_service() as service:
        await service.execute("update public.clients set note = 'y' where id = $1", client)
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("update public.clients set note = 'z' where id = $1", uuid4())
    assert await db.value("select count(*) from public.activity_days") == 0


async def test_a_write_never_fails_for_its_minute(db: Base) -> None:
    await db.run(
        "alter table public.activity_days add constraint broken check (manager_id is null) not valid"
    )
    async with db.as_user(ANNA.id) as anna:
        assert await anna.fetchval("insert into public.clients (name) values ('x') returning id")
    assert await db.value("select count(*) from public.clients") == 1


async def test_minutes_are_forgotten_when_the_company_says(db: Base) -> None:
    shift = await device(db)
    client = await db.value(
        "insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id
    )
    await shift.beat("2020-03-02 09:00", client=client)
    await shift.stop("2020-03-02 09:00")
    await shift.beat(kyiv("2026-03-02 09:00"), client=client)
    await db.run("update public.company set retention_months = 24")
    async with db.as_service() as service:
        await service.execute("select app.forget_minutes()")
    for table in ("activity_days", "focus_minutes"):
        assert await db.value(f"select array_agg(day) from public.{table}") == [date(2026, 3, 2)]
    assert await db.value("select count(*) from public.work_schedule") == 2
    assert await db.value("select array_agg(day) from public.work_sessions where user_agent is not null") == [
        date(2026, 3, 2)
    ]
