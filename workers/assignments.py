"""Leads that wait for a shift, leads that nobody answers, merges that are final: what time decides of them."""

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.queries import sql

TIMEOUT_MS = 60_000


async def tend_assignments(database: Database) -> None:
    """Gives what waited to whoever is at work by now, and what nobody has answered to somebody else. Repeating it changes nothing."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.assign_waiting_leads)
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.reassign_leads)


async def forget_merges(database: Database) -> None:
    """What it takes to put a merge back is kept for thirty days."""
    async with database.write(SERVICE, timeout_ms=TIMEOUT_MS) as tx:
        await tx.rows(sql.forget_merges)
