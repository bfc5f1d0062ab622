"""After the play: what has no function that takes a moment is dated back, so that figures and bells say when things happened."""

from datetime import datetime

import asyncpg

from local.demo.live.company import fetch, sql


async def dated(owner: asyncpg.Connection, since: datetime) -> None:
    """Everything that was written since `since`, in one transaction."""
    async with owner.transaction():
        await owner.execute(sql.stand_aside.text)
        new = await fetch(owner, sql.date_clients, since=since)
        ids = [row["id"] for row in new]
        await fetch(owner, sql.date_owners, since=since, client_ids=ids)
        await fetch(owner, sql.date_messages, since=since)
        await owner.execute(sql.stand_back.text)
        await fetch(owner, sql.recount, client_ids=ids, moments=[row["received_at"] for row in new])
        await fetch(owner, sql.settle_bells, since=since)
