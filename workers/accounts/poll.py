"""Reads connected accounts: what their webhooks did not deliver comes in by the same keys, and so only once."""

import json
import logging
from datetime import timedelta

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.kit.json import as_json
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account, Poller
from channels.failures import VendorError
from workers.accounts.access import Accounts
from workers.accounts.queries import receive, sql

log = logging.getLogger("smena.workers.accounts")
BATCH = 5
# A first reading of a big account takes its time; nobody else begins it meanwhile.
LOCK_SECONDS = 900
AFTER_FAILURE = timedelta(minutes=5)


async def poll_accounts(database: Database, vault: Vault) -> None:
    """Every account that is due, a few at a time."""
    for channel, adapter in registry.adapters().items():
        if not isinstance(adapter, Poller):
            continue
        async with database.write(SERVICE) as tx:
            rows = await tx.rows(sql.claim_polls, channel=channel, max_rows=BATCH, lock_seconds=LOCK_SECONDS)
        for row in rows:
            await _poll(database, Accounts(database, vault), channel, adapter, row)


async def _poll(database: Database, accounts: Accounts, channel: str, poller: Poller, row: Record) -> None:
    account = await accounts.find(row["source_id"])
    if account is None:
        return
    cursor = json.loads(row["cursor"])
    since = row["polled_at"] or row["at"] - _depth(poller, account)
    try:
        async for batch in poller.backfill(account, since, cursor):
            if batch:
                async with database.write(SERVICE) as tx:
                    await receive(tx, channel, row["source_id"], batch)
    except VendorError as error:
        log.warning("source %s could not be read: %s", row["source_id"], error)
        await accounts.minds(row["source_id"], error.failure)
        async with database.write(SERVICE) as tx:
            await tx.run(sql.poll_failed, source_id=row["source_id"], seconds=AFTER_FAILURE.total_seconds())
        return
    async with database.write(SERVICE) as tx:
        await tx.run(
            sql.polled,
            source_id=row["source_id"],
            cursor=as_json(cursor),
            read_at=row["at"],
            seconds=poller.poll_every.total_seconds(),
        )
    await accounts.works(row["source_id"])


def _depth(poller: Poller, account: Account) -> timedelta:
    """How far back the first reading goes: as the admin chose, or as the channel does."""
    days = account.settings.get("backfill_days")
    return timedelta(days=min(days, 365)) if isinstance(days, int) and days >= 0 else poller.depth
