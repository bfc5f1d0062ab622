"""How connected accounts fare: each is asked four times an hour, so that a lost key is seen before a client waits for an answer."""

import asyncio
import logging
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Connector
from channels.failures import Failure, VendorError
from channels.keyed import Keyed
from workers.accounts.access import Accounts
from workers.accounts.queries import sql

log = logging.getLogger("smena.workers.accounts")
BATCH = 20
EVERY_SECONDS = 900
PATIENCE_SECONDS = 20.0


async def check_accounts(database: Database, vault: Vault) -> None:
    """Every account of every channel that is due, a few at a time."""
    for channel, adapter in registry.adapters().items():
        if not isinstance(adapter, Connector | Keyed):
            continue
        async with database.write(SERVICE) as tx:
            rows = await tx.rows(sql.claim_checks, channel=channel, max_rows=BATCH, seconds=EVERY_SECONDS)
        accounts = Accounts(database, vault)
        for row in rows:
            await _check(accounts, adapter, row["source_id"])


async def _check(accounts: Accounts, adapter: Connector | Keyed, source_id: UUID) -> None:
    account = await accounts.find(source_id)
    if account is None:
        return
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await adapter.health(account)
    except VendorError as error:
        log.warning("source %s does not work: %s", source_id, error)
        await accounts.ails(source_id, error.failure)
    except TimeoutError:
        await accounts.ails(source_id, Failure("retry", "unanswered"))
    except Exception:  # a package's own fault must not keep the others from being asked
        log.exception("source %s could not be asked", source_id)
    else:
        await accounts.works(source_id)
