"""A queue on the test's own database, filled as the API fills it, and runners on it."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.db.pool import Database
from tests.support import site
from tests.support.database import Base
from tests.support.site import Site
from workers.ingest import Ingest
from workers.settings import WorkerSettings


class Queue:
    """The inbound events of one site source."""

    def __init__(self, base: Base, source_id: UUID) -> None:
        self.base, self.source_id = base, source_id

    async def put(self, *, kind: str = "form", channel: str | None = None, **fields: Any) -> UUID:
        """Stores an event by the function that the API calls; its id."""
        if channel:
            await self.base.run(
                "update public.lead_sources set settings = $1::jsonb", json.dumps({"adapter": channel})
            )
        body = json.dumps({"name": "Олена", "phone": "0671234567", **fields}).encode()
        async with self.base.connected("smena_api") as connection:
            found: UUID = await connection.fetchval(
                "select event_id from app.receive_event($1, $2, $3, '{}', 'application/json', $4, '127.0.0.1')",
                self.source_id,
                kind,
                uuid4().hex,
                body,
            )
            return found

    async def row(self, event_id: UUID) -> dict[str, Any]:
        """The stored row."""
        (row,) = await self.base.rows("select * from private.inbound_events where id = $1", event_id)
        return dict(row)

    async def due(self) -> None:
        """As if every wait were over."""
        await self.base.run("update private.inbound_events set next_attempt_at = now(), locked_until = null")


@pytest.fixture
async def queue(db: Base) -> Queue:
    async with httpx.AsyncClient() as http:
        shop: Site = await site.make(db, http)
    return Queue(db, shop.source_id)


@pytest.fixture
def settings(db: Base) -> WorkerSettings:
    return WorkerSettings(_env_file=None, worker_database_url=db.url("smena_worker"), smena_worker_attempts=3)


@pytest.fixture
async def database(settings: WorkerSettings) -> AsyncIterator[Database]:
    opened = Database(settings.dsn, min_size=0, max_size=3)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def ingest(database: Database, settings: WorkerSettings) -> Ingest:
    return Ingest(database, settings)
