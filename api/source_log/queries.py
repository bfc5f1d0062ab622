"""Statements about what came of events; each asks for an admin itself."""

from datetime import datetime
from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import JsonBytes
from api.kit.paging import Page, listing

sql = load(__file__)


async def log(tx: Transaction, *, source_id: UUID, page: Page) -> JsonBytes:
    """A page of the source's events, the newest first."""
    after_at, after_id = page.after(datetime, UUID)
    row = await tx.row(sql.log, source_id=source_id, limit=page.limit, after_at=after_at, after_id=after_id)
    return listing(row)


async def dead(tx: Transaction, *, source_id: UUID | None) -> JsonBytes:
    """What died, by source and reason."""
    return listing(await tx.row(sql.dead, source_id=source_id))


async def settle_dead(tx: Transaction, *, source_id: UUID | None, reason: str | None, release: bool) -> int:
    """All of it, in one statement; how many."""
    settled: int = await tx.value(sql.settle_dead, source_id=source_id, reason=reason, release=release)
    return settled
