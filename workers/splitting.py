"""Deliveries that were stored whole (by `supabase/functions/capture`) become the events that the API's own edge would have stored."""

import logging
from collections.abc import Sequence

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.db.transaction import Transaction
from channels import registry, splitting
from channels.capabilities import Fragment, Receiver
from workers.queries import sql

log = logging.getLogger("smena.workers.splitting")
BATCH = 10


async def split_deliveries(database: Database) -> int:
    """Splits the oldest ones, each once: they go in the transaction that their events come in. How many."""
    async with database.write(SERVICE) as tx:
        rows = await tx.rows(sql.claim_deliveries, max_rows=BATCH)
        for row in rows:
            await _split(tx, row)
        if rows:
            await tx.run(sql.forget_deliveries, delivery_ids=[row["id"] for row in rows])
    return len(rows)


def is_whole(row: Record) -> bool:
    """Is the event a whole delivery that waits for an adapter which can split it?"""
    kind, key = row["kind"], row["dedupe_key"]
    return bool(kind == splitting.UNREADABLE and key == splitting.whole(row["body"], kind).key)


async def split_again(tx: Transaction, row: Record) -> bool:
    """Stores the events of such a delivery; False when there are none to be found still."""
    receiver = registry.find(row["channel"])
    found = splitting.fragments(receiver, row["body"]) if isinstance(receiver, Receiver) else ()
    if not found or found[0].kind == splitting.UNREADABLE:
        return False
    await _store(tx, row, found)
    return True


async def claim_unclaimed(database: Database) -> None:
    """Events that came before their account was connected flow in."""
    async with database.write(SERVICE) as tx:
        claimed = await tx.value(sql.claim_unclaimed)
    if claimed:
        log.info("%s events had waited for their account", claimed)


async def _split(tx: Transaction, row: Record) -> None:
    receiver = registry.find(row["channel"])
    if not isinstance(receiver, Receiver):
        log.error("no installed package takes deliveries of %s: kept whole", row["channel"])
        await _store(tx, row, [splitting.whole(row["body"], splitting.UNREADABLE)])
        return
    await _store(tx, row, splitting.fragments(receiver, row["body"]))


async def _store(tx: Transaction, row: Record, fragments: Sequence[Fragment]) -> None:
    await tx.rows(
        sql.receive_delivered,
        channel=row["channel"],
        source_id=row["source_id"],
        accounts=[fragment.account for fragment in fragments],
        kinds=[fragment.kind for fragment in fragments],
        keys=[fragment.key for fragment in fragments],
        bodies=[fragment.body for fragment in fragments],
        content_type=row["content_type"],
        received_at=row["received_at"],
    )
