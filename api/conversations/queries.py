"""Statements about conversations."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def threads(tx: Transaction, *, client_id: UUID) -> list[Record]:
    """Every thread of a client that the caller has, the liveliest first, with what its adapter must know."""
    return await tx.rows(sql.threads, client_id=client_id)


async def answerable(tx: Transaction, *, conversation_id: UUID, interaction_id: UUID) -> Record:
    """A message of the client's in the thread: `external_id`, `occurred_at`, `answered`; raises NotFound."""
    return await tx.row(sql.external_id, conversation_id=conversation_id, interaction_id=interaction_id)


async def queue(
    tx: Transaction, *, conversation_id: UUID, mode: str, target: str | None, parts: Sequence[str], key: UUID
) -> list[UUID]:
    """The ids of the message's parts; the same key answers the same ids."""
    values = {"conversation_id": conversation_id, "mode": mode, "target": target, "parts": parts}
    rows = await tx.rows(sql.queue, **values, key=key)
    return [row["id"] for row in rows]


async def unsent(tx: Transaction, *, client_id: UUID) -> str:
    """A client's messages that have not arrived, as a list document."""
    return await tx.document(sql.unsent, client_id=client_id)


async def settle(tx: Transaction, *, message_id: UUID, retry: bool) -> None:
    """Sends a message again after all, or lets it be."""
    await tx.rows(sql.settle, message_id=message_id, retry=retry)
