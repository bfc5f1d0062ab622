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


async def answerable(tx: Transaction, *, interaction_id: UUID) -> Record:
    """A message of the client's: `conversation_id`, `external_id`, `occurred_at`, `answered`; raises NotFound."""
    return await tx.row(sql.answerable, interaction_id=interaction_id)


async def sendable(tx: Transaction, *, client_id: UUID, file_id: UUID) -> Record | None:
    """One of the client's files: `name`, and `mime_type` and `size_bytes` of its bytes, None when they are not there."""
    return await tx.find(sql.sendable, client_id=client_id, file_id=file_id)


async def sealed_account(tx: Transaction, *, source_id: UUID) -> Record | None:
    """A connected account with its sealed token; only for the API itself."""
    return await tx.find(sql.sealed_account, source_id=source_id)


async def queue(
    tx: Transaction,
    *,
    conversation_id: UUID,
    mode: str,
    target: str | None,
    parts: Sequence[str],
    key: UUID,
    file_id: UUID | None = None,
    file_kind: str | None = None,
    template: str | None = None,
) -> list[UUID]:
    """The ids of the message's parts, a file on the first; the same key answers the same ids."""
    values = {"conversation_id": conversation_id, "mode": mode, "target": target, "parts": parts, "key": key}
    enclosed = {"file_id": file_id, "file_kind": file_kind, "template": template}
    rows = await tx.rows(sql.queue, **values, **enclosed)
    return [row["id"] for row in rows]


async def unsent(tx: Transaction, *, client_id: UUID) -> str:
    """A client's messages that have not arrived, as a list document."""
    return await tx.document(sql.unsent, client_id=client_id)


async def confirm(tx: Transaction, *, message_id: UUID) -> None:
    """It arrived after all; raises NotFound."""
    await tx.rows(sql.confirm, message_id=message_id)


async def settle(tx: Transaction, *, message_id: UUID, retry: bool) -> None:
    """Sends a message again after all, or lets it be."""
    await tx.rows(sql.settle, message_id=message_id, retry=retry)
