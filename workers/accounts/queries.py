"""Statements about connected accounts; they run as service_role."""

from collections.abc import Sequence
from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from channels.capabilities import Fragment
from channels.splitting import storable

sql = load(__file__)


async def receive(tx: Transaction, channel: str, source_id: UUID, fragments: Sequence[Fragment]) -> int:
    """Stores what was read as if its webhook had come; how many were new."""
    fragments = [storable(fragment) for fragment in fragments]
    row = await tx.row(
        sql.receive,
        channel=channel,
        source_id=source_id,
        kinds=[fragment.kind for fragment in fragments],
        keys=[fragment.key for fragment in fragments],
        bodies=[fragment.body for fragment in fragments],
    )
    taken: int = row["taken"]
    return taken


async def read_soon(tx: Transaction, source_id: UUID) -> None:
    """Something happened there that its delivery did not tell."""
    await tx.run(sql.read_soon, source_id=source_id)
