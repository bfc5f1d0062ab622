"""Every minute: days that have ended are summed up, and those that something late touched are summed up anew."""

from time import monotonic

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.queries import sql

TIMEOUT_MS = 120_000
BUDGET_SECONDS = 40.0


async def roll_up(database: Database) -> None:
    """Day by day (a month at once when much waits), each in a transaction of its own, the newest first; what is left waits for the next minute."""
    started = monotonic()
    while monotonic() - started < BUDGET_SECONDS:
        async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
            if await tx.value(sql.close_kpi_day) is None:
                return
