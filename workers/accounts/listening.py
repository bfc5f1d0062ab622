"""Listens to every connected account whose vendor is listened to; which worker has which account the database says."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.listening import Listened
from workers.accounts.access import Accounts
from workers.accounts.line import Line, opened
from workers.accounts.queries import sql
from workers.waiting import DATABASE_ERRORS, Stop

log = logging.getLogger("smena.workers.accounts")
# How soon an account that was connected, paused or changed is noticed.
ROUND_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Held:
    """A line of ours, and what it was begun with."""

    task: asyncio.Task[None]
    version: str


class Listening:
    """One worker's ears."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._accounts = Accounts(database, vault)
        self._me = uuid4()
        self._held: dict[UUID, Held] = {}

    async def run(self, stop: Stop) -> None:
        """Until the process stops; then every line is let go, for others to take at once."""
        try:
            while not stop:
                try:
                    await self.look()
                except DATABASE_ERRORS as error:
                    log.warning("the database does not answer: %s", error)
                await stop.wait(ROUND_SECONDS)
        finally:
            await self._end(list(self._held))

    async def look(self) -> None:
        """Begins and ends lines as accounts come and go."""
        adapters = {
            channel: adapter
            for channel, adapter in registry.adapters().items()
            if isinstance(adapter, Listened)
        }
        async with self._database.read(SERVICE) as tx:
            rows = await tx.rows(sql.lines, channels=list(adapters), listener=self._me)
        versions = {row["source_id"]: row["version"] for row in rows}
        await self._end(
            [
                source_id
                for source_id, held in self._held.items()
                if held.task.done() or versions.get(source_id) != held.version
            ]
        )
        for row in rows:
            if row["is_free"] and row["source_id"] not in self._held:
                await self._begin(row, adapters[row["channel"]])

    async def _begin(self, row: Record, adapter: Listened) -> None:
        account = await opened(self._accounts, row["source_id"], adapter)
        if account is None:
            return
        line = Line(self._database, self._accounts, self._me, row["source_id"], row["channel"], adapter)
        self._held[row["source_id"]] = Held(asyncio.create_task(line.hold(account)), row["version"])

    async def _end(self, source_ids: Iterable[UUID]) -> None:
        ending = [self._held.pop(source_id).task for source_id in source_ids]
        for task in ending:
            task.cancel()
        for outcome in await asyncio.gather(*ending, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.error("a line ended badly", exc_info=outcome)
