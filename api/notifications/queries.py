"""Statements about the caller's own notifications; nobody reads another one's."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def notifications(
    tx: Transaction, *, unread: bool, after_at: datetime | None, after_id: UUID | None, limit: int
) -> Record:
    """A page, newest first."""
    return await tx.row(
        sql.list_notifications, unread=unread, after_at=after_at, after_id=after_id, limit=limit
    )


async def unread(tx: Transaction) -> str:
    """`{"unread": n}`."""
    return await tx.document(sql.unread)


async def mark_read(tx: Transaction, *, ids: list[UUID] | None, until: datetime | None) -> None:
    """Marks these, or all up to a moment; what was read stays read since then."""
    await tx.run(sql.mark_read, ids=ids, until=until)
