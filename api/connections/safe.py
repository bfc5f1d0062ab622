"""Secrets of a connection between the vault and the adapter: the kinds of them, and an account opened for one use."""

import json
from uuid import UUID

from asyncpg import Record

from api.auth.principal import Principal
from api.connections import queries
from api.db.pool import Database
from api.sources.vault import Vault
from channels.capabilities import Account

# Kinds of credentials. What the vendor's API is opened with, as the adapter wrote it;
TOKEN_KIND = "token"  # noqa: S105 -- a kind
# what deliveries to a source's own address are signed with;
HOOK_KIND = "hook"
# and what the admin filled in, so that new keys need only what has changed. Nothing of it is ever answered but what is no secret.
FORM_KIND = "form"


async def opened(
    db: Database, user: Principal, vault: Vault, source_id: UUID, kind: str
) -> tuple[Record, str | None]:
    """The source's row and one secret of its, plain; None when it has none. Raises NotFound, Unavailable without the key."""
    async with db.read(user) as tx:
        row = await queries.sealed(tx, source_id=source_id, kind=kind)
    plain = None if row["nonce"] is None else vault.open(source_id, kind, row["nonce"], row["ciphertext"])
    return row, plain


def account_of(source_id: UUID, row: Record, token: str) -> Account:
    """The account as adapters take it."""
    return Account(source_id, row["account_id"], token, json.loads(row["settings"]))
