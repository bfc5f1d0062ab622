"""Real worker processes beside a real HTTP server: speed, a clean stop, a lost database. (Kills: tests/channels/instagram/test_kills.py.)"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.support import processes, site
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN
from tests.support.processes import worker
from tests.support.site import Site

SECONDS = 20


@pytest.fixture
def address(db: Base) -> Iterator[str]:
    with processes.served(db) as url:
        yield url


@pytest.fixture
async def shop(db: Base, address: str) -> AsyncIterator[Site]:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield await site.make(db, http, per_minute=6000)


async def until(base: Base, condition: str, seconds: float = SECONDS) -> None:
    async with asyncio.timeout(seconds), base.connected() as connection:
        while not await connection.fetchval(f"select {condition}"):  # noqa: ASYNC110 -- the database sets no event of ours
            await asyncio.sleep(0.02)


async def test_the_manager_knows_within_two_seconds(db: Base, shop: Site, tmp_path: Path) -> None:
    heard: asyncio.Queue[tuple[float, dict[str, str]]] = asyncio.Queue()
    listener = await asyncpg.connect(db.url())
    await listener.add_listener(
        "smena_live", lambda *a: heard.put_nowait((time.monotonic(), json.loads(a[3])))
    )
    try:
        # A poll of a minute: only the wake-up can be this fast.
        with worker(db, tmp_path, SMENA_WORKER_POLL_SECONDS="60"):
            await shop.lead(phone="0670000000")
            async with asyncio.timeout(SECONDS):
                while (await heard.get())[1]["topic"] != "notification":
                    pass
            sent_at = time.monotonic()
            await shop.lead(phone="0670000001")
            async with asyncio.timeout(SECONDS):
                while (event := await heard.get())[1]["topic"] != "notification":
                    pass
    finally:
        await listener.close()
    assert event[0] - sent_at < 2.0
    assert UUID(event[1]["user_id"]) in (ANNA.id, BOHDAN.id)
    assert await db.value("select count(*) from public.notifications where kind = 'lead_new'") == 2


async def test_what_came_while_no_worker_ran_is_done_at_the_start_and_a_stop_is_clean(
    db: Base, shop: Site, tmp_path: Path
) -> None:
    await shop.lead()
    with worker(db, tmp_path, SMENA_WORKER_POLL_SECONDS="60") as running:
        await until(db, "status = 'done' from private.inbound_events")
        assert running.end() == 0
        assert running.words.rstrip().endswith("stopped")
    await until(db, "exists (select from private.job_runs where finished_at is not null)")


async def test_a_worker_outlives_lost_connections(db: Base, shop: Site, tmp_path: Path) -> None:
    with worker(db, tmp_path, SMENA_WORKER_POLL_SECONDS="60") as running:
        await shop.lead(phone="0670000001")
        await until(db, "status = 'done' from private.inbound_events")
        await db.run("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'smena_worker'")
        await until(
            db,
            "exists (select from pg_stat_activity where usename = 'smena_worker' and query ilike 'listen%')",
        )
        await shop.lead(phone="0670000002")
        await until(db, "count(*) = 2 from private.inbound_events where status = 'done'")
        assert running.process.poll() is None


def test_without_an_address_it_says_what_is_missing(db: Base, tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    ended = processes.Worker(db, log, WORKER_DATABASE_URL="", LISTEN_DATABASE_URL="")
    assert ended.process.wait(20) == 2
    assert "WORKER_DATABASE_URL" in log.read_text()
