"""What time does to tasks and leads: overdue, reminders, escalation, the morning mail. Each is told once however often this runs."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.db.sql import Query
from workers.queries import sql

TIMEOUT_MS = 60_000


async def tend_tasks(database: Database) -> None:
    """Tasks past their time become overdue, and reminders whose moment has come reach their owners."""
    await _run(database, sql.tend_tasks)


async def escalate_leads(database: Database) -> None:
    """Leads that wait too long are told to their manager, then to the heads."""
    await _run(database, sql.escalate_leads)


async def queue_digests(database: Database) -> None:
    """Morning mails whose hour has come."""
    await _run(database, sql.queue_digests)


async def _run(database: Database, query: Query) -> None:
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(query)
