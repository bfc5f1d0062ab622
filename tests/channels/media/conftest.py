"""The CRM with its storage beside a simulated Instagram that sends and takes files."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.db.pool import Database
from api.kit.json import as_json
from api.sources.vault import Vault
from channels import registry
from simulator.meta.apps import VERIFY_TOKEN
from tests.channels.instagram.conftest import Shop, by_price, vendor
from tests.support import storage
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.gallery import Gallery
from tests.support.people import ANNA, Person
from workers.accounts.access import Accounts
from workers.ingest import Ingest
from workers.media.runner import Media
from workers.outbox.runner import Outbox
from workers.settings import WorkerSettings

__all__ = ["vendor"]


@dataclass
class Desk(Shop):
    """A connected account with files; its clients are Anna's."""

    adapter: Gallery = field(kw_only=True)
    media: Media = field(kw_only=True)
    known: dict[str, Any] = field(kw_only=True)

    async def client(self) -> dict[str, Any]:
        """Anna's only one."""
        (row,) = await self.base.rows("select * from public.clients where owner_id = $1", ANNA.id)
        return dict(row)

    async def channels(self, person: Person = ANNA) -> list[dict[str, Any]]:
        return await super().channels(person)

    async def fetch(self) -> None:
        """The files' worker until nothing is due."""
        while await self.media.work_once():
            pass

    async def later(self) -> None:
        """As if every wait of the files' worker were over."""
        await self.base.run("update private.media_files set next_attempt_at = now(), locked_until = null")

    async def attachments(self, of: str | None = None) -> list[dict[str, Any]]:
        """Of all messages in their order, or of one."""
        entries = [one for one in await self.entries() if of in (None, one["external_id"])]
        return [one for entry in entries for one in json.loads(entry["attachments"])]

    async def arrives(self, *attachments: dict[str, Any]) -> None:
        """A message with these attachments, as the adapter would have understood it."""
        message = {
            "external_id": f"m{len(await self.entries())}",
            "kind": "message",
            "direction": "in",
            "occurred_at": "2026-11-27T10:00:00Z",
            "thread_key": "direct:1",
            "address": "1",
            "person": {
                "identities": [{"kind": "instagram", "external_id": "1", "scope": "account"}],
                "name": "Олена",
                "username": "",
                "contacts": [],
                "verified": [],
            },
            "text": "Ціна?",
            "attachments": attachments,
        }
        async with self.base.as_service() as worker:
            await worker.fetchrow(
                "select * from app.accept_message($1, $2::jsonb)", self.source_id, as_json(message)
            )


@pytest.fixture
async def desk(db: Base, vendor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    adapter = Gallery(vendor)
    known: dict[str, Any] = {**registry.adapters(), "instagram": adapter}
    monkeypatch.setattr(registry, "adapters", cache(lambda: known))
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
            made = Desk(
                db,
                crm,
                sim,
                database,
                vault,
                Ingest(database, settings, by_price),
                Outbox(database, settings, Accounts(database, vault), "instagram", adapter),
                adapter=adapter,
                media=Media(database, settings, vault),
                known=known,
            )
            order = {"callback_url": f"{crm}/hooks/instagram", "verify_token": VERIFY_TOKEN}
            assert (await sim.post("/_sim/instagram/app", json=order)).status_code == 200
            async with made.as_() as admin:
                source = {
                    "channel": "instagram",
                    "name": "Instagram",
                    "assignment_rule": "fixed",
                    "fixed_manager_id": str(ANNA.id),
                }
                made.source_id = UUID((await admin.post("/api/v1/lead-sources", json=source)).json()["id"])
            assert (await made.back(await made.begin())).startswith("/sources?")
            yield made
        await database.close()
