"""Who wrote, where a delivery tells only an id: asked of the vendor once, before the message is taken in."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from channels.base import Happening, Message, SourceAdapter
from channels.capabilities import Profiler
from channels.failures import VendorError
from workers.accounts.access import Accounts
from workers.accounts.queries import sql

log = logging.getLogger("smena.workers.accounts")
PATIENCE_SECONDS = 5.0


async def with_names(
    database: Database,
    accounts: Accounts,
    source_id: UUID,
    adapter: SourceAdapter | None,
    happened: Sequence[Happening],
) -> Sequence[Happening]:
    """The same, with the names of strangers. Never fails: a message without a name is better than none."""
    if not isinstance(adapter, Profiler):
        return happened
    return [
        await _named(database, accounts, source_id, adapter, one)
        if isinstance(one, Message) and _is_strangers(one)
        else one
        for one in happened
    ]


def _is_strangers(message: Message) -> bool:
    incoming = message.direction == "in" and message.kind == "message"
    return incoming and bool(message.person.identities) and not message.person.name


async def _named(
    database: Database, accounts: Accounts, source_id: UUID, profiler: Profiler, message: Message
) -> Message:
    identity = message.person.identities[0]
    async with database.read(SERVICE) as tx:
        known = await tx.value(sql.has_name, source_id=source_id, external_id=identity.external_id)
    if known:
        return message
    account = await accounts.find(source_id)
    if account is None:
        return message
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            name, username = await profiler.profile(account, identity.external_id)
    except (VendorError, TimeoutError) as error:
        log.info("source %s: a name was not told: %s", source_id, error)
        return message
    person = replace(message.person, name=name, username=(message.person.username or username).lower())
    return replace(message, person=person)
