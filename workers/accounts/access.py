"""A connected account, opened for one use; and what its vendor's refusals do to it."""

import json
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from channels.capabilities import Account
from channels.failures import Failure
from workers.accounts.queries import sql

TOKEN_KIND = "token"  # noqa: S105 -- the kind of a credential
MAX_ERROR = 500


class Accounts:
    """Opens accounts with the installation's key."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def find(self, source_id: UUID) -> Account | None:
        """The account of a source; None when it is not connected any more. Raises Unavailable without the right key."""
        async with self._database.read(SERVICE) as tx:
            row = await tx.find(sql.account, source_id=source_id)
        if row is None:
            return None
        token = self._vault.open(source_id, TOKEN_KIND, row["nonce"], row["ciphertext"])
        return Account(source_id, row["account_id"], token, json.loads(row["settings"]))

    async def minds(self, source_id: UUID, failure: Failure) -> None:
        """What a refusal says of the whole account: lost access is told to admins, a limit lets it rest."""
        async with self._database.write(SERVICE) as tx:
            words = (failure.words or failure.reason)[:MAX_ERROR]
            if failure.kind == "reauth":
                await tx.rows(sql.note_state, source_id=source_id, state="reauth_required", error=words)
            elif failure.kind in ("throttle", "pause"):
                await tx.run(sql.rest, source_id=source_id, seconds=float(max(failure.pause, 1)))
                await tx.rows(sql.note_state, source_id=source_id, state="degraded", error=words)

    async def ails(self, source_id: UUID, failure: Failure) -> None:
        """It has not answered for a while: admins see why; what can be done with it is still tried."""
        if failure.kind != "reauth":
            async with self._database.write(SERVICE) as tx:
                words = (failure.words or failure.reason)[:MAX_ERROR]
                await tx.rows(sql.note_state, source_id=source_id, state="degraded", error=words)

    async def works(self, source_id: UUID) -> None:
        """It answered as it should."""
        async with self._database.write(SERVICE) as tx:
            await tx.rows(sql.note_state, source_id=source_id, state="active", error=None)
