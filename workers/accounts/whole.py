"""What a delivery only names: asked of the vendor before the event is understood."""

import asyncio
import logging
from dataclasses import replace

from channels.base import SourceAdapter, StoredEvent
from channels.capabilities import Completer
from channels.failures import VendorError
from workers.accounts.access import Accounts

log = logging.getLogger("smena.workers.accounts")
PATIENCE_SECONDS = 10.0


async def whole(accounts: Accounts, adapter: SourceAdapter | None, event: StoredEvent) -> StoredEvent:
    """The same event with what it names. Never fails: the account is read instead, as soon as it can be."""
    if not isinstance(adapter, Completer) or adapter.is_whole(event):
        return event
    account = await accounts.find(event.source_id)
    if account is None:
        return event
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return replace(event, body=await adapter.complete_event(account, event))
    except (VendorError, TimeoutError) as error:
        log.warning("source %s: event %s is not told: %s", event.source_id, event.id, error)
        return event
