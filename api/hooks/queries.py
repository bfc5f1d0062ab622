"""Statements of the webhooks; they run as the API's own login, which may call these functions and nothing else."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from channels.capabilities import Fragment

sql = load(__file__)


async def hook_source(tx: Transaction, *, source_id: UUID) -> Record | None:
    """`channel` and the sealed secret of a source that takes webhooks at an address of its own."""
    return await tx.find(sql.hook_source, source_id=source_id)


async def receive(
    tx: Transaction, *, channel: str, source_id: UUID | None, fragments: Sequence[Fragment], content_type: str
) -> int:
    """Stores what is new; the number of events whose account is nobody's here, which are kept until it is somebody's."""
    row = await tx.row(
        sql.receive,
        channel=channel,
        source_id=source_id,
        accounts=[fragment.account for fragment in fragments],
        kinds=[fragment.kind for fragment in fragments],
        keys=[fragment.key for fragment in fragments],
        bodies=[fragment.body for fragment in fragments],
        headers="{}",
        content_type=content_type,
    )
    unknown: int = row["unknown"]
    return unknown


async def read_accounts_soon(tx: Transaction, *, channel: str) -> None:
    """Every account of the channel is asked as soon as a worker comes by."""
    await tx.rows(sql.read_accounts_soon, channel=channel)
