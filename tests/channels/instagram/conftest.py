"""The CRM beside a simulated Instagram, both over real HTTP: an account that an admin has connected, people who write to it."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Sender
from channels.classify.verdict import ByRules
from channels.intent import Context, Verdict
from simulator.app import create_app
from simulator.instagram.state import APP_ID, SCOPES, SHOP
from simulator.meta.apps import VERIFY_TOKEN
from simulator.settings import environment
from simulator.world import World
from tests.support import processes, tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.people import ADMIN, Person
from workers.accounts.access import Accounts
from workers.accounts.poll import poll_accounts
from workers.ingest import Ingest
from workers.outbox.runner import Outbox
from workers.settings import WorkerSettings


def by_price(text: str, context: Context) -> Verdict:
    """Whoever asks for the price wants to buy."""
    return (
        ByRules("lead", "lead_price", ("price",))
        if "ціна" in text.lower()
        else ByRules("review", "unread", ())
    )


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A simulator with a clock of its own; its address, as this installation's settings have it."""
    with processes.serving(lambda _: create_app(World())) as url:
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        registry.adapters.cache_clear()
        yield url
    registry.adapters.cache_clear()


@dataclass
class Shop:
    """Everything that a test turns and reads."""

    base: Base
    crm: str
    sim: httpx.AsyncClient
    database: Database
    vault: Vault
    ingest: Ingest
    outbox: Outbox
    vendor: str = "instagram"
    account: str = SHOP
    source_id: UUID = field(default_factory=uuid4)

    # ---------------------------------------------------------------------------------------- the vendor's side

    async def act(self, act: str, **order: Any) -> dict[str, Any]:
        """Somebody does something at the vendor; what is delivered of it is taken in."""
        done = await self.happens(act, **order)
        await self.work()
        return done

    async def happens(self, act: str, **order: Any) -> dict[str, Any]:
        """Somebody does something at the vendor. What the vendor holds back (faults reorder and batch) stays held."""
        answer = await self.sim.post(f"/_sim/{self.vendor}/{self.account}/{act}", json=order)
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        return done

    async def faults(self, **knobs: Any) -> None:
        answer = await self.sim.post(f"/_sim/{self.vendor}/faults", json=knobs)
        assert answer.status_code == 200, answer.text

    async def advance(self, span: str) -> None:
        assert (await self.sim.post("/_sim/clock", json={"advance": span})).status_code == 200
        await self.work()

    async def calls(self, path: str = "") -> list[dict[str, Any]]:
        """What the CRM asked of the vendor."""
        answer = await self.sim.get("/_sim/requests", params={"vendor": self.vendor, "path": path})
        found: list[dict[str, Any]] = answer.json()["requests"]
        return found

    async def there(self) -> dict[str, Any]:
        """What the vendor has."""
        found: dict[str, Any] = (await self.sim.get(f"/_sim/{self.vendor}")).json()
        return found

    # ---------------------------------------------------------------------------------------- ours

    def as_(self, person: Person = ADMIN) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {tokens.issue(person.id)}", "accept-language": "en"}
        return httpx.AsyncClient(base_url=self.crm, headers=headers, trust_env=False, timeout=30)

    async def work(self) -> None:
        """The worker's rounds until everything that came is taken in."""
        await self.sim.post("/_sim/settle")
        while await self.ingest.work_once():
            pass
        failed = await self.base.rows("select last_error from private.inbound_events where status = 'dead'")
        assert [row[0] for row in failed] == []

    async def deliver(self) -> None:
        """The outbox until nothing is due, then what comes back of it."""
        while await self.outbox.work_once():
            pass
        await self.work()

    async def read(self) -> None:
        """The account is read, as if its time had come. (Facebook answers two questions about threads a second.)"""
        await self.sim.post("/_sim/clock", json={"advance": "1s"})
        await self.base.run(
            "update private.source_upkeep set poll_at = now(), locked_until = null, paused_until = null"
        )
        await poll_accounts(self.database, self.vault)
        await self.work()

    async def begin(self, **consent: Any) -> httpx.Response:
        """The admin goes to the vendor's page and answers there; where the browser is sent."""
        async with self.as_() as admin:
            answer = await admin.post(f"/api/v1/lead-sources/{self.source_id}/connect")
        assert answer.status_code == 200, answer.text
        asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.json()["url"]).query).items()}
        assert asked["client_id"] == APP_ID
        form: dict[str, Any] = {
            **asked,
            "decision": "allow",
            "account": SHOP,
            "granted": list(SCOPES),
            **consent,
        }
        return await self.sim.post("/www.instagram.com/oauth/authorize", data=form)

    async def back(self, answer: httpx.Response) -> str:
        """The browser follows; where Smena leads it."""
        assert answer.status_code == 302, answer.text
        async with httpx.AsyncClient(trust_env=False) as browser:
            landed = await browser.get(urldefrag(answer.headers["location"]).url)
        assert landed.status_code == 303, landed.text
        return str(landed.headers["location"]).removeprefix(self.crm)

    async def source(self) -> dict[str, Any]:
        async with self.as_() as admin:
            found: dict[str, Any] = (await admin.get(f"/api/v1/lead-sources/{self.source_id}")).json()
            return found

    async def client(self) -> dict[str, Any]:
        """The only client."""
        (row,) = await self.base.rows("select * from public.clients")
        return dict(row)

    async def entries(self) -> list[dict[str, Any]]:
        rows = await self.base.rows(
            "select * from public.interactions order by occurred_at, created_at, external_id"
        )
        return [dict(row) for row in rows]

    async def outbound(self) -> list[tuple[str, str | None]]:
        rows = await self.base.rows("select status, reason from private.outbound_messages order by number")
        return [(row[0], row[1]) for row in rows]

    async def channels(self, person: Person = ADMIN) -> list[dict[str, Any]]:
        async with self.as_(person) as caller:
            answer = await caller.get(f"/api/v1/clients/{(await self.client())['id']}/channels")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def say(
        self, mode: str, text: str, *, kind: str = "direct", key: UUID | None = None
    ) -> httpx.Response:
        """A message from the card."""
        (thread,) = [one for one in await self.channels() if one["kind"] == kind]
        body = {
            "conversation_id": thread["conversation_id"],
            "mode": mode,
            "text": text,
            "key": str(key or uuid4()),
        }
        async with self.as_() as admin:
            return await admin.post(
                f"/api/v1/clients/{(await self.client())['id']}/messages/outbound", json=body
            )

    async def due(self) -> None:
        """As if every wait were over."""
        await self.base.run(
            "update private.outbound_messages set next_attempt_at = now(), locked_until = null"
        )
        await self.base.run("update private.source_upkeep set paused_until = null")


def ways(channel: dict[str, Any]) -> dict[str, str | None]:
    """Mode -> why not, None when it is open."""
    return {way["mode"]: way["why_not"] for way in channel["ways"]}


@contextlib.asynccontextmanager
async def opened(base: Base, vendor: str, channel: str, account: str) -> AsyncIterator[Shop]:
    """A source of the channel, and webhooks that lead to this CRM; not connected yet."""
    settings = WorkerSettings(
        _env_file=None,
        worker_database_url=base.url("smena_worker"),
        credentials_key=settings_for(base).credentials_key,
        smena_worker_attempts=4,
    )
    database = Database(settings.dsn, min_size=0, max_size=4)
    await database.open()
    vault = Vault(settings)
    sender = registry.find(channel)
    assert isinstance(sender, Sender)
    outbox = Outbox(database, settings, Accounts(database, vault), channel, sender)
    ingest = Ingest(database, settings, by_price)
    with processes.served(base) as crm:
        async with httpx.AsyncClient(base_url=vendor, trust_env=False, timeout=30) as sim:
            shop = Shop(base, crm, sim, database, vault, ingest, outbox, channel, account)
            order = {"callback_url": f"{crm}/hooks/{channel}", "verify_token": VERIFY_TOKEN}
            answer = await sim.post(f"/_sim/{channel}/app", json=order)
            assert answer.status_code == 200, answer.text
            async with shop.as_() as admin:
                body = {"channel": channel, "name": channel.title()}
                made = await admin.post("/api/v1/lead-sources", json=body)
            shop.source_id = UUID(made.json()["id"])
            yield shop
    await database.close()


@pytest.fixture
async def unconnected(db: Base, vendor: str) -> AsyncIterator[Shop]:
    """Instagram, not connected yet."""
    async with opened(db, vendor, "instagram", SHOP) as shop:
        yield shop


@pytest.fixture
async def shop(unconnected: Shop) -> Shop:
    """A connected account."""
    assert (await unconnected.back(await unconnected.begin())).startswith("/sources?")
    return unconnected


def texts(entries: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Direction and words of the timeline."""
    return [(entry["direction"], entry["body"]) for entry in entries]
