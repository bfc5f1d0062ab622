"""Hourly: what nobody needs any more goes, next month's audit partition comes."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.queries import sql

TIMEOUT_MS = 120_000


async def tidy(database: Database) -> None:
    """Old live events, counters, job runs, discarded and unclaimed events; the partition of the month to come."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.tidy)
