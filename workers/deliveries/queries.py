"""Statements about the queue of messages to staff; they run as service_role."""

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def announce(
    tx: Transaction, channel: str, *, is_ready: bool, address: str | None = None, error: str | None = None
) -> None:
    """Says whether a channel can be used, and as whom it speaks; screens offer it or not."""
    await tx.run(sql.announce, channel=channel, is_ready=is_ready, address=address, error=error)


async def note_error(tx: Transaction, channel: str, error: str) -> None:
    """What the vendor said last, for the admin."""
    await tx.run(sql.note_error, channel=channel, error=error)
