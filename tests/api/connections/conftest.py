"""The CRM beside a simulated Telegram, over real HTTP: a channel that is connected with a key."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from simulator.app import create_app
from simulator.telegram import TOKEN
from simulator.world import World
from tests.support import processes, tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.keyed_bot import KeyedBot
from tests.support.people import ADMIN, Person
from workers.ingest import Ingest
from workers.settings import WorkerSettings


@dataclass
class Crm:
    """Everything that a test turns and reads."""

    base: Base
    url: str
    sim: httpx.AsyncClient
    database: Database
    vault: Vault
    ingest: Ingest
    source_id: UUID = field(default_factory=uuid4)
    token: str = TOKEN

    async def ask(
        self, method: str, path: str, *, person: Person = ADMIN, version: int | None = None, **body: Any
    ) -> httpx.Response:
        """A call of the API about the source; `path` may begin with / to be about all of them."""
        headers = {"authorization": f"Bearer {tokens.issue(person.id)}", "accept-language": "en"}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        where = path if path.startswith("/") else f"/{self.source_id}/{path}"
        async with httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False) as caller:
            return await caller.request(
                method,
                f"/api/v1/lead-sources{where}".rstrip("/"),
                json=body or ({} if method == "POST" else None),
            )

    async def keys(self, **keys: str) -> httpx.Response:
        """Keys are filled in."""
        return await self.ask("POST", "connection", keys=keys)

    async def source(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ask("GET", "")).json()
        return found

    async def act(self, act: str, **order: Any) -> dict[str, Any]:
        """Somebody does something in Telegram; what is delivered of it is taken in."""
        answer = await self.sim.post(f"/_sim/telegram/smena_test_bot/{act}", json=order)
        assert answer.status_code == 200, answer.text
        await self.work()
        done: dict[str, Any] = answer.json()
        return done

    async def faults(self, **knobs: Any) -> None:
        assert (await self.sim.post("/_sim/telegram/faults", json=knobs)).status_code == 200

    async def work(self) -> None:
        """The worker's rounds until everything that came is taken in."""
        await self.sim.post("/_sim/settle")
        while await self.ingest.work_once():
            pass


@pytest.fixture
def bot() -> KeyedBot:
    return KeyedBot()


@pytest.fixture
async def crm(db: Base, bot: KeyedBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Crm]:
    """A source of channel telegram, not connected yet."""
    settings = WorkerSettings(
        _env_file=None,
        worker_database_url=db.url("smena_worker"),
        credentials_key=settings_for(db).credentials_key,
        smena_worker_attempts=1,
    )
    database = Database(settings.dsn, min_size=0, max_size=4)
    await database.open()
    real = registry.adapters()
    with processes.serving(lambda _: create_app(World())) as vendor:
        bot.base = f"{vendor}/api.telegram.org"
        channels = {**real, bot.channel: bot}
        monkeypatch.setattr(registry, "adapters", lambda: channels)
        with processes.served(db, smena_simulator_url=vendor) as url:
            async with httpx.AsyncClient(base_url=vendor, trust_env=False, timeout=30) as sim:
                made = Crm(db, url, sim, database, Vault(settings), Ingest(database, settings))
                answer = await made.ask("POST", "/", channel="telegram", name="Бот")
                assert answer.status_code == 201, answer.text
                made.source_id = UUID(answer.json()["id"])
                yield made
    await database.close()
