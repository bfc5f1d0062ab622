"""Live updates over real HTTP: who hears what, how soon, and what a lost connection costs."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.live import stream
from api.live.hub import QUEUE_SIZE, Listener, LiveHub
from api.live.schemas import Change
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE, Person
from tests.support.server import Served, serving


@dataclass
class Event:
    name: str
    data: dict[str, Any]
    id: int | None


class Stream:
    """Reads server-sent events as a browser does."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, seconds: float = 5) -> Event:
        """The next event; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            fields: dict[str, str] = {}
            async for line in self._lines:
                if not line and "event" in fields:
                    event_id = int(fields["id"]) if "id" in fields else None
                    return Event(fields["event"], json.loads(fields["data"]), event_id)
                if line and not line.startswith(":"):
                    name, _, value = line.partition(": ")
                    fields[name] = value
        raise EOFError

    async def silent(self, seconds: float = 0.5) -> bool:
        """True when nothing comes."""
        try:
            await self.next(seconds)
        except TimeoutError:
            return True
        return False


@pytest.fixture
async def served(db: Base) -> AsyncIterator[Served]:
    async with serving(db) as running:
        await asyncio.wait_for(running.app.state.live.listening.wait(), 5)
        yield running


@contextlib.asynccontextmanager
async def listening(
    served: Served, person: Person, last: int | None = None, **claims: Any
) -> AsyncIterator[Stream]:
    headers = {"last-event-id": str(last)} if last is not None else {}
    async with (
        served.as_(person, **claims) as client,
        client.stream("GET", "/api/v1/live", headers=headers) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


async def add_task(db: Base, owner: Person, title: str = "Позвонить") -> UUID:
    async with db.as_user(owner.id) as connection:
        found: UUID = await connection.fetchval(
            "insert into public.tasks (title) values ($1) returning id", title
        )
        return found


def _tasks(heard: list[dict[str, Any]]) -> list[str]:
    return [change["row_id"] for change in heard if change["topic"] == "task"]


async def test_each_hears_his_own_and_the_admin_everybodys(served: Served, db: Base) -> None:
    async with (
        listening(served, ANNA) as anna,
        listening(served, BOHDAN) as bohdan,
        listening(served, ADMIN) as admin,
    ):
        for stream_ in (anna, bohdan, admin):
            assert (await stream_.next()).name == "ready"
        before = time.perf_counter()
        task = await add_task(db, ANNA)
        heard = await anna.next()
        assert time.perf_counter() - before < 2
        assert (heard.name, heard.data["topic"], heard.data["row_id"]) == ("change", "task", str(task))
        assert heard.data["user_id"] == str(ANNA.id)
        assert heard.id == heard.data["id"]
        assert (await admin.next()).data["row_id"] == str(task)
        assert await bohdan.silent()


async def test_notifications_are_heard_by_their_reader_only(served: Served, db: Base) -> None:
    async with listening(served, ANNA) as anna, listening(served, ADMIN) as admin:
        await anna.next()
        await admin.next()
        await db.run("insert into public.notifications (user_id, kind) values ($1, 'system')", ANNA.id)
        assert (await anna.next()).data["topic"] == "notification"
        assert await admin.silent()


async def test_a_lost_connection_loses_nothing(served: Served, db: Base) -> None:
    async with listening(served, ANNA) as anna:
        ready = await anna.next()
        first = await add_task(db, ANNA)
        seen = await anna.next()
    missed = [await add_task(db, ANNA) for _ in range(3)]
    await add_task(db, BOHDAN)
    async with listening(served, ANNA, last=seen.id) as anna:
        assert (await anna.next()).name == "ready"
        # The recent one comes again, and with it the day that her first change opened.
        heard = [(await anna.next()).data for _ in range(5)]
        assert _tasks(heard) == [str(first), *(str(task) for task in missed)]
        assert await anna.silent()
    assert ready.id is not None


async def test_what_cannot_be_replayed_is_reset(served: Served, db: Base) -> None:
    await add_task(db, ANNA)
    await db.run("delete from private.live_events")
    async with listening(
        served, ANNA, last=await db.value("select last_value from private.live_events_id_seq")
    ) as anna:
        assert (await anna.next()).name == "ready"  # emptied by the worker, nothing missed
    newest = await db.value(
        "insert into private.live_events (user_id, topic) values ($1, 'task') returning id", ANNA.id
    )
    for last in (0, newest + 1000):
        async with listening(served, ANNA, last=last) as anna:
            event = await anna.next()
            assert (event.name, event.id) == ("reset", newest)


async def test_deactivation_ends_the_stream(served: Served, db: Base) -> None:
    async with listening(served, ANNA) as anna:
        await anna.next()
        await db.run("update public.profiles set status = 'inactive' where id = $1", ANNA.id)
        assert (await anna.next()).data["topic"] == "profile"
        bye = await anna.next()
        assert (bye.name, bye.data) == ("bye", {"reason": "profile_inactive"})


async def test_a_promotion_is_heard(served: Served, db: Base) -> None:
    async with listening(served, ANNA) as anna:
        await anna.next()
        await db.run("update public.profiles set role = 'admin' where id = $1", ANNA.id)
        await anna.next()
        await asyncio.sleep(0.2)
        task = await add_task(db, BOHDAN)
        assert (await anna.next()).data["row_id"] == str(task)


async def test_the_stream_ends_with_the_token(served: Served) -> None:
    async with listening(served, ANNA, exp=int(time.time()) + 1) as anna:
        await anna.next()
        bye = await anna.next()
        assert (bye.name, bye.data) == ("bye", {"reason": "token_expired"})


async def test_the_inactive_and_the_unknown_get_no_stream(served: Served) -> None:
    async with served.as_(GONE) as client:
        refused = await client.get("/api/v1/live")
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "profile_inactive")
    async with served.as_(Person(uuid4(), "", "")) as client:
        assert (await client.get("/api/v1/live")).status_code == 403


async def test_heartbeats_keep_the_stream_open(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    async with served.as_(ANNA) as client, client.stream("GET", "/api/v1/live") as answer:
        beats = 0
        async with asyncio.timeout(5):
            async for line in answer.aiter_lines():
                beats += line == ": still here"
                if beats == 3:
                    break
    assert beats == 3


async def test_a_lost_database_connection_is_mended_and_told(served: Served, db: Base) -> None:
    async with listening(served, ANNA) as anna:
        await anna.next()
        await db.run(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'"
        )
        assert (await anna.next()).name == "reset"
        # Told when it hears again, not when it went deaf: what changed in between is read after the reset.
        assert served.app.state.live.listening.is_set()
        await add_task(db, ANNA)
        assert (await anna.next()).name == "change"


async def test_polling_tells_the_same(api: Api, db: Base) -> None:
    client = api.as_(ANNA)
    start = (await client.get("/api/v1/live/changes")).json()
    assert start["items"] == []
    task = await add_task(db, ANNA)
    await add_task(db, BOHDAN)
    answer = (await client.get("/api/v1/live/changes", params={"after": start["last"]})).json()
    assert _tasks(answer["items"]) == [str(task)]
    assert {item["user_id"] for item in answer["items"]} == {str(ANNA.id)}
    assert answer["reset"] is False
    assert answer["last"] > start["last"]


def test_a_reader_too_slow_is_reset() -> None:
    hub = LiveHub("")
    listener = Listener(ANNA.id, hears_all=False)
    with hub.subscribed(listener):
        for number in range(QUEUE_SIZE + 1):
            hub.publish(Change(id=number, topic="task", row_id=None, user_id=ANNA.id))
    assert listener.reset
    assert listener.events.qsize() == 1
    hub.publish(Change(id=1, topic="task", row_id=None, user_id=ANNA.id))
    assert listener.events.qsize() == 1
