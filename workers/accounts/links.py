"""By which link a stranger came to his thread: told before he wrote, and kept with his first message."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from channels.base import Happening, Message, SourceAdapter
from channels.capabilities import Linked
from workers.accounts.queries import sql


async def with_links(
    database: Database, source_id: UUID, adapter: SourceAdapter | None, happened: Sequence[Happening]
) -> Sequence[Happening]:
    """The same; first messages of threads with what was told of their links."""
    if not isinstance(adapter, Linked):
        return happened
    return [
        await _linked(database, source_id, adapter, one) if isinstance(one, Message) and _may_be(one) else one
        for one in happened
    ]


def _may_be(message: Message) -> bool:
    incoming = message.direction == "in" and message.kind == "message"
    return incoming and bool(message.address) and not message.hints


async def _linked(database: Database, source_id: UUID, adapter: Linked, message: Message) -> Message:
    prefix = adapter.link_key(message)
    async with database.read(SERVICE) as tx:
        body = await tx.value(
            sql.link_before, source_id=source_id, thread_key=message.thread_key, prefix=prefix
        )
    return replace(message, hints=adapter.hints_of(body)) if body else message
