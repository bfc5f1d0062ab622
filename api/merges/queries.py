"""Statements about merges."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.kit.paging import Page

sql = load(__file__)
ORDER = "suggested"


async def suggestions(tx: Transaction, *, client_id: UUID | None, after: Page) -> Record:
    """A page of MergeSuggestion, the newest first; of one client when he is named."""
    after_at, after_id = after.after(datetime, UUID, order=ORDER)
    return await tx.row(
        sql.suggestions, client_id=client_id, after_at=after_at, after_id=after_id, limit=after.limit
    )


async def dismiss(tx: Transaction, *, suggestion_id: UUID) -> None:
    """The two are two, and nobody is asked again; raises NotFound."""
    if not await tx.rows(sql.dismiss, suggestion_id=suggestion_id):
        raise NotFound


async def merges(tx: Transaction, *, client_id: UUID) -> str:
    """A JSON list of ClientMerge."""
    return await tx.document(sql.merges, client_id=client_id)


async def unmerge_preview(tx: Transaction, *, merge_id: UUID) -> str:
    """UnmergePreview as JSON text; raises NotFound, Conflict when it cannot be taken back any more."""
    return await tx.document(sql.unmerge_preview, merge_id=merge_id)


async def unmerge(tx: Transaction, *, merge_id: UUID) -> UUID:
    """The client who is one of his own again; raises as the preview."""
    found: UUID = await tx.value(sql.unmerge, merge_id=merge_id)
    return found


async def start_token(tx: Transaction, *, client_id: UUID) -> Record:
    """A code for this client, and until when it is good; raises NotFound."""
    return await tx.row(sql.start_token, client_id=client_id)


async def connected(tx: Transaction) -> Sequence[Record]:
    """Accounts that somebody could be invited to."""
    return await tx.rows(sql.connected)
