"""A tick is run once by however many workers; a failed one again; reminders reach their owner once."""

import asyncio

import pytest

from api.db.pool import Database
from tests.support.database import Base
from tests.support.people import ANNA
from workers import reminders, tidy
from workers.schedule import JOBS, Job, run_due, scheduler
from workers.waiting import Stop, backoff


class Counted:
    def __init__(self, fail: bool = False) -> None:
        self.runs, self.fail = 0, fail

    async def __call__(self, database: Database) -> None:
        self.runs += 1
        if self.fail:
            raise RuntimeError("no")


async def test_a_tick_is_one_workers(db: Base, database: Database) -> None:
    job = Job("count", 3_600, count := Counted())
    ran = await asyncio.gather(*(run_due(database, job) for _ in range(6)))
    assert (sorted(ran), count.runs) == ([False] * 5 + [True], 1)
    await db.run("update private.job_runs set tick = tick - interval '1 hour'")
    assert await run_due(database, job)
    assert count.runs == 2


async def test_a_failed_tick_is_tried_again_but_not_for_ever(db: Base, database: Database) -> None:
    job = Job("fails", 3_600, count := Counted(fail=True))
    for _ in range(8):
        assert not await run_due(database, job)
        await db.run("update private.job_runs set locked_until = now() - interval '1 second'")
    assert count.runs == 5
    assert await db.value("select last_error from private.job_runs") == "RuntimeError('no')"
    assert await db.value("select finished_at from private.job_runs") is None


async def test_a_killed_workers_tick_is_taken_up(db: Base, database: Database) -> None:
    job = Job("killed", 3_600, count := Counted())
    await db.run(
        """insert into private.job_runs (job, tick, locked_until)
        values ('killed', to_timestamp(floor(extract(epoch from now()) / 3600) * 3600), now() - interval '1 second')"""
    )
    assert await run_due(database, job)
    assert count.runs == 1


async def test_the_scheduler_offers_every_job(database: Database) -> None:
    made = scheduler(database)
    assert {job.id for job in made.get_jobs()} == {job.name for job in JOBS}
    made.start()
    made.shutdown(wait=False)


@pytest.fixture
async def task(db: Base) -> None:
    await db.run(
        """insert into public.tasks (owner_id, title, due_at, remind_at, created_by)
        values ($1, 'Позвонить', now() - interval '1 minute', now() - interval '5 minutes', $1)""",
        ANNA.id,
    )


@pytest.mark.usefixtures("task")
async def test_tasks_become_overdue_and_remind_once(db: Base, database: Database) -> None:
    await reminders.tend_tasks(database)
    await reminders.tend_tasks(database)
    assert await db.value("select status from public.tasks") == "overdue"
    (told,) = await db.rows(
        "select user_id, params ->> 'title' as title from public.notifications where kind = 'task_due'"
    )
    assert (told["user_id"], told["title"]) == (ANNA.id, "Позвонить")
    await db.run("update public.tasks set remind_at = now(), due_at = now() + interval '1 hour'")
    await reminders.tend_tasks(database)
    assert await db.value("select count(*) from public.notifications where kind = 'task_due'") == 2


@pytest.mark.usefixtures("task")
async def test_what_is_done_reminds_nobody(db: Base, database: Database) -> None:
    await db.run("update public.tasks set status = 'completed'")
    await reminders.tend_tasks(database)
    assert await db.value("select count(*) from public.notifications where kind = 'task_due'") == 0


async def test_tidy(db: Base, database: Database) -> None:
    await db.run(
        "insert into private.rate_windows values ('old', now() - interval '2 days', 1), ('new', now(), 1)"
    )
    await db.run(
        "insert into private.job_runs (job, tick, locked_until) values ('x', now() - interval '31 days', now())"
    )
    await db.run(
        """insert into private.inbound_events (source_id, channel, kind, dedupe_key, body, status, processed_at)
        select s.id, 'site', 'form', x.key, '', x.status, now() - interval '31 days'
        from (select id from public.lead_sources limit 1) s, (values ('a', 'discarded'), ('b', 'done')) x (key, status)"""
    )
    await tidy.tidy(database)
    assert await db.value("select string_agg(dedupe_key, ',') from private.inbound_events") == "b"
    assert await db.value("select string_agg(key, ',') from private.rate_windows") == "new"
    assert await db.value("select count(*) from private.job_runs") == 0
    assert await db.value(
        "select to_regclass('public.audit_log_' || to_char(now() + interval '1 month', 'YYYY_MM'))"
    )


def test_waits_grow_and_differ() -> None:
    waits = [backoff(attempt) for attempt in range(1, 20)]
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2
    assert max(waits) <= 900
    assert len({backoff(6) for _ in range(20)}) > 10


async def test_a_stop_ends_every_wait() -> None:
    stop = Stop()
    waiting = asyncio.create_task(stop.wait(60))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(waiting, 1)
    assert stop
