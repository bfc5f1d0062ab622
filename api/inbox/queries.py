"""Statements about the inbox; row level security says whose conversations the caller sees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.paging import Page

sql = load(__file__)
View = Literal["waiting", "all"]


async def conversations(
    tx: Transaction, *, view: View, channels: Sequence[str] | None, owner_id: UUID | None, page: Page
) -> Record:
    """A page of the view: who has waited longest first, or by the last message."""
    after_at, after_id = page.after(datetime, UUID, order=view)
    values = {"channels": channels, "owner_id": owner_id, "after_at": after_at, "after_id": after_id}
    statement = sql.waiting if view == "waiting" else sql.all
    return await tx.row(statement, **values, limit=page.limit)


async def settle(tx: Transaction, *, conversation_id: UUID, waiting: bool) -> None:
    """Says that no answer is needed, or that one is after all; raises NotFound."""
    await tx.rows(sql.settle, conversation_id=conversation_id, waiting=waiting)
