"""Answers of a page: their windows, their echoes, one copy each."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from channels import registry
from channels.capabilities import Incoming, Outgoing, Thread
from channels.failures import VendorError
from channels.media import OutgoingFile
from channels.messenger import Messenger
from channels.messenger.sending import WINDOWS, parts
from simulator.messenger.state import PAGE
from tests.channels.instagram.conftest import Shop, texts, ways
from tests.support.people import ADMIN
from workers.accounts.access import Accounts


async def said_there(shop: Shop) -> list[str]:
    return [one["text"] for one in (await shop.there())["messages"] if one["outgoing"]]


async def test_an_answer_its_echo_and_its_receipts(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.say("direct", "Сто")
    await shop.deliver()
    await shop.advance("1s")
    mine = (await shop.entries())[-1]
    assert (mine["direction"], mine["author_id"], mine["status"]) == ("out", ADMIN.id, "delivered")
    await shop.advance("1s")
    await shop.act("read")
    assert [entry["status"] for entry in await shop.entries()] == [None, "read"]
    assert texts(await shop.entries()) == [("in", "Ціна?"), ("out", "Сто")]
    # What was sent and not answered is known by our own id.
    await shop.faults(close_connection_after_send=2)
    # The same words twice: only our own ids tell them apart.
    for _ in range(2):
        await shop.say("direct", "Сто")
    for _ in range(3):
        await shop.outbox.work_once()
        await shop.due()
        await shop.advance("1s")
    assert await shop.outbound() == [("sent", None)] * 3
    assert await said_there(shop) == ["Сто", "Сто", "Сто"]
    entries = await shop.entries()
    assert sorted(entry["body"] for entry in entries) == ["Сто", "Сто", "Сто", "Ціна?"]
    assert {entry["author_id"] for entry in entries if entry["direction"] == "out"} == {ADMIN.id}
    # Without an echo it is looked for, and found.
    await shop.faults(close_connection_after_send=1, drop=10)
    await shop.say("direct", "Двісті")
    for _ in range(4):
        await shop.outbox.work_once()
        await shop.due()
        await shop.outbox.look_once()
        await shop.work()
    assert await said_there(shop) == ["Сто", "Сто", "Сто", "Двісті"]
    assert (await shop.outbound())[-1] == ("sent", None)


async def test_comments_are_answered_in_public_and_once_in_private(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?")
    await shop.say("comment", "Пишемо вам", kind="comments")
    await shop.say("private_reply", "Сто", kind="comments")
    await shop.deliver()
    await shop.advance("1s")
    assert await shop.outbound() == [("sent", None), ("sent", None)]
    assert [one["text"] for one in (await shop.there())["comments"] if one["author"] == PAGE] == [
        "Пишемо вам"
    ]
    assert sorted(texts(await shop.entries())) == [("in", "Ціна?"), ("out", "Пишемо вам"), ("out", "Сто")]
    by_kind = {one["kind"]: ways(one) for one in await shop.channels()}
    assert by_kind["comments"] == {"comment": None, "private_reply": "private_reply_used"}
    await shop.act("dm", text="Дякую")
    assert await shop.base.value("select count(*) from public.clients") == 1
    assert {one["kind"] for one in await shop.channels()} == {"comments", "direct"}
    # A public answer whose sending nobody saw end is found under its post.
    await shop.faults(close_connection_after_send=1, drop=10)
    await shop.say("comment", "Безкоштовна", kind="comments")
    for _ in range(3):
        await shop.outbox.work_once()
        await shop.due()
        await shop.outbox.look_once()
        await shop.work()
    assert (await shop.outbound())[-1] == ("sent", None)
    posts = await shop.base.rows(
        "select details ->> 'media_id' from public.interactions where body in ('Ціна?', 'Безкоштовна')"
    )
    assert len(posts) == 2 and posts[0] == posts[1] and posts[0][0]


async def test_files_are_fetched_by_facebook_and_by_us(shop: Shop) -> None:
    said = await shop.act("dm", attachment="image")
    (entry,) = await shop.entries()
    adapter = registry.find("messenger")
    assert isinstance(adapter, Messenger)
    account = await Accounts(shop.database, shop.vault).find(shop.source_id)
    assert account is not None
    place = await adapter.place(account, json.loads(entry["attachments"])[0])
    assert httpx.URL(place.url).host in adapter.media_hosts and not place.headers
    # Ours lies at an address that Facebook fetches it from.
    file = OutgoingFile("image", "стіл.png", "image/png", b"", place.url)
    message = Outgoing(uuid4(), "direct", said["from"], "", file=file)
    sent = await adapter.send(account, message)
    await shop.advance("1s")
    echo = (await shop.entries())[-1]
    assert (echo["external_id"], json.loads(echo["attachments"])[0]["kind"]) == (sent.external_id, "image")
    with pytest.raises(VendorError) as refused:
        await adapter.send(account, replace(message, file=replace(file, url=f"{shop.crm}/nothing.png")))
    assert refused.value.failure.kind == "permanent"


async def test_threads_that_are_not_ours_to_answer(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?", standby=True)
    (entry,) = await shop.entries()
    assert json.loads(entry["details"])["standby"] is True
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert await shop.outbound() == [("dead", "thread_elsewhere")]
    assert len(await shop.calls("/messages")) == 0
    # The thread is handed over to us: from here on it can be answered.
    await shop.act("dm", text="Алло?")
    await shop.say("direct", "Двісті")
    await shop.deliver()
    assert [status for status, _ in await shop.outbound()] == ["dead", "sent"]
    # Nor whoever blocked the page, until he writes; nor after the window.
    await shop.act("person", blocks=True)
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert (await shop.outbound())[-1] == ("dead", "recipient_gone")
    assert ways((await shop.channels())[0]) == {"direct": "unreachable"}
    await shop.act("person", blocks=False)
    await shop.act("dm", text="Я тут")
    await shop.advance("25h")
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert (await shop.outbound())[-1] == ("dead", "window_closed")


def test_windows_and_parts() -> None:
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)

    def closed(hours: float, *, human: bool) -> str | None:
        thread = Thread("direct", Incoming("1", at - timedelta(hours=hours)))
        (way,) = WINDOWS.ways(thread, at, human_agent=human)
        return way.why_not

    assert [closed(23, human=False), closed(25, human=False)] == [None, "window_closed"]
    assert [closed(25, human=True), closed(169, human=True)] == [None, "window_closed"]
    assert [len(part) for part in parts("direct", "ж" * 4500)] == [2000, 2000, 500]
