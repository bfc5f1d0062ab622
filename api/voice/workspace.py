"""The workspace that speaks, opened for one use, and its refusals as answers of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.auth.principal import LOGIN
from api.db.pool import Database
from api.errors import Conflict, Invalid, SmenaError, Unavailable
from api.sources.vault import Vault
from api.voice.queries import sql
from channels.elevenlabs import keyring
from channels.elevenlabs.keyring import Opened
from channels.elevenlabs.workspace import Workspace
from channels.failures import Failure, VendorError

TOKEN_KIND = "token"  # noqa: S105 -- the kind of a credential
# Refusals with a sentence of their own; what is left passes, or is the vendor's fault.
CONFLICTS = {
    "quota_exceeded": "voice_quota_exceeded",
    "access_lost": "voice_key_refused",
    "permission_missing": "voice_key_refused",
    "voice_not_found": "voice_gone",
}


async def opened(db: Database, vault: Vault) -> Opened | None:
    """With the connected source's key, else the installation's; None without any."""
    async with db.read(LOGIN) as tx:
        row = await tx.find(sql.account)
    if row is None:
        return keyring.of_installation()
    token = vault.open(row["source_id"], TOKEN_KIND, row["nonce"], row["ciphertext"])
    return keyring.of_token(token, row["source_id"])


@asynccontextmanager
async def asked(db: Database, vault: Vault) -> AsyncIterator[Workspace]:
    """The workspace; raises Conflict, Invalid or Unavailable with a sentence, whatever it refuses."""
    found = await opened(db, vault)
    if found is None:
        raise Conflict("voice_not_connected")
    try:
        yield found.workspace
    except VendorError as error:
        raise refusal(error.failure) from error


def refusal(failure: Failure) -> SmenaError:
    """What the vendor's refusal is to whoever pressed the button."""
    details = {"reason": failure.reason, "words": failure.words}
    if failure.reason == "max_character_limit_exceeded":
        return Invalid("voice_text_too_long", fields={"text": "voice_text_too_long"})
    if failure.reason in CONFLICTS:
        return Conflict(CONFLICTS[failure.reason], details=details)
    return (
        Conflict("voice_refused", details=details)
        if failure.kind == "permanent"
        else Unavailable("voice_busy", details=details)
    )
