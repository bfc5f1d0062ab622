"""Every minute: tasks past their time become overdue, and reminders whose moment has come reach their owners."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.queries import sql

TIMEOUT_MS = 60_000


async def tend(database: Database) -> None:
    """Statuses and reminders; a reminder is sent once however often this runs."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.tend_tasks)
