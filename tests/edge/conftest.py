"""The edge function under Deno, beside the API, on one database."""

import contextlib
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from local import edge
from tests.support.client import settings_for
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.server import serving
from tests.support.site import ORIGIN

APP_SECRET, VERIFY_TOKEN = "app-secret", "verify-me"
PER_ADDRESS = 6


@dataclass
class Edge:
    """Both takers; `shared` are secrets of applications that serve all accounts."""

    base: Base
    api: httpx.AsyncClient
    function: httpx.AsyncClient
    database: Database

    async def site(self, *, per_minute: int = 1000) -> tuple[UUID, str]:
        """A site source and its key."""
        source = await self.base.value(
            "insert into public.lead_sources (channel, name) values ('site', 'Сайт') returning id"
        )
        key = await self.base.value(
            "insert into public.site_keys (source_id, origins, per_minute) values ($1, $2, $3) returning public_key",
            source,
            [ORIGIN],
            per_minute,
        )
        return source, key

    async def connect(self, channel: str, account: str, secret: str | None) -> UUID:
        """A connected source; its webhooks may be signed with a secret of their own."""
        source: UUID = await self.base.value(
            """insert into public.lead_sources (channel, name, account_id, connected_at, state)
            values ($1, $1, $2, now(), 'active') returning id""",
            channel,
            account,
        )
        if secret is not None:
            await self.seal(source, "hook", secret)
        return source

    async def seal(self, source: UUID, kind: str, secret: str) -> None:
        """As the API keeps secrets."""
        sealed = Vault(settings_for(self.base)).seal(source, kind, secret)
        await self.base.run(
            "insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, $2, $3, $4)",
            source,
            kind,
            *sealed,
        )


@contextlib.contextmanager
def running(base: Base, pooler: str) -> Iterator[str]:
    """The function as Supabase would run it; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [edge.deno(), "run", "--frozen", "--no-prompt", "--allow-env", f"--allow-net=127.0.0.1:{port},"
        f"127.0.0.1:{base.url().rpartition(':')[2].partition('/')[0]}", "index.ts"]  # fmt: skip
    settings = {
        "CAPTURE_DATABASE_URL": base.url("smena_capture"),
        "DATABASE_POOLER": pooler,
        "CAPTURE_HOST": "127.0.0.1",
        "CAPTURE_PORT": str(port),
        "CREDENTIALS_KEY": f"{'A' * 43}=,{settings_for(base).credentials_key.get_secret_value()}",  # type: ignore[union-attr]  # set there
        "IG_APP_SECRET": f"older,{APP_SECRET}",
        "META_APP_SECRET": APP_SECRET,
        "META_VERIFY_TOKEN": VERIFY_TOKEN,
        "ELEVENLABS_WEBHOOK_SECRET": APP_SECRET,
        "SMENA_LEADS_PER_ADDRESS": str(PER_ADDRESS),
    }
    with subprocess.Popen(
        command, cwd=edge.CAPTURE, env={**edge.environment(), **settings}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        for line in process.stderr:
            if "Listening" in line:
                break
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.stderr.close()


@pytest.fixture(scope="module")
async def edge_base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as base:
        yield base


@pytest.fixture(scope="module")
async def both(edge_base: Base, request: pytest.FixtureRequest) -> AsyncIterator[Edge]:
    """The API and the function, each on a socket; a module may have the function speak as behind a pooler."""
    database = Database(edge_base.url("smena_worker"), min_size=0, max_size=2)
    await database.open()
    with running(edge_base, getattr(request.module, "POOLER", "direct")) as url:
        async with (
            serving(edge_base, smena_leads_per_address=PER_ADDRESS) as served,
            httpx.AsyncClient(base_url=f"{served.url}/api/v1/public") as api,
            httpx.AsyncClient(base_url=f"{url}/functions/v1/capture") as function,
        ):
            yield Edge(edge_base, api, function, database)
    await database.close()
