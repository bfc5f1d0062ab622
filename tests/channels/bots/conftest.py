"""The CRM beside simulated vendors: a bot that an admin has connected with its token, and people who write to it."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account, Fragment
from channels.keyed import HookAddress
from channels.telegram import Telegram
from channels.viber import Viber
from simulator.app import create_app
from simulator.settings import environment
from simulator.world import World
from tests.support import processes, tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.people import ADMIN
from workers.accounts.access import Accounts
from workers.accounts.queries import receive
from workers.ingest import Ingest
from workers.outbox.runner import Outbox
from workers.settings import WorkerSettings

Adapter = Telegram | Viber


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The simulator, as this installation's settings have it."""
    with processes.serving(lambda _: create_app(World())) as url:
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        registry.adapters.cache_clear()
        yield url
    registry.adapters.cache_clear()


@dataclass
class Bot:
    """One connected bot, and everything that a test turns and reads."""

    base: Base
    crm: str
    sim: httpx.AsyncClient
    database: Database
    vault: Vault
    settings: WorkerSettings
    adapter: Adapter
    name: str
    source_id: UUID = field(default_factory=uuid4)

    # ---------------------------------------------------------------------------------------- the vendor's side

    async def act(self, act: str, *, work: bool = True, **order: Any) -> dict[str, Any]:
        """Somebody does something; what is delivered of it is taken in."""
        answer = await self.sim.post(f"/_sim/{self.adapter.channel}/{self.name}/{act}", json=order)
        assert answer.status_code == 200, answer.text
        if work:
            await self.work()
        done: dict[str, Any] = answer.json()
        return done

    async def faults(self, **knobs: Any) -> None:
        answer = await self.sim.post(f"/_sim/{self.adapter.channel}/faults", json=knobs)
        assert answer.status_code == 200, answer.text

    async def advance(self, span: str) -> None:
        assert (await self.sim.post("/_sim/clock", json={"advance": span})).status_code == 200
        await self.work()

    async def there(self) -> dict[str, Any]:
        """What the vendor has."""
        found: dict[str, Any] = (await self.sim.get(f"/_sim/{self.adapter.channel}")).json()
        return found

    async def deliveries(self) -> list[list[int]]:
        """The statuses that every post to us was answered with."""
        answer = await self.sim.get("/_sim/deliveries", params={"vendor": self.adapter.channel})
        posts = answer.json()["deliveries"]
        return [[attempt["status"] for attempt in post["attempts"]] for post in posts]

    # ---------------------------------------------------------------------------------------- connecting

    async def connect(self, token: str, *, public: bool = True) -> Account:
        """As an admin's process does it: open, store, subscribe."""
        async with self.as_admin() as admin:
            order = {"channel": self.adapter.channel, "name": self.adapter.channel}
            made = await admin.post("/api/v1/lead-sources", json=order)
        self.source_id = UUID(made.json()["id"])
        hook = HookAddress(f"{self.crm}/hooks/{self.source_id}", uuid4().hex, public)
        opened = await self.adapter.open({"token": token}, hook)
        access = opened.access
        assert opened.hook_secret
        async with self.base.as_user(ADMIN.id) as connection:
            stored = (self.source_id, access.account_id, access.account_name, access.simulated)
            await connection.execute("select app.connect_source($1, $2, $3, null, '{}', $4)", *stored)
            for kind, secret in (("token", access.token), ("hook", opened.hook_secret)):
                sealed = self.vault.seal(self.source_id, kind, secret)
                await connection.execute(
                    "select app.store_credential($1, $2, $3, $4)", self.source_id, kind, *sealed
                )
        account = await Accounts(self.database, self.vault).find(self.source_id)
        assert account is not None
        await self.adapter.subscribe(account, hook)
        await self.work()
        return account

    # ---------------------------------------------------------------------------------------- ours

    def as_admin(self) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {tokens.issue(ADMIN.id)}", "accept-language": "en"}
        return httpx.AsyncClient(base_url=self.crm, headers=headers, trust_env=False)

    async def work(self) -> None:
        """The worker's rounds until everything that came is taken in."""
        await self.sim.post("/_sim/settle")
        ingest = Ingest(self.database, self.settings)
        while await ingest.work_once():
            pass
        failed = await self.base.rows("select last_error from private.inbound_events where status = 'dead'")
        assert [row[0] for row in failed] == []

    async def take(self, fragments: list[Fragment]) -> None:
        """What a listener heard, stored as its worker stores it."""
        async with self.database.write(SERVICE) as tx:
            await receive(tx, self.adapter.channel, self.source_id, fragments)
        await self.work()

    async def deliver(self, *, apart: str = "1 second") -> None:
        """The outbox until nothing is due, then what comes back of it; between two messages so much time passes."""
        accounts = Accounts(self.database, self.vault)
        outbox = Outbox(self.database, self.settings, accounts, self.adapter.channel, self.adapter)
        while await outbox.work_once():
            await self.later(apart)
        await self.work()

    async def later(self, span: str) -> None:
        """As if what was sent had been sent so much earlier."""
        aged = "update private.outbound_messages set handed_over_at = handed_over_at - $1::text::interval where status <> 'pending'"
        await self.base.run(aged, span)

    async def due(self) -> None:
        """As if every wait were over."""
        await self.base.run(
            "update private.outbound_messages set next_attempt_at = now(), locked_until = null"
        )
        await self.base.run("update private.source_upkeep set paused_until = null")

    async def events(self) -> list[tuple[str, str, str | None]]:
        """Kind, status and reason of everything that was stored."""
        rows = await self.base.rows(
            "select kind, status, quarantine_reason from private.inbound_events order by received_at, id"
        )
        return [(row[0], row[1], row[2]) for row in rows]

    async def clients(self) -> list[dict[str, Any]]:
        rows = await self.base.rows("select * from public.clients order by created_at")
        return [{**row, "first_touch": json.loads(row["first_touch"])} for row in rows]

    async def entries(self) -> list[dict[str, Any]]:
        rows = await self.base.rows("select * from public.interactions order by occurred_at, created_at")
        shown = ("attachments", "details")
        return [{**row, **{name: json.loads(row[name]) for name in shown}} for row in rows]

    async def texts(self) -> list[tuple[str, str]]:
        """Direction and words of the timeline."""
        return [(entry["direction"], entry["body"]) for entry in await self.entries()]

    async def outbound(self) -> list[tuple[str, str | None]]:
        rows = await self.base.rows("select status, reason from private.outbound_messages order by number")
        return [(row[0], row[1]) for row in rows]

    async def state(self) -> str:
        return str(
            await self.base.value("select state from public.lead_sources where id = $1", self.source_id)
        )

    async def way(self, client: int = 0) -> dict[str, Any]:
        """The one way of the client's newest thread, with the thread's name."""
        async with self.as_admin() as admin:
            path = f"/api/v1/clients/{(await self.clients())[client]['id']}/channels"
            thread = (await admin.get(path)).json()["items"][0]
        return {**thread["ways"][0], "name": thread["name"], "conversation_id": thread["conversation_id"]}

    async def say(self, text: str, client: int = 0) -> httpx.Response:
        """A message from the card."""
        thread = (await self.way(client))["conversation_id"]
        body = {"conversation_id": thread, "mode": "direct", "text": text, "key": str(uuid4())}
        async with self.as_admin() as admin:
            path = f"/api/v1/clients/{(await self.clients())[client]['id']}/messages/outbound"
            return await admin.post(path, json=body)


@pytest.fixture
async def bot_of(db: Base, vendors: str) -> AsyncIterator[Callable[[Adapter, str], Bot]]:
    """Makes a bot of one of the vendors, not connected yet."""
    settings = WorkerSettings(
        _env_file=None,
        worker_database_url=db.url("smena_worker"),
        credentials_key=settings_for(db).credentials_key,
        smena_worker_attempts=4,
    )
    database = Database(settings.dsn, min_size=0, max_size=4)
    await database.open()
    with processes.served(db) as crm:
        async with httpx.AsyncClient(base_url=vendors, trust_env=False, timeout=30) as sim:
            yield lambda adapter, name: Bot(db, crm, sim, database, Vault(settings), settings, adapter, name)
    await database.close()
