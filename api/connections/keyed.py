"""Connecting with keys: who they open, then stored, then the vendor is asked to deliver. The vendor is called between transactions."""

import json
import logging
from collections.abc import Mapping
from uuid import UUID

from api.auth.principal import Principal
from api.connections import queries
from api.connections.addresses import hook_of
from api.connections.entries import filled
from api.connections.refusals import refusal_of, words_of
from api.connections.safe import FORM_KIND, HOOK_KIND, TOKEN_KIND, opened
from api.db.pool import Database
from api.errors import Conflict
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account, ConnectRefused
from channels.failures import VendorError
from channels.keyed import HookAddress, Keyed, Opened

log = logging.getLogger("smena.connections")


async def connect(
    db: Database, user: Principal, vault: Vault, source_id: UUID, given: Mapping[str, str], public_url: str
) -> None:
    """Opens the account and has it deliver; raises NotFound, Invalid by key, Conflict with the reason, Unavailable.

    A secret that is left out stays as it was. Keys that open the account are kept even when the vendor will not deliver yet.
    """
    row, kept = await opened(db, user, vault, source_id, FORM_KIND)
    keyed = keyed_of(row["channel"])
    keys = filled(keyed.keys, given, json.loads(kept) if kept else {})
    vault.seal(source_id, TOKEN_KIND, "")
    hook = hook_of(source_id, public_url, keyed)
    try:
        found = await keyed.open(keys, hook)
    except (ConnectRefused, VendorError) as error:
        log.warning("source %s was not connected: %s", source_id, error)
        raise refusal_of(error, keyed.keys) from error
    await _keep(db, user, vault, source_id, keys, found)
    account = Account(source_id, found.access.account_id, found.access.token, json.loads(row["settings"]))
    await subscribe(db, user, keyed, account, hook)


async def subscribe(db: Database, user: Principal, keyed: Keyed, account: Account, hook: HookAddress) -> None:
    """Has the vendor deliver, and notes what came of it; raises as `connect` does."""
    try:
        await keyed.subscribe(account, hook)
    except (ConnectRefused, VendorError) as error:
        log.warning("source %s: the vendor will not deliver: %s", account.source_id, error)
        async with db.write(user) as tx:
            await queries.settle(tx, source_id=account.source_id, error=words_of(error))
        raise refusal_of(error, keyed.keys) from error
    async with db.write(user) as tx:
        await queries.settle(tx, source_id=account.source_id, error=None)


async def _keep(
    db: Database, user: Principal, vault: Vault, source_id: UUID, keys: Mapping[str, str], found: Opened
) -> None:
    secrets = {
        TOKEN_KIND: found.access.token,
        HOOK_KIND: found.hook_secret,
        FORM_KIND: json.dumps(dict(keys)),
    }
    async with db.write(user) as tx:
        await queries.connect(tx, source_id=source_id, access=found.access, subscribed=False)
        for kind, plain in secrets.items():
            if plain is not None:
                sealed = vault.seal(source_id, kind, plain)
                await queries.store(tx, source_id=source_id, kind=kind, sealed=sealed)


def keyed_of(channel: str) -> Keyed:
    """The adapter of a channel that is connected with keys; raises Conflict where there is none."""
    found = registry.find(channel)
    if not isinstance(found, Keyed) or not found.is_configured:
        raise Conflict("channel_not_configured")
    return found
