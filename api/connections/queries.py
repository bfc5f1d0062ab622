"""Statements about connections."""

from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from channels.capabilities import Access

sql = load(__file__)


async def begin(tx: Transaction, *, source_id: UUID) -> Record:
    """`code` for the way to the vendor and back, and the source's `channel`. Admins only; raises NotFound."""
    return await tx.row(sql.begin, source_id=source_id)


async def take_code(tx: Transaction, *, code: str) -> Record | None:
    """Whose way it was: `source_id`, `user_id`, `channel`; None when the code is unknown, used or too old."""
    return await tx.find(sql.take_code, code=code)


async def connect(
    tx: Transaction, *, source_id: UUID, access: Access, kind: str, nonce: bytes, ciphertext: bytes
) -> None:
    """Keeps the account and its sealed token, together."""
    await tx.rows(
        sql.connect,
        source_id=source_id,
        account_id=access.account_id,
        account_name=access.account_name[:200],
        access_until=access.until,
        missing=list(access.missing),
        simulated=access.simulated,
    )
    await tx.rows(sql.store_credential, source_id=source_id, kind=kind, nonce=nonce, ciphertext=ciphertext)


async def account(tx: Transaction, *, source_id: UUID) -> Record:
    """`channel`, `account_id`, `simulated` and `state` of a source; admins only; raises NotFound."""
    return await tx.row(sql.account, source_id=source_id)


async def sealed(tx: Transaction, *, source_id: UUID) -> Record:
    """The account and its sealed token; raises NotFound."""
    return await tx.row(sql.sealed, source_id=source_id)


async def disconnect(tx: Transaction, *, source_id: UUID) -> None:
    """Ends the connection; raises NotFound."""
    await tx.rows(sql.disconnect, source_id=source_id)


async def holders(tx: Transaction, *, source_id: UUID, accounts: list[str]) -> dict[str, UUID]:
    """Of these accounts of the source's channel those that a source has, and which; the source's own is its own always."""
    rows = await tx.rows(sql.holders, source_id=source_id, accounts=accounts)
    return {row["account_id"]: row["id"] for row in rows}
