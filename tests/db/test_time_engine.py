"""What counts as work, whatever happens to the device. The moments are in the past, the clock is the test's."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from tests.db.clockwork import day_row, device, figures, kyiv, worker
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN

DAY = "2026-03-02"  # a Monday


async def bits(db: Base) -> int:
    count: int = await db.value(
        "select coalesce(sum(bit_count(minutes)), 0)::integer from public.activity_days"
    )
    return count


async def test_fifty_beats_at_once_lose_nothing(db: Base) -> None:
    """Each from a connection of its own, each in a minute of its own, and all of them once more."""
    shift = await device(db)
    connections = [await asyncpg.connect(db.url()) for _ in range(50)]
    first = kyiv(f"{DAY} 09:00")
    try:
        for _ in range(2):
            await asyncio.gather(
                *(
                    each.execute(
                        "select app.beat_at($1, $2, null, null, $3, 'beat')",
                        ANNA.id,
                        shift.device,
                        first + timedelta(minutes=n % 5),
                    )
                    for n, each in enumerate(connections)
                )
            )
    finally:
        for each in connections:
            await each.close()
    assert await bits(db) == 5
    assert await db.value("select count(*) from public.work_sessions") == 1
    assert await db.value("select count(*) from public.work_schedule") == 1


async def test_a_minute_is_credited_once_to_the_first_that_was_named(db: Base) -> None:
    shift = await device(db)
    ours = [
        await db.value("insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id)
        for _ in range(2)
    ]
    theirs = await db.value(
        "insert into public.clients (owner_id, name) values ($1, 'x') returning id", BOHDAN.id
    )
    deal = await db.value(
        "insert into public.deals (client_id, title) values ($1, 'x') returning id", ours[1]
    )
    await shift.beat(f"{DAY} 09:00:05")
    await shift.beat(f"{DAY} 09:00:10", client=theirs)
    await shift.beat(f"{DAY} 09:00:20", client=ours[0])
    await shift.beat(f"{DAY} 09:00:30", client=ours[1])
    await shift.beat(f"{DAY} 09:01:30", deal=deal)
    await shift.beat(f"{DAY} 09:01:40", deal=deal)
    await shift.beat(f"{DAY} 09:02:40", client=ours[0], deal=deal)
    async with db.as_user(ANNA.id) as anna:
        rows = await anna.fetch(
            "select client_id, deal_id, minutes from app.focus_figures($1, $2, $3)",
            ANNA.id,
            kyiv(DAY).date(),
            kyiv(DAY).date() + timedelta(1),
        )
    assert {(row["client_id"], row["deal_id"], row["minutes"]) for row in rows} == {
        (ours[0], None, 1),
        (ours[1], deal, 2),
    }
    assert await db.value("select sum(bit_count(focused))::integer from public.activity_days") == 3


async def test_racing_focuses_of_one_minute_have_one_winner(db: Base) -> None:
    shift = await device(db)
    clients = [
        await db.value("insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id)
        for _ in range(20)
    ]
    await asyncio.gather(*(shift.beat(f"{DAY} 09:00", client=each) for each in clients))
    assert await db.value("select sum(bit_count(minutes))::integer from public.focus_minutes") == 1


async def test_minutes_of_a_double_follow_a_merge(db: Base) -> None:
    shift = await device(db)
    winner, loser = [
        await db.value("insert into public.clients (owner_id, name) values ($1, 'x') returning id", ANNA.id)
        for _ in range(2)
    ]
    await shift.beat(f"{DAY} 09:00", client=winner)
    await shift.beat(f"{DAY} 09:01", client=loser)
    await shift.beat(f"{DAY} 09:02", client=loser)
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", winner, loser)
    await shift.beat(f"{DAY} 09:03", client=loser)
    rows = await db.rows(
        "select client_id, bit_count(minutes) as minutes from public.focus_minutes where day = $1",
        kyiv(DAY).date(),
    )
    assert [(row["client_id"], row["minutes"]) for row in rows] == [(winner, 4)]


async def test_two_devices_are_one_presence(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await laptop.every_minute(kyiv(f"{DAY} 09:00"), 61)
    await phone.every_minute(kyiv(f"{DAY} 09:30"), 61)
    await laptop.sign_out(f"{DAY} 10:00:30")
    row = await day_row(db, DAY)
    assert row and row["ended_at"] is None, "the phone is still at work"
    await phone.sign_out(f"{DAY} 10:31")
    row = await day_row(db, DAY)
    assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 10:31"), "sign_out")
    day = (await figures(db, DAY))[DAY]
    assert (day["presence_minutes"], day["active_minutes"]) == (91, 91)


async def test_a_device_that_sleeps_does_not_keep_the_shift_open(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await phone.beat(f"{DAY} 09:00")
    await laptop.every_minute(kyiv(f"{DAY} 09:00"), 121)
    await laptop.sign_out(f"{DAY} 11:01")
    row = await day_row(db, DAY)
    assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 11:01"), "sign_out")


async def test_another_device_silent_since_the_sign_out_is_not_forgetfulness(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await phone.beat(f"{DAY} 10:55")
    await laptop.beat(f"{DAY} 10:59")
    await laptop.sign_out(f"{DAY} 11:00")
    assert (await day_row(db, DAY) or {})["ended_at"] is None, "the phone may go on"
    await worker(db, f"{DAY} 12:00")
    row = await day_row(db, DAY)
    assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 11:00"), "sign_out")


@pytest.mark.parametrize("worker_runs", [True, False])
async def test_a_closed_lid_ends_presence_at_the_grace_whether_or_not_a_worker_runs(
    db: Base, worker_runs: bool
) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv(f"{DAY} 09:00"), 31)
    if worker_runs:
        assert await worker(db, f"{DAY} 09:44") == 0
        assert await worker(db, f"{DAY} 11:00") == 1
        row = await day_row(db, DAY)
        assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 09:45"), "auto")
    await shift.every_minute(kyiv(f"{DAY} 12:00"), 31)
    await shift.stop(f"{DAY} 12:31")
    day = (await figures(db, DAY))[DAY]
    assert (day["presence_minutes"], day["active_minutes"]) == (45 + 31, 31 + 32)
    assert (day["clock_in"], day["clock_out"]) == (kyiv(f"{DAY} 09:00"), kyiv(f"{DAY} 12:31"))


async def test_a_lost_network_within_the_grace_costs_activity_not_presence(db: Base) -> None:
    shift = await device(db)
    await shift.beats(f"{DAY} 09:00", f"{DAY} 09:12", f"{DAY} 09:20")
    await shift.stop(f"{DAY} 09:21")
    day = (await figures(db, DAY))[DAY]
    assert (day["presence_minutes"], day["active_minutes"]) == (21, 4)


async def test_the_order_of_arrival_does_not_matter(db: Base) -> None:
    """A slow request comes after a later one: it sets its minute, and the session was heard of as late as before."""
    shift = await device(db)
    await shift.beats(f"{DAY} 09:00:30", f"{DAY} 09:14:10", f"{DAY} 09:01:05", f"{DAY} 09:20:00")
    await shift.stop(f"{DAY} 09:25:30")
    day = (await figures(db, DAY))[DAY]
    assert (day["presence_minutes"], day["clock_in"], await bits(db)) == (25, kyiv(f"{DAY} 09:00:30"), 5)
    assert await db.value("select count(*) from public.work_sessions") == 1


async def test_gaps_up_to_the_idle_limit_are_filled(db: Base) -> None:
    shift = await device(db)
    await shift.beats(f"{DAY} 09:00", f"{DAY} 09:04", f"{DAY} 09:09")  # gaps of three and of four minutes
    assert (await figures(db, DAY))[DAY]["active_minutes"] == 5 + 1
    await db.run("update public.company set idle_limit_minutes = 4")
    assert (await figures(db, DAY))[DAY]["active_minutes"] == 10


async def test_a_gap_over_midnight_is_filled_on_both_sides(db: Base) -> None:
    shift = await device(db)
    await shift.beats(f"{DAY} 23:58", "2026-03-03 00:01")
    days = await figures(db, DAY, "2026-03-03")
    assert [day["active_minutes"] for day in days.values()] == [2, 2]


async def test_breaks(db: Base) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv(f"{DAY} 09:00"), 61)
    await shift.rest(f"{DAY} 10:00:30")
    await shift.rest(f"{DAY} 10:00:40")
    assert await shift.beat(f"{DAY} 10:20") == "break"
    assert await worker(db, f"{DAY} 10:55") == 0, "a break is no forgotten shift"
    assert await shift.beat(f"{DAY} 11:00:30", how="return") == "working"
    await shift.stop(f"{DAY} 11:10")
    day = (await figures(db, DAY))[DAY]
    assert (day["presence_minutes"], day["break_minutes"], day["active_minutes"]) == (70, 60, 63)
    assert await db.value("select count(*) from public.work_breaks") == 1


async def test_a_write_ends_a_break(db: Base) -> None:
    shift = await device(db)
    await shift.beat(f"{DAY} 10:00")
    await shift.rest(f"{DAY} 10:00:30")
    assert await shift.beat(f"{DAY} 10:40:30", how="write") == "working"
    assert await db.value("select ended_by from public.work_breaks") == "work"
    assert (await figures(db, DAY))[DAY]["break_minutes"] == 40


@pytest.mark.parametrize("worker_runs", [True, False])
@pytest.mark.parametrize("ends", ["write", "stop"])
async def test_a_break_brings_no_device_back_that_was_silent_before_it(
    db: Base, worker_runs: bool, ends: str
) -> None:
    laptop, phone = await device(db), await device(db)
    await phone.beat(f"{DAY} 09:00")
    await laptop.every_minute(kyiv(f"{DAY} 09:00"), 30)
    if worker_runs:
        assert await worker(db, f"{DAY} 09:29:30") == 1
    await laptop.rest(f"{DAY} 09:30")
    assert await phone.beat(f"{DAY} 10:00") == "break"
    if ends == "write":
        assert await phone.beat(f"{DAY} 10:10", how="write") == "working"
        await worker(db, f"{DAY} 12:00")
    else:
        await phone.stop(f"{DAY} 10:10")
    silent = "select min(ended_at) from public.work_sessions where auth_session_id = $1"
    assert await db.value(silent, phone.device) == kyiv(f"{DAY} 09:15")
    day = (await figures(db, DAY))[DAY]
    # Silent from the break on, the laptop's shift lasted for the grace, all of it within the break; a stop ended it there.
    assert (day["presence_minutes"], day["break_minutes"]) == ((45, 15) if ends == "write" else (30, 40))


@pytest.mark.parametrize("worker_runs", [True, False])
async def test_a_forgotten_break_was_the_end_of_the_shift(db: Base, worker_runs: bool) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv(f"{DAY} 09:00"), 61)
    await shift.rest(f"{DAY} 10:00:30")
    await shift.beat(f"{DAY} 10:10")
    if worker_runs:
        assert await worker(db, f"{DAY} 13:02") == 1
        row = await day_row(db, DAY)
        assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 10:00:30"), "auto")
    assert await shift.beat(f"{DAY} 14:00") == "working"
    await shift.stop(f"{DAY} 14:01")
    assert (await figures(db, DAY))[DAY]["presence_minutes"] == 60 + 1 + 1  # 60 and a half, and one


async def test_stop_work_lasts_until_something_is_done(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await laptop.beat(f"{DAY} 17:00")
    await phone.beat(f"{DAY} 17:55")
    await laptop.stop(f"{DAY} 18:00")
    row = await day_row(db, DAY)
    assert row and (row["ended_at"], row["closed_by"]) == (kyiv(f"{DAY} 18:00"), "manager")
    for silent in (laptop, phone):
        assert await silent.beat(f"{DAY} 18:05") == "stopped"
    assert await phone.beat(f"{DAY} 19:00", how="write") == "working"
    row = await day_row(db, DAY)
    assert row and row["ended_at"] is None
    await phone.stop("2026-03-03 00:10")
    assert await phone.beat("2026-03-03 00:12") == "stopped", (
        "the night belongs to the shift that was stopped"
    )
    assert await phone.beat("2026-03-03 09:00") == "working"
    assert await day_row(db, "2026-03-03")


async def test_a_night_is_stopped_although_another_device_began_the_new_day(db: Base) -> None:
    laptop, phone = await device(db), await device(db)
    await laptop.every_minute(kyiv(f"{DAY} 23:00"), 181, step=10)
    await phone.beat("2026-03-03 00:10")
    await laptop.stop("2026-03-03 02:01")
    assert await laptop.beat("2026-03-03 02:05") == await phone.beat("2026-03-03 02:06") == "stopped"
    assert await laptop.beat("2026-03-03 09:00") == "working"


async def test_a_token_outlives_its_sign_in_in_vain(db: Base) -> None:
    shift = await device(db)
    await shift.beat(f"{DAY} 09:00")
    await db.run("delete from auth.sessions where id = $1", shift.device)
    assert await shift.beat(f"{DAY} 09:01") == "off"
    assert await shift.beat(f"{DAY} 09:02", how="write") == "off"
    assert await bits(db) == 1


async def test_nobody_is_seen_on_two_days_without_a_sleep(db: Base) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 22:00"), 60 * 28, step=10)
    assert await db.value("select count(*) from public.work_sessions") == 2
    assert [d["presence_minutes"] for d in (await figures(db, "2026-03-02", "2026-03-04")).values()][:2] == [
        120,
        1440,
    ]
