"""Periodic jobs. The scheduler only ticks; which worker runs a job is decided by a row with a unique (job, tick)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from workers import assignments, reminders, reports, rollups, splitting, tidy, trust, worktime
from workers.accounts.health import check_accounts
from workers.accounts.poll import poll_accounts
from workers.accounts.renew import renew_access, seal_anew
from workers.queries import sql
from workers.waiting import DATABASE_ERRORS, backoff

log = logging.getLogger("smena.workers.schedule")
TICK_SECONDS = 10
LOCK_SECONDS = 300


@dataclass(frozen=True)
class Job:
    """`run` is called once in every `every_seconds`, by one worker of however many; it may be repeated after a failure."""

    name: str
    every_seconds: int
    run: Callable[[Database], Awaitable[None]]


JOBS = (
    Job("tasks", 60, reminders.tend_tasks),
    Job("leads", 60, reminders.escalate_leads),
    Job("assignments", 20, assignments.tend_assignments),
    Job("digests", 300, reminders.queue_digests),
    Job("rollups", 60, rollups.roll_up),
    Job("reports", 60, reports.make_reports),
    Job("shifts", 60, worktime.close_shifts),
    Job("unclaimed", 30, splitting.claim_unclaimed),
    Job("tidy", 3_600, tidy.tidy),
    Job("merges", 86_400, assignments.forget_merges),
    Job("trust", 3_600, trust.demote_rules),
    Job("forget_minutes", 86_400, worktime.forget_minutes),
)


def account_jobs(vault: Vault) -> tuple[Job, ...]:
    """Jobs that need the key of the installation's credentials."""
    return (
        Job("accounts", 10, partial(poll_accounts, vault=vault)),
        Job("health", 60, partial(check_accounts, vault=vault)),
        Job("access", 3_600, partial(renew_access, vault=vault)),
        Job("credentials", 3_600, partial(seal_anew, vault=vault)),
    )


def scheduler(database: Database, jobs: tuple[Job, ...] = JOBS) -> AsyncIOScheduler:
    """A scheduler, not yet started, that offers every job its tick a few times a minute."""
    made = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1})
    for job in jobs:
        made.add_job(
            run_due,
            "interval",
            seconds=min(TICK_SECONDS, job.every_seconds),
            args=(database, job),
            id=job.name,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
        )
    return made


async def run_due(database: Database, job: Job) -> bool:
    """Runs the job when its present tick is nobody's yet; True when it ran to its end."""
    try:
        async with database.write(SERVICE) as tx:
            tick = await tx.value(
                sql.claim_tick, job=job.name, every_seconds=job.every_seconds, lock_seconds=LOCK_SECONDS
            )
    except DATABASE_ERRORS as error:
        log.warning("job %s: the database does not answer: %s", job.name, error)
        return False
    if tick is None:
        return False
    try:
        await job.run(database)
    except Exception as error:  # the next attempt is another worker's or ours
        log.exception("job %s failed", job.name)
        await _note_failure(database, job, tick, error)
        return False
    async with database.write(SERVICE) as tx:
        await tx.run(sql.finish_tick, job=job.name, tick=tick)
    return True


async def _note_failure(database: Database, job: Job, tick: datetime, error: Exception) -> None:
    try:
        async with database.write(SERVICE) as tx:
            await tx.run(sql.fail_tick, job=job.name, tick=tick, delay=backoff(3), error=repr(error)[:500])
    except DATABASE_ERRORS:
        log.warning("job %s: its failure could not be noted; its lock runs out by itself", job.name)
