"""Sending a test message and waiting for what comes of it: the workers send, this process only watches."""

import asyncio
import time

from api.auth.principal import Principal
from api.db.pool import Database
from api.delivery import queries
from api.delivery.schemas import Channel, TestOutcome

PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.25


async def test(db: Database, user: Principal, channel: Channel) -> TestOutcome:
    """Queues a message to the caller and waits until it is settled, put off with an error, or patience ends."""
    async with db.write(user) as tx:
        delivery_id = await queries.send_test(tx, channel)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        async with db.read(user) as tx:
            row = await queries.outcome(tx, delivery_id)
        settled = row["status"] != "pending" or row["last_error"] is not None
        if settled or time.monotonic() > deadline:
            return TestOutcome(status=row["status"], reason=row["reason"], error=row["last_error"])
        await asyncio.sleep(LOOK_SECONDS)
