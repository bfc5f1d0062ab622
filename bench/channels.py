"""Channels: how fast webhooks are taken in, a batch is worked off, a message reaches a browser, a history is read in.

Instagram's own forms, signed, over HTTP; nothing is asked of any vendor (the account has no token). Workers are processes as `./smena up` starts them.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import psutil

from bench.company import Company
from bench.say import say
from bench.server import served
from bench.start import Figure
from channels.instagram.events import split
from local.environment import ROOT, child_environment

SECRET, ACCOUNT = "bench-app-secret", "17841400000000001"
EDGE_MS, BATCH_SECONDS, BROWSER_MS = 20.0, 1.0, 1_000.0  # the issue's
WORKED_SECONDS, STORED_MS, REAL_MS, WORKER_MB = 30.0, 1.0, 20.0, 150.0  # our own
BATCH, CHUNK, PEOPLE = 1_000, 200, 500
PATIENCE, LOOKS = 600.0, 200_000


@dataclass(frozen=True)
class Amounts:
    """How much of each."""

    hooks: int = 2_000
    journeys: int = 200
    history: int = 100_000


def measure(company: Company, amounts: Amounts) -> list[Figure]:
    """Every figure of the channels; the company's database must be running."""
    company.environment["IG_APP_SECRET"] = SECRET
    return asyncio.run(_measure(company, amounts))


async def _measure(company: Company, amounts: Amounts) -> list[Figure]:
    owner = await asyncpg.connect(company.owner_url)
    found: list[Figure] = []
    try:
        await _connect(owner)
        with served(company):
            async with httpx.AsyncClient(base_url=company.base_url, timeout=60) as http:
                found += await _edge(http, amounts.hooks)
                found += await _batch(company, owner, http)
                found += await _journeys(company, owner, http, amounts.journeys)
        found += await _history(company, owner, amounts.history)
    finally:
        await owner.close()
    for figure in found:
        say(f"  {figure.name}: {figure.value:.1f} {figure.unit}")
    return found


async def _connect(owner: asyncpg.Connection) -> None:
    """The company's Instagram is connected, and was yesterday."""
    await owner.execute(
        "update public.lead_sources set account_id = $1, state = 'active', connected_at = now() - interval '1 day' where channel = 'instagram'",
        ACCOUNT,
    )


# ------------------------------------------------------------------------------------------------ the edge


async def _edge(http: httpx.AsyncClient, count: int) -> list[Figure]:
    """One message a delivery, one after the other on one connection: what a vendor waits for."""
    took = []
    for body in [
        _delivery([_message(f"{secrets.token_hex(8)}", number % PEOPLE)]) for number in range(count)
    ]:
        started = time.perf_counter()
        await _post(http, body)
        took.append((time.perf_counter() - started) * 1000)
    return [Figure("webhook taken in, p95", _p95(took), EDGE_MS, "ms")]


async def _batch(company: Company, owner: asyncpg.Connection, http: httpx.AsyncClient) -> list[Figure]:
    """A thousand updates in one delivery; four workers make each of them real once."""
    await _discard(owner)
    run = secrets.token_hex(4)
    body = _delivery([_message(f"{run}-{number}", number) for number in range(BATCH)])
    started = time.perf_counter()
    await _post(http, body)
    accepted = time.perf_counter() - started
    with _workers(company, 4):
        await _worked_off(owner)
    worked = time.perf_counter() - started
    made = await owner.fetchval(
        "select count(*) from public.interactions where external_id like $1", f"{run}-%"
    )
    if made != BATCH:
        raise RuntimeError(f"{BATCH} updates became {made} interactions")
    return [
        Figure(f"a delivery of {BATCH:,} updates taken in", accepted, BATCH_SECONDS, "s"),
        Figure(
            "the same worked off, each once, by four workers that start cold", worked, WORKED_SECONDS, "s"
        ),
    ]


# ------------------------------------------------------------------------------------------------ to the browser


async def _journeys(
    company: Company, owner: asyncpg.Connection, http: httpx.AsyncClient, count: int
) -> list[Figure]:
    """From the first byte of a webhook to the hint in the head's live stream, with one worker."""
    headers = {"authorization": f"Bearer {company.token(0)}"}
    took: list[float] = []
    with _workers(company, 1) as (worker,):
        await _worked_off(owner)
        await _warm(owner, http)
        async with http.stream("GET", "/api/v1/live", headers=headers, timeout=None) as stream:
            heard: asyncio.Queue[str] = asyncio.Queue()
            listening = asyncio.create_task(_listen(stream, heard))
            await _until(heard, "ready")
            for number in range(count):
                body = _delivery([_message(secrets.token_hex(8), 100_000 + number)])
                started = time.perf_counter()
                await _post(http, body)
                await _until(heard, "change")
                took.append((time.perf_counter() - started) * 1000)
                await _quiet(heard)
            listening.cancel()
        used = worker.memory_info().rss / 2**20
    return [
        Figure("webhook to browser with one worker, p95", _p95(took), BROWSER_MS, "ms"),
        Figure("a worker process, resident after that", used, WORKER_MB, "MB"),
    ]


async def _warm(owner: asyncpg.Connection, http: httpx.AsyncClient) -> None:
    """The worker is up when it has done something."""
    await _post(http, _delivery([_message(secrets.token_hex(8), 1)]))
    await _worked_off(owner)


async def _listen(stream: httpx.Response, heard: asyncio.Queue[str]) -> None:
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            heard.put_nowait(line.removeprefix("event: "))


async def _until(heard: asyncio.Queue[str], name: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while await heard.get() != name:
            pass


async def _quiet(heard: asyncio.Queue[str]) -> None:
    """Until nothing more comes of this message: one is several hints."""
    with contextlib.suppress(TimeoutError):
        while True:
            async with asyncio.timeout(0.15):
                await heard.get()


# ------------------------------------------------------------------------------------------------ a history


async def _history(company: Company, owner: asyncpg.Connection, count: int) -> list[Figure]:
    """Messages of a year, as reading the account brings them: the fragments of the webhook, in batches, then one worker."""
    await _discard(owner)
    started = time.perf_counter()
    for first in range(0, count, CHUNK):
        messages = [_message(f"old-{secrets.token_hex(6)}", n % (count // 10 + 1), age=n) for n in range(first, min(first + CHUNK, count))]  # fmt: skip
        found = split(_delivery(messages))
        await owner.fetch(
            "select * from app.receive_events('instagram', (select id from public.lead_sources where channel = 'instagram'), $1, $2, $3, $4, '{}', '')",
            [one.account for one in found],
            [one.kind for one in found],
            [one.key for one in found],
            [one.body for one in found],
        )
    stored = time.perf_counter() - started
    with _workers(company, 1) as (worker,):
        before = time.perf_counter()
        await _worked_off(owner)
        worked = time.perf_counter() - before
        used = worker.memory_info().rss / 2**20
    return [
        Figure(f"back-fill of {count:,}: a message stored", stored * 1000 / count, STORED_MS, "ms"),
        Figure(
            f"back-fill of {count:,}: a message made real by one worker", worked * 1000 / count, REAL_MS, "ms"
        ),
        Figure("a worker process, resident after the back-fill", used, WORKER_MB, "MB"),
    ]


# ------------------------------------------------------------------------------------------------ between


@contextlib.contextmanager
def _workers(company: Company, count: int) -> Iterator[list[psutil.Process]]:
    """So many worker processes, gone at the end."""
    command = [sys.executable, "-m", "workers"]
    environment = child_environment(company.environment)
    log = (company.installation.data_dir / "logs" / "bench-workers.log").open("ab")
    running = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) for _ in range(count)]  # fmt: skip
    try:
        yield [psutil.Process(one.pid) for one in running]
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(timeout=60)
        log.close()


async def _worked_off(owner: asyncpg.Connection) -> None:
    """Until nothing is pending; raises RuntimeError when something died."""
    pending = "select exists (select from private.inbound_events where status = 'pending')"
    for _ in range(LOOKS):
        if not await owner.fetchval(pending):
            break
        await asyncio.sleep(0.05)
    dead = await owner.fetchval("select max(last_error) from private.inbound_events where status = 'dead'")
    if dead:
        raise RuntimeError(f"an event could not be read: {dead}")


async def _discard(owner: asyncpg.Connection) -> None:
    """What an earlier part left for the workers is not this part's."""
    await owner.execute("update private.inbound_events set status = 'discarded', processed_at = now() where status = 'pending'")  # fmt: skip


async def _post(http: httpx.AsyncClient, body: bytes) -> None:
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-hub-signature-256": f"sha256={signature}", "content-type": "application/json"}
    (await http.post("/hooks/instagram", content=body, headers=headers)).raise_for_status()


def _message(name: str, person: int, *, age: int = 0) -> dict[str, Any]:
    at = int(time.time() * 1000) - age * 300_000
    told = {"mid": name, "text": f"Добрий день! Скільки коштує доставка до Львова? {person}"}
    return {"sender": {"id": f"9{person:09d}"}, "recipient": {"id": ACCOUNT}, "timestamp": at, "message": told}  # fmt: skip


def _delivery(messages: Sequence[dict[str, Any]]) -> bytes:
    entry = {"id": ACCOUNT, "time": int(time.time() * 1000), "messaging": messages}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def _p95(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else max(took)
