"""Worker processes that are killed in mid-work: of a thousand updates none is lost and none is done twice, nor is a message sent twice."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from simulator.core.dispatch import Event
from simulator.core.faults import Faults
from simulator.instagram.state import APP_SECRET, SHOP
from simulator.meta.webhooks import envelope, sign
from tests.channels.instagram.conftest import Shop, texts
from tests.channels.instagram.test_outgoing import said_there
from tests.channels.instagram.test_processes import SECONDS, environment_of, until
from tests.support.people import ADMIN
from tests.support.processes import several, worker

REACTIONS, HEARTS, BUYERS, QUESTIONS = 800, 160, 10, 4


def comment(number: int, author: str, text: str, media: str) -> Event:
    about = {"id": media, "media_product_type": "FEED"}
    who = {"id": author, "username": f"user.{author}"}
    value = {"id": f"1803{number}", "from": who, "text": text, "media": about}
    return Event(SHOP, "changes", value, "comments", time.time())


def reaction(number: int) -> Event:
    told = {"mid": f"m{number}", "action": "react", "reaction": "love", "emoji": "❤️"}
    sides = {"sender": {"id": f"6{number}"}, "recipient": {"id": SHOP}, "timestamp": 1795330000123 + number}
    return Event(SHOP, "messaging", {**sides, "reaction": told}, "message_reactions", time.time())


def a_thousand(media: str) -> list[Event]:
    """What makes no lead, and among it people who ask for the price, four times each."""
    quiet = [reaction(n) for n in range(REACTIONS)]
    quiet += [comment(n, f"7{n}", "❤️❤️", media) for n in range(HEARTS)]
    asked = [
        comment(1000 + n, f"8{n % BUYERS}", f"Скільки коштує? {n}", media) for n in range(BUYERS * QUESTIONS)
    ]
    step = len(quiet) // len(asked)
    return [one for n, question in enumerate(asked) for one in (question, *quiet[n * step : (n + 1) * step])]


async def posted(shop: Shop, body: bytes) -> float:
    """Instagram posts it; the seconds until it heard 200."""
    headers = {"content-type": "application/json", **sign(body, APP_SECRET)}
    async with httpx.AsyncClient(trust_env=False) as http:
        began = time.monotonic()
        answer = await http.post(f"{shop.crm}/hooks/instagram", content=body, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    return time.monotonic() - began


async def eventually(look: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(SECONDS):
        while not await look():  # noqa: ASYNC110 -- another process's state
            await asyncio.sleep(0.02)


async def test_a_thousand_updates_by_four_workers_of_whom_two_are_killed(shop: Shop, tmp_path: Path) -> None:
    events = a_thousand((await shop.act("post"))["media_id"])
    assert len(events) == 1000
    took = [await posted(shop, envelope("instagram", events, Faults()))]
    # A busy machine may be slow once; what is of accounts that nobody has is stored, too, and keeps no worker.
    while min(took) >= 1 and len(took) < 5:
        others = [replace(one, scope=f"9{len(took)}") for one in events]
        took.append(await posted(shop, envelope("instagram", others, Faults())))
    assert min(took) < 1
    # And again in the other shapes, backwards, as if the first answer had not been heard.
    for shape in ("flat", "array"):
        await posted(shop, envelope("instagram", events[::-1], Faults(shape=shape)))
    stored = "count(*) from private.inbound_events where channel = 'instagram'"
    assert await shop.base.value(f"select {stored}") == 1000

    patient = {
        **environment_of(shop),
        "SMENA_WORKER_LOCK_SECONDS": "2",
        "SMENA_WORKER_ATTEMPTS": "50",
        "SMENA_WORKER_POLL_SECONDS": "0.3",
    }
    async with shop.base.connected() as gate:
        # All begin at one moment.
        await gate.execute("begin; lock table private.inbound_events in access exclusive mode")
        with several(shop.base, tmp_path, 4, **patient) as running:
            await until(shop, "count(*) >= 4 from pg_stat_activity where wait_event = 'relation'")
            await gate.execute("commit")
            await until(shop, f"{stored.replace('count(*)', 'count(*) >= 150')} and status <> 'pending'")
            for doomed in running[:2]:
                assert doomed.end(signal.SIGKILL) == -signal.SIGKILL
            assert await shop.base.value(f"select {stored} and status = 'pending'") > 0, "in mid-work"
            await until(shop, "not exists (select from private.inbound_events where status = 'pending')")
    counted = await shop.base.rows(
        "select status, quarantine_reason, count(*) from private.inbound_events group by 1, 2 order by 1, 2"
    )
    assert [tuple(row) for row in counted] == [
        ("done", None, 40 + REACTIONS),
        ("ignored", "noise", HEARTS),
    ]
    assert await shop.base.value("select max(attempts) from private.inbound_events") > 1, (
        "some were interrupted"
    )
    for table, number in (
        ("clients", BUYERS),
        ("conversations", BUYERS),
        ("interactions", 40),
        ("touches", 40),
    ):
        assert await shop.base.value(f"select count(*) from public.{table}") == number, table
    assert (
        await shop.base.value("select count(*) from public.notifications where kind = 'lead_new'") == BUYERS
    )


async def test_a_worker_killed_while_the_vendor_answers_sends_nothing_twice(
    shop: Shop, tmp_path: Path
) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.base.run(
        "update private.source_upkeep set poll_at = now() + interval '1 hour', checked_at = now()"
    )
    with worker(shop.base, tmp_path, **environment_of(shop)) as doomed:
        # Instagram takes its time, and will deliver no echo.
        await shop.faults(hang_s=1.5, drop=5)
        assert (await shop.say("direct", "Сто")).status_code == 202
        await until(shop, "handed_over_at is not null from private.outbound_messages")
        await eventually(lambda: shop.calls("/messages"))
        assert doomed.end(signal.SIGKILL) == -signal.SIGKILL
    assert await shop.outbound() == [("pending", None)]
    await eventually(lambda: said_there(shop))
    for _ in range(4):
        await shop.due()
        await shop.outbox.work_once()
        await shop.outbox.look_once()
        await shop.work()
    assert await said_there(shop) == ["Сто"]
    assert len([call for call in await shop.calls("/messages") if call["method"] == "POST"]) == 1
    assert await shop.outbound() == [("sent", None)]
    assert sorted(texts(await shop.entries())) == [("in", "Ціна?"), ("out", "Сто")]
    assert next(one for one in await shop.entries() if one["direction"] == "out")["author_id"] == ADMIN.id
