"""Forgotten shifts are closed where they ended, by whichever worker, however late, once."""

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

from api.db.pool import Database
from tests.db.clockwork import device, kyiv
from tests.support.database import Base
from tests.support.people import BOHDAN
from tests.support.processes import worker
from tests.workers.test_processes import until
from workers import worktime
from workers.schedule import JOBS, run_due

SHIFTS = next(job for job in JOBS if job.name == "shifts")
STATE = """select s.day, s.last_beat_at, s.ended_at, s.ended_by, w.ended_at as closed_at, w.closed_by
from public.work_sessions s join public.work_schedule w using (manager_id, day) order by s.day, s.manager_id"""


async def test_many_workers_two_days_late(db: Base, database: Database) -> None:
    anna, bohdan = await device(db), await device(db, BOHDAN.id)
    await anna.beat("2026-03-02 17:50")
    await bohdan.beat("2026-03-03 23:55")
    ran = await asyncio.gather(*(run_due(database, SHIFTS) for _ in range(4)))
    assert sorted(ran) == [False, False, False, True]
    rows = await db.rows(STATE)
    assert [(row["day"].isoformat(), row["ended_at"], row["closed_by"]) for row in rows] == [
        ("2026-03-02", kyiv("2026-03-02 18:05"), "auto"),
        ("2026-03-03", kyiv("2026-03-04 00:10"), "auto"),
    ]
    await worktime.close_shifts(database)
    assert await db.rows(STATE) == rows


async def test_a_worker_that_is_killed_closes_half_of_nothing(
    db: Base, database: Database, tmp_path: Path
) -> None:
    for manager in (await device(db), await device(db, BOHDAN.id)):
        await manager.beat("2026-03-02 17:50")
    async with db.connected() as blocker, blocker.transaction():
        # The worker has ended both sessions and waits to write the second day when it dies.
        await blocker.execute("select from public.work_schedule where manager_id = $1 for update", BOHDAN.id)
        with worker(db, tmp_path) as doomed:
            await until(
                db,
                "exists (select from pg_stat_activity where usename = 'smena_worker' and wait_event_type = 'Lock' and query ~ 'close_forgotten')",
            )
            assert doomed.end(signal.SIGKILL) == -signal.SIGKILL
    await until(db, "not exists (select from pg_stat_activity where usename = 'smena_worker')")
    assert [(row["ended_at"], row["closed_at"]) for row in await db.rows(STATE)] == [(None, None)] * 2
    await db.run("update private.job_runs set locked_until = now() - interval '1 second'")
    assert await run_due(database, SHIFTS)
    for row in await db.rows(STATE):
        assert row["ended_at"] == row["closed_at"] == row["last_beat_at"] + timedelta(minutes=15)


async def test_a_shift_that_is_alive_stays_open(db: Base, database: Database) -> None:
    shift = await device(db)
    await shift.beat(await db.value("select now() - interval '14 minutes'"))
    await worktime.close_shifts(database)
    assert await db.value("select count(*) from public.work_sessions where ended_at is null") == 1


async def test_old_minutes_go(db: Base, database: Database) -> None:
    shift = await device(db)
    await shift.beat("2020-03-02 09:00")
    await shift.beat("2026-03-02 09:00")
    await worktime.forget_minutes(database)
    assert await db.value("select count(*) from public.activity_days") == 1
