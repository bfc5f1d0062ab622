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


async def connect(tx: Transaction, *, source_id: UUID, access: Access, subscribed: bool) -> None:
    """Keeps the account; `subscribed`: the vendor delivers already."""
    await tx.rows(
        sql.connect,
        source_id=source_id,
        account_id=access.account_id,
        account_name=access.account_name[:200],
        access_until=access.until,
        missing=list(access.missing),
        simulated=access.simulated,
        subscribed=subscribed,
    )


async def settle(tx: Transaction, *, source_id: UUID, error: str | None) -> None:
    """The vendor delivers; or the words why it does not."""
    await tx.rows(sql.settle, source_id=source_id, error=error)


async def note_check(tx: Transaction, *, source_id: UUID, state: str, error: str | None) -> None:
    """What an admin's look has found."""
    await tx.rows(sql.note_check, source_id=source_id, state=state, error=error)


async def store(tx: Transaction, *, source_id: UUID, kind: str, sealed: tuple[bytes, bytes]) -> None:
    """Keeps what the vault sealed."""
    nonce, ciphertext = sealed
    await tx.rows(sql.store_credential, source_id=source_id, kind=kind, nonce=nonce, ciphertext=ciphertext)


async def account(tx: Transaction, *, source_id: UUID) -> Record:
    """`channel`, `account_id`, `simulated` and `state` of a source; admins only; raises NotFound."""
    return await tx.row(sql.account, source_id=source_id)


async def sealed(tx: Transaction, *, source_id: UUID, kind: str) -> Record:
    """The account and a sealed secret of its, null when it has none; admins only; raises NotFound."""
    return await tx.row(sql.sealed, source_id=source_id, kind=kind)


async def disconnect(tx: Transaction, *, source_id: UUID) -> None:
    """Ends the connection; raises NotFound."""
    await tx.rows(sql.disconnect, source_id=source_id)


async def holders(tx: Transaction, *, source_id: UUID, accounts: list[str]) -> dict[str, UUID]:
    """Of these accounts of the source's channel those that a source has, and which; the source's own is its own always."""
    rows = await tx.rows(sql.holders, source_id=source_id, accounts=accounts)
    return {row["account_id"]: row["id"] for row in rows}
