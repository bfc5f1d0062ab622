"""Every minute: shifts that nobody ended are closed where they ended. Daily: minutes older than the company keeps go."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.queries import sql

TIMEOUT_MS = 120_000


async def close_shifts(database: Database) -> None:
    """Repeating it, or doing it two days late, changes nothing: a shift ends at its last sign of work."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.close_forgotten_shifts)


async def forget_minutes(database: Database) -> None:
    """What is older than the retention that the company has set."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.forget_minutes)
