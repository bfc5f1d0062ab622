"""How a connection fares, asked now."""

import asyncio
import logging
from uuid import UUID

from api.auth.principal import Principal
from api.connections import keyed, queries
from api.connections.addresses import hook_of
from api.connections.safe import HOOK_KIND, TOKEN_KIND, account_of, opened
from api.connections.schemas import AccountHealth
from api.db.pool import Database
from api.errors import Conflict
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account, Connector
from channels.failures import Failure, VendorError, state_after
from channels.keyed import Keyed

log = logging.getLogger("smena.connections")
PATIENCE_SECONDS = 20.0
# Its keys are kept, and the vendor was not yet willing to deliver.
UNSETTLED = ("connecting", "error")


async def check(
    db: Database, user: Principal, vault: Vault, source_id: UUID, public_url: str
) -> AccountHealth:
    """Asks the vendor, and where it did not deliver yet asks for that again. Raises NotFound, Conflict, Unavailable."""
    row, token = await opened(db, user, vault, source_id, TOKEN_KIND)
    adapter = registry.find(row["channel"])
    if token is None or not isinstance(adapter, Connector | Keyed):
        raise Conflict("not_connected")
    account = account_of(source_id, row, token)
    failure = await _failure(adapter, account)
    state = "active" if failure is None else state_after(failure)
    words = None if failure is None else (failure.words or failure.reason)[:500]
    async with db.write(user) as tx:
        await queries.note_check(tx, source_id=source_id, state=state, error=words)
    if failure is None and row["state"] in UNSETTLED and isinstance(adapter, Keyed):
        _, secret = await opened(db, user, vault, source_id, HOOK_KIND)
        await keyed.subscribe(db, user, adapter, account, hook_of(source_id, public_url, adapter, secret))
    return AccountHealth(works=failure is None, kind=failure and failure.kind, words=words)


async def _failure(adapter: Connector | Keyed, account: Account) -> Failure | None:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await adapter.health(account)
    except VendorError as error:
        return error.failure
    except TimeoutError:
        return Failure("retry", "unanswered")
    return None
