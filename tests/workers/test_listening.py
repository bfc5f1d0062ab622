"""Lines to vendors: one worker has each, what is heard is stored with how far it has come, a broken line comes back."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest

from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from tests.support import talk
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.line import ListenedTalk, Vendor
from tests.support.talk import say
from workers.accounts import listening
from workers.accounts.listening import Listening
from workers.settings import WorkerSettings
from workers.waiting import Stop


class Stage:
    """A vendor, an account of his that is connected, and workers."""

    def __init__(self, base: Base, database: Database, vault: Vault, vendor: Vendor) -> None:
        self.base, self.database, self.vault, self.vendor = base, database, vault, vendor
        self.source_id = UUID(int=0)

    async def give_token(self, token: str) -> None:
        nonce, sealed = self.vault.seal(self.source_id, "token", token)
        await self.base.run(
            """insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, 'token', $2, $3)
            on conflict (source_id, kind) do update set nonce = excluded.nonce, ciphertext = excluded.ciphertext, updated_at = now()""",
            self.source_id,
            nonce,
            sealed,
        )

    async def row(self) -> dict[str, Any]:
        (row,) = await self.base.rows(
            "select s.state, s.last_error, u.* from private.source_upkeep u join public.lead_sources s on s.id = u.source_id"
        )
        return dict(row)

    async def stored(self) -> list[str]:
        rows = await self.base.rows("select dedupe_key from private.inbound_events order by dedupe_key")
        return [row[0] for row in rows]

    async def state(self, state: str) -> None:
        await self.base.run("update public.lead_sources set state = $1", state)

    async def due(self) -> None:
        """As if every wait were over."""
        await self.base.run(
            "update private.source_upkeep set listened_until = null, paused_until = null where listener is null"
        )


@pytest.fixture
async def stage(db: Base, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    settings = WorkerSettings(
        _env_file=None,
        worker_database_url=db.url("smena_worker"),
        credentials_key=settings_for(db).credentials_key,
    )
    database = Database(settings.dsn, min_size=0, max_size=4)
    await database.open()
    vendor = Vendor()
    await vendor.start()
    adapter = ListenedTalk(vendor)
    monkeypatch.setattr(registry, "adapters", lambda: {"talk": adapter})
    monkeypatch.setattr(listening, "ROUND_SECONDS", 0.05)
    made = Stage(db, database, Vault(settings), vendor)
    made.source_id = await talk.connect(db)
    await made.give_token("first")
    yield made
    await vendor.stop()
    await database.close()


class Workers:
    """Workers that listen, until they are told to stop."""

    def __init__(self, stage: Stage, count: int) -> None:
        self.stops = [Stop() for _ in range(count)]
        self.tasks = [
            asyncio.create_task(Listening(stage.database, stage.vault).run(stop)) for stop in self.stops
        ]

    async def stop(self, number: int) -> None:
        self.stops[number].set()
        await self.tasks[number]

    async def __aenter__(self) -> "Workers":
        return self

    async def __aexit__(self, *_: object) -> None:
        for number in range(len(self.tasks)):
            await self.stop(number)


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not (held := condition()) or (asyncio.iscoroutine(held) and not await held):  # noqa: ASYNC110 -- a server's and a database's state
            await asyncio.sleep(0.01)


async def test_one_of_two_workers_listens_and_the_other_goes_on_where_it_ended(stage: Stage) -> None:
    vendor = stage.vendor
    await vendor.happen(say("1", "olena", "Ціна?"))
    async with Workers(stage, 2) as workers:
        await until(lambda: vendor.acknowledged == 1)
        assert await stage.stored() == ["m:1"]
        assert (await stage.row())["listen_cursor"] == json.dumps({"number": 1})
        await asyncio.sleep(0.2)  # many rounds of the second worker
        assert vendor.listeners == 1
        # Whichever of the two it is that ends: the line is held again at once, and nothing is heard twice.
        await workers.stop(0)
        await vendor.happen(say("2", "olena", "Ви тут?"))
        await until(lambda: vendor.acknowledged == 2)
        assert await stage.stored() == ["m:1", "m:2"]
        assert vendor.listeners == 1
        # Somebody who thinks that the line is his while it is another's stores nothing and lets go.
        await stage.base.run(
            "update private.source_upkeep set listener = gen_random_uuid(), listened_until = now() + interval '1 hour'"
        )
        await vendor.happen(say("3", "olena", "Алло?"))
        await until(lambda: vendor.listeners == 0)
        assert await stage.stored() == ["m:1", "m:2"]
        await stage.base.run("update private.source_upkeep set listened_until = now()")
        await until(lambda: vendor.acknowledged == 3)
    assert (await stage.row())["listener"] is None
    assert vendor.listeners == 0
    assert await stage.stored() == ["m:1", "m:2", "m:3"]


async def test_accounts_that_come_go_and_change_are_noticed(stage: Stage) -> None:
    vendor = stage.vendor
    await stage.state("paused")
    async with Workers(stage, 1):
        await asyncio.sleep(0.15)
        assert vendor.tokens == []
        await stage.state("active")
        await until(lambda: vendor.listeners == 1)
        await stage.give_token("second")
        await until(lambda: vendor.tokens == ["first", "second"] and vendor.listeners == 1)
        await stage.base.run("update public.lead_sources set settings = settings || '{\"webhook\": true}'")
        await until(lambda: vendor.listeners == 0)
        await asyncio.sleep(0.15)
        assert len(vendor.tokens) == 2
        await stage.base.run("update public.lead_sources set settings = settings - 'webhook'")
        await until(lambda: vendor.listeners == 1)
        await stage.state("disconnected")
        await until(lambda: vendor.listeners == 0)


async def test_a_broken_line_comes_back_later_and_later_and_never_gives_up(stage: Stage) -> None:
    vendor = stage.vendor
    async with Workers(stage, 1):
        await until(lambda: vendor.listeners == 1)
        await vendor.hang_up()
        await until(lambda: _failures(stage, 1))
        assert (
            await stage.base.value(
                "select extract(epoch from listened_until - now())::float from private.source_upkeep"
            )
            > 0.5
        )
        assert (await stage.row())["state"] == "active"
        await vendor.stop()
        for number in (2, 3, 4):
            await stage.due()
            await until(lambda number=number: _failures(stage, number))
        await until(lambda: _state(stage, "degraded"))
        assert (await stage.row())["last_error"] == "ConnectionRefusedError"
        await vendor.happen(say("1", "olena", "Ціна?"))
        await vendor.start()
        await stage.due()
        await until(lambda: vendor.acknowledged == 1)
        await until(lambda: _state(stage, "active"))
        # Asked to wait, it waits; without access it leaves the vendor alone until an admin has connected anew.
        vendor.refuses = "throttle"
        await vendor.hang_up()
        await until(lambda: _failures(stage, 5))
        await stage.due()
        await until(lambda: _rests(stage))
        assert (await stage.row())["state"] == "degraded"
        vendor.refuses = "reauth"
        await stage.due()
        await until(lambda: _state(stage, "reauth_required"))
        called = len(vendor.tokens)
        await stage.due()
        await asyncio.sleep(0.15)
        assert len(vendor.tokens) == called
        assert (
            await stage.base.value(
                "select count(*) from public.notifications where kind = 'source_attention'"
            )
            >= 1
        )


async def _failures(stage: Stage, number: int) -> bool:
    return bool((await stage.row())["listen_failures"] == number)


async def _state(stage: Stage, state: str) -> bool:
    return bool((await stage.row())["state"] == state)


async def _rests(stage: Stage) -> bool:
    return (await stage.row())["paused_until"] is not None
