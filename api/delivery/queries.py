"""Statements about how the caller is reached, and for an admin about what did not arrive."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound
from api.kit.json import as_json

sql = load(__file__)


async def settings(tx: Transaction) -> str:
    """`schemas.DeliverySettings` as JSON text."""
    return await tx.document(sql.settings)


async def choose(tx: Transaction, *, kind: str, patch: dict[str, Any]) -> None:
    """Sets the given ways of a kind; NotFound for a kind that nobody can choose."""
    if await tx.find(sql.choose, kind=kind, patch=as_json(patch)) is None:
        raise NotFound


async def change(tx: Transaction, *, patch: dict[str, Any]) -> None:
    """Quiet hours and the hour of the digest; absent ones stay."""
    await tx.run(sql.change_settings, patch=as_json(patch))


async def telegram_code(tx: Transaction) -> Record:
    """`code, bot, expires_at` of a new one-time code."""
    return await tx.row(sql.telegram_code)


async def disconnect_telegram(tx: Transaction) -> None:
    """Nothing more is sent there."""
    await tx.run(sql.disconnect_telegram)


async def send_test(tx: Transaction, channel: str) -> UUID:
    """Queues a test message to the caller; its id."""
    made: UUID = await tx.value(sql.send_test, channel=channel)
    return made


async def outcome(tx: Transaction, delivery_id: UUID) -> Record:
    """`status, reason, last_error` of one of the caller's own messages."""
    return await tx.row(sql.outcome, delivery_id=delivery_id)


async def parked(tx: Transaction, *, limit: int) -> str:
    """A list of `schemas.ParkedDelivery` as JSON text; admins only."""
    return await tx.document(sql.parked, limit=limit)


async def settle(tx: Transaction, delivery_id: UUID, *, retry: bool) -> None:
    """Sends a parked message again, or puts it away; admins only."""
    await tx.rows(sql.settle, delivery_id=delivery_id, retry=retry)
