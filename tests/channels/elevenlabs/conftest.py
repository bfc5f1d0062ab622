"""The CRM with its storage beside a simulated ElevenLabs, all over real HTTP: a workspace that is connected, and Anna's client."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.elevenlabs import ElevenLabs
from channels.keyed import HookAddress
from simulator.app import create_app
from simulator.elevenlabs.state import KEY
from simulator.settings import environment
from simulator.world import World
from tests.support import processes, storage, tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, Person
from workers.accounts.poll import poll_accounts
from workers.ingest import Ingest
from workers.settings import WorkerSettings
from workers.voice.runner import Voice


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A simulator with a clock of its own; its address, as this installation's settings have it, without a key."""
    with processes.serving(lambda _: create_app(World())) as url:
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("ELEVENLABS_API_KEY")
        registry.adapters.cache_clear()
        yield url
    registry.adapters.cache_clear()


@dataclass
class Studio:
    """Everything that a test turns and reads."""

    base: Base
    crm: str
    sim: httpx.AsyncClient
    database: Database
    vault: Vault
    ingest: Ingest
    voice: Voice
    source_id: UUID = field(default_factory=uuid4)
    client_id: UUID = field(default_factory=uuid4)

    # ---------------------------------------------------------------------------------------- the vendor's side

    async def act(self, act: str, **order: Any) -> dict[str, Any]:
        answer = await self.sim.post(f"/_sim/elevenlabs/workspace/{act}", json=order)
        assert answer.status_code == 200, answer.text
        await self.work()
        done: dict[str, Any] = answer.json()
        return done

    async def faults(self, **knobs: Any) -> None:
        assert (await self.sim.post("/_sim/elevenlabs/faults", json=knobs)).status_code == 200

    async def calls(self, path: str) -> list[dict[str, Any]]:
        """What the CRM asked of ElevenLabs."""
        answer = await self.sim.get("/_sim/requests", params={"vendor": "elevenlabs", "path": path})
        found: list[dict[str, Any]] = answer.json()["requests"]
        return found

    async def there(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.sim.get("/_sim/elevenlabs")).json()
        return found

    # ---------------------------------------------------------------------------------------- ours

    def as_(self, person: Person = ANNA) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {tokens.issue(person.id)}", "accept-language": "en"}
        return httpx.AsyncClient(base_url=self.crm, headers=headers, trust_env=False, timeout=30)

    async def connect(self) -> ElevenLabs:
        """As an admin does with the key alone: the webhook is made by us."""
        adapter = registry.find("elevenlabs")
        assert isinstance(adapter, ElevenLabs)
        hook = HookAddress(f"{self.crm}/hooks/{self.source_id}", "unused")
        found = await adapter.open({"api_key": KEY}, hook)
        async with self.base.as_user(ADMIN.id) as admin:
            access = found.access
            await admin.execute(
                "select app.connect_source($1, $2, $3, null, '{}', $4)",
                self.source_id,
                access.account_id,
                access.account_name,
                access.simulated,
            )
            for kind, plain in (("token", access.token), ("hook", found.hook_secret or "")):
                sealed = self.vault.seal(self.source_id, kind, plain)
                await admin.execute(
                    "select app.store_credential($1, $2, $3, $4)", self.source_id, kind, *sealed
                )
        await adapter.subscribe(await self.account(), hook)
        return adapter

    async def account(self) -> Any:
        return await self.voice._accounts.find(self.source_id)

    async def work(self) -> None:
        """The worker's rounds until everything that came is taken in."""
        await self.sim.post("/_sim/settle")
        while await self.ingest.work_once():
            pass

    async def read(self) -> None:
        """The account is read, as if its time had come."""
        await self.base.run("update private.source_upkeep set poll_at = now(), locked_until = null")
        await poll_accounts(self.database, self.vault)
        await self.work()

    async def hear(self) -> None:
        """The recordings' worker until nothing is due."""
        while await self.voice.work_once():
            pass

    async def later(self) -> None:
        await self.base.run("update private.transcriptions set next_attempt_at = now(), locked_until = null")
        await self.hear()

    async def upload(self, name: str, mime_type: str = "audio/mpeg", content: bytes = b"sound") -> str:
        """A file on Anna's client's card; its path."""
        async with self.as_() as anna:
            body = {"name": name, "size_bytes": len(content), "mime_type": mime_type}
            noted = (await anna.post(f"/api/v1/clients/{self.client_id}/files", json=body)).json()
            put = await anna.post(
                noted["upload"]["url"], content=content, headers={"content-type": mime_type}
            )
            assert put.status_code == 200, put.text
            return str(noted["file"]["path"])

    async def ask(self, path: str, person: Person = ANNA) -> httpx.Response:
        async with self.as_(person) as caller:
            return await caller.post(f"/api/v1/clients/{self.client_id}/transcriptions", json={"path": path})

    async def transcription(self, path: str) -> dict[str, Any]:
        async with self.as_() as anna:
            listed = (await anna.get(f"/api/v1/clients/{self.client_id}/transcriptions")).json()["items"]
        (found,) = [one for one in listed if one["path"] == path]
        return dict(found)

    async def events(self) -> list[tuple[str, str, str | None]]:
        rows = await self.base.rows(
            "select dedupe_key, status, quarantine_reason from private.inbound_events order by received_at, dedupe_key"
        )
        return [tuple(row) for row in rows]

    async def notes(self) -> list[dict[str, Any]]:
        rows = await self.base.rows(
            "select *, details::text as told from public.interactions where kind = 'note' order by created_at"
        )
        return [{**dict(row), "told": json.loads(row["told"])} for row in rows]


@pytest.fixture
async def studio(db: Base, vendor: str, tmp_path: Path) -> AsyncIterator[Studio]:
    with storage.served(db, tmp_path) as crm:
        settings = WorkerSettings(
            _env_file=None,
            worker_database_url=db.url("smena_worker"),
            credentials_key=settings_for(db).credentials_key,
            supabase_url=crm,
            supabase_secret_key=storage.SECRET_KEY,
        )
        database = Database(settings.dsn, min_size=0, max_size=4)
        await database.open()
        vault = Vault(settings)
        async with httpx.AsyncClient(base_url=vendor, trust_env=False, timeout=30) as sim:
            made = Studio(
                db,
                crm,
                sim,
                database,
                vault,
                Ingest(database, settings),
                Voice(database, settings, vault),
            )
            async with made.as_(ADMIN) as admin:
                source = {
                    "channel": "elevenlabs",
                    "name": "Помощник",
                    "assignment_rule": "fixed",
                    "fixed_manager_id": str(ANNA.id),
                }
                answer = await admin.post("/api/v1/lead-sources", json=source)
                assert answer.status_code == 201, answer.text
                made.source_id = UUID(answer.json()["id"])
            await db.run(
                "insert into public.clients (id, owner_id, name, received_at) values ($1, $2, 'Олена', $3)",
                made.client_id,
                ANNA.id,
                datetime(2026, 11, 20, tzinfo=UTC),
            )
            yield made
        await database.close()
