"""Clients in Telegram, through webhook, long poll, worker and outbox: nothing twice, nobody lost, nothing said to the wrong chat."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from channels.base import Company, Message, Nothing, Parked, StoredEvent
from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.failures import VendorError
from channels.keyed import HookAddress
from channels.media import FileKind, OutgoingFile
from channels.telegram import Telegram
from channels.telegram.settings import TelegramSettings
from simulator.elevenlabs import opus
from simulator.telegram.bot import TOKEN
from tests.channels.bots.conftest import Bot
from tests.support.people import ADMIN

ANOTHER, SHOP = 555000222, "smena_test_bot"
RECEIVE = "app.receive_events(text, uuid, text[], text[], text[], bytea[], jsonb, text, timestamptz)"


@pytest.fixture
def bot(bot_of: Callable[[Telegram, str], Bot]) -> Bot:
    return bot_of(Telegram(), SHOP)


async def test_what_people_write_to_the_bot(bot: Bot) -> None:
    await bot.connect(TOKEN)
    there = await bot.there()
    assert there["webhook"] == f"{bot.crm}/hooks/{bot.source_id}"
    (source,) = await bot.base.rows("select * from public.lead_sources where id = $1", bot.source_id)
    assert (source["account_name"], source["state"], source["simulated"]) == (f"@{SHOP}", "active", True)

    # Whoever does not know the secret is sent away, and leaves no row.
    await bot.faults(wrong_secret=1)
    await bot.act("message", text="Підробка")
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(there["webhook"], json={"update_id": 1})).status_code == 403
    assert (await bot.deliveries())[-1] == [403]
    assert await bot.events() == []

    # Start alone is no lead: nobody asked for anything, nobody is told.
    await bot.act("start")
    assert await bot.events() == [("message", "ignored", "visit")]
    assert await bot.clients() == []

    # What he says next is one, once, although our first answer was an error and the next attempt came twice.
    await bot.faults(duplicate=1)
    await bot.base.run(f"alter function {RECEIVE} rename to receive_nothing")
    said = await bot.act("message", text="Скільки коштує?", username="Olena_K")
    await bot.base.run(
        f"alter function {RECEIVE.replace('receive_events', 'receive_nothing')} rename to receive_events"
    )
    assert await bot.clients() == []
    # (On a slow machine a second attempt may have failed meanwhile, too.)
    await bot.advance("1m")
    attempts = (await bot.deliveries())[-1]
    assert set(attempts[:-1]) == {500} and attempts[-1] == 200
    assert await bot.texts() == [("in", "Скільки коштує?")]
    (client,) = await bot.clients()
    assert (client["name"], client["first_touch"]) == ("Олена", {"start": ""})
    assert await bot.base.value("select count(*) from public.notifications where kind like 'lead%'") == 1
    assert await bot.base.value("select count(*) from private.visits") == 0
    assert (await bot.way())["name"] == "@olena_k"

    # Two edits within a second: the later one stays.
    await bot.faults(duplicate=0)
    await bot.act("edit", message_id=said["message_id"], text="Скільки?")
    await bot.act("edit", message_id=said["message_id"], text="Скільки коштує чохол?")
    assert await bot.texts() == [("in", "Скільки коштує чохол?")]

    # His own number is his; a number of somebody else's that he passes on is nobody's contact.
    await bot.act("contact", phone="380671234567")
    await bot.act("contact", phone="380509876543", own=False)
    contacts = await bot.base.rows("select normalized, verified_at from public.client_contacts")
    assert [(one[0], one[1] is not None) for one in contacts] == [("+380671234567", True)]
    assert (await bot.texts())[-1] == ("in", "Олена 380509876543")

    await bot.act("media", kind="photo", album=2, caption="є такі?")
    await bot.act("button", data="price")
    *_, first, second, pressed = await bot.entries()
    assert first["details"]["media_group_id"] == second["details"]["media_group_id"]
    (photo,) = first["attachments"]
    assert (photo["kind"], photo["mime_type"], bool(photo["media_id"])) == ("image", "image/jpeg", True)
    assert (first["body"], second["body"], pressed["body"]) == ("є такі?", "", "price")

    # A group is nobody's conversation, and a body that cannot be read waits for a person.
    await bot.act("group_message")
    await bot.base.run("delete from private.inbound_events where kind = 'unknown'")
    secret = bot.vault.open(
        bot.source_id,
        "hook",
        *(await bot.base.rows("select nonce, ciphertext from private.credentials where kind = 'hook'"))[0],
    )
    async with httpx.AsyncClient(trust_env=False) as http:
        for body in (b'{"update_id": 1, "message": 5}', b"\xff", b'{"update_id": 2, "poll": {}}'):
            headers = {"x-telegram-bot-api-secret-token": secret}
            assert (await http.post(there["webhook"], content=body, headers=headers)).status_code == 200
    await bot.work()
    assert [event[1:] for event in (await bot.events())[-4:]] == [
        ("ignored", "not_private"),
        ("quarantined", "unreadable"),
        ("quarantined", "unreadable"),
        ("ignored", "unknown"),
    ]


async def test_answers_and_those_who_are_gone(bot: Bot) -> None:
    account = await bot.connect(TOKEN)
    # A link of an advertisement is a lead at once: he may be written to, and somebody paid for him.
    await bot.act("start", payload="ig_autumn-11")
    (client,) = await bot.clients()
    assert client["first_touch"] == {"start": "ig_autumn-11"}
    assert (await bot.way())["why_not"] is None

    text = "довге слово. " * 400
    assert len((await bot.say(text)).json()["ids"]) == 2
    # One a second in a chat: the second part waits for its second, and nobody else waits with it.
    await bot.act("message", chat_id=5, first_name="Ігор")
    await bot.say("І вам добрий день", client=1)
    await bot.deliver(apart="-1 hour")
    assert await bot.outbound() == [("sent", None), ("pending", None), ("sent", None)]
    await bot.later("1 day")
    await bot.deliver()
    sent = [one["text"] for one in (await bot.there())["sent"] if one["chat"]["id"] != 5]
    assert " ".join(sent) == text.strip()
    assert all(len(one) <= 4096 for one in sent)
    assert await bot.outbound() == [("sent", None)] * 3

    # A limit is obeyed to the second, and costs the message nothing.
    await bot.faults(error_next=[{"code": 429, "subcode": 14}])
    await bot.say("Добрий день")
    await bot.deliver()
    left = await bot.base.value(
        "select extract(epoch from paused_until - now())::float8 from private.source_upkeep"
    )
    assert 10 < left <= 14
    assert await bot.state() == "degraded"
    await bot.due()
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("sent", None)
    assert await bot.state() == "active"

    # Blocked: nothing is sent until he lets the bot in. News of it come in any order.
    await bot.act("block")
    assert (await bot.way())["why_not"] == "unreachable"
    assert (await bot.say("Ви тут?")).status_code == 409
    await bot.act("unblock")
    assert (await bot.way())["why_not"] is None
    # (Held until both have happened: a settled simulator holds nothing back.)
    await bot.faults(reorder=2)
    await bot.act("block", work=False)
    await bot.sim.post("/_sim/clock", json={"advance": "3s"})
    await bot.act("unblock")
    await bot.faults(reorder=0)
    newest = "select convert_from(body, 'utf8') from private.inbound_events order by received_at desc limit 1"
    assert '"kicked"' in str(await bot.base.value(newest)).rpartition("new_chat_member")[2]
    assert (await bot.way())["why_not"] is None

    # Blocked, and nobody was told: the refusal tells; a message of his ends it.
    await bot.act("block", quietly=True)
    await bot.say("Ви тут?")
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("dead", "recipient_gone")
    assert (await bot.way())["why_not"] == "unreachable"
    await bot.act("unblock", work=False)
    await bot.act("message", text="Я тут")
    assert (await bot.way())["why_not"] is None

    # What went out without an answer is nobody's to send again. The client says that it came: then it is said, and when it was.
    await bot.faults(close_connection_after_send=1)
    await bot.advance("1m")
    lost = (await bot.say("Сто гривень")).json()["ids"][0]
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("ambiguous", "unanswered")
    async with bot.as_admin() as admin:
        path = f"/api/v1/clients/{client['id']}/messages/outbound/{lost}/confirm"
        assert [(await admin.post(path)).status_code for _ in range(2)] == [204, 404]
    assert (await bot.outbound())[-1] == ("sent", None)
    said = await bot.base.rows(
        "select i.author_id, i.occurred_at = o.handed_over_at, i.conversation_id = o.conversation_id"
        " from public.interactions i join private.outbound_messages o on o.interaction_id = i.id where i.body = 'Сто гривень'"
    )
    assert [tuple(row) for row in said] == [(ADMIN.id, True, True)]

    await bot.adapter.health(account)
    await bot.act("token")
    await bot.say("Ще тут?", 0)
    await bot.deliver()
    assert await bot.state() == "reauth_required"
    with pytest.raises(VendorError, match="access_lost"):
        await bot.adapter.health(account)


async def test_a_managers_own_business_chats(bot: Bot) -> None:
    await bot.connect(TOKEN)
    await bot.act("business_connect")
    asked = await bot.act("business_message", text="ціна?")
    await bot.advance("5s")
    await bot.act("business_message", text="Сто гривень", from_owner=True)
    await bot.advance("5s")
    # The same person writes to the bot itself: one client, two threads, each with its own numbers of messages.
    await bot.act("message", text="і сюди пишу")
    (client,) = await bot.clients()
    entries = await bot.entries()
    assert await bot.texts() == [("in", "ціна?"), ("out", "Сто гривень"), ("in", "і сюди пишу")]
    assert [one["details"].get("by_hand") for one in entries] == [None, True, None]
    assert entries[0]["details"]["business"] is True
    assert client["waiting_since"] is not None
    assert len({one["conversation_id"] for one in entries}) == 2

    await bot.act("business_message", text="а чорний є?")
    way = await bot.way()
    assert datetime.fromisoformat(way["until"]) - datetime.now(UTC) > timedelta(hours=23)
    assert (way["why_not"], way["name"]) == (None, "Олена")
    await bot.say("Є")
    await bot.deliver()
    (sent,) = (await bot.there())["sent"]
    assert (sent["business_connection_id"], sent["text"]) == ("bc1", "Є")

    await bot.act("edit", message_id=asked["message_id"], text="яка ціна?", connection="bc1")
    assert (await bot.entries())[0]["body"] == "яка ціна?"
    await bot.act("business_delete", message_id=asked["message_id"])
    gone = (await bot.entries())[0]
    assert (gone["body"], gone["withdrawn_at"] is not None) == ("", True)

    # A day without a word of his: the account's owner may write, the bot may not.
    await bot.advance("25h")
    await bot.say("Ще думаєте?")
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("dead", "window_closed")
    assert [event for event in await bot.events() if event[1] == "ignored"] == [
        ("business_connection", "ignored", "business_connection")
    ]


async def test_where_no_webhook_reaches_us_and_files(bot: Bot) -> None:
    account = await bot.connect(TOKEN, public=False)
    adapter = bot.adapter
    assert isinstance(adapter, Telegram)
    assert adapter.listens(account) and (await bot.there())["webhook"] == ""
    cursor: dict[str, Any] = {}
    line = adapter.listen(account, cursor)
    assert await anext(line) == []
    await bot.act("message", text="Ціна?", work=False)
    heard = list(await anext(line))
    # The listener dies before its worker has stored anything: the next one hears the same.
    again = adapter.listen(account, {})
    assert [one.key for one in await anext(again)] == [one.key for one in heard]
    await bot.take(heard)
    await bot.act("media", kind="voice", content="T2dnUw==", work=False)
    await bot.take([*heard, *await anext(line)])
    assert await bot.texts() == [("in", "Ціна?"), ("in", "")]
    # What is stored is acknowledged by the next question; of another bot, or of long ago, a number means nothing.
    later = adapter.listen(account, dict(cursor))
    assert await anext(later) == []
    assert (await bot.there())["pending"] == []
    await bot.act("message", text="Ау", work=False)
    for stale in ({**cursor, "bot": "1"}, {**cursor, "at": "2026-01-01T00:00:00+00:00"}):
        assert len(await anext(adapter.listen(account, {**stale, "offset": 2**40}))) == 1
    # Two who ask at once: one of them is told so, and tries again later.
    await bot.sim.post(
        f"/api.telegram.org/bot{TOKEN}/setWebhook", json={"url": f"{bot.crm}/hooks/{bot.source_id}"}
    )
    with pytest.raises(VendorError) as conflict:
        await anext(line)
    assert (conflict.value.failure.kind, conflict.value.failure.reason) == ("retry", "another_listener")
    await adapter.disconnect(account)

    # Files: where they lie for an hour, without a word about the token; and those of ours.
    (voice,) = (await bot.entries())[1]["attachments"]
    place = await adapter.place(account, voice)
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(place.url)).content == b"OggS"
    assert httpx.URL(place.url).netloc.decode() in adapter.media_hosts
    assert TOKEN not in f"{place!r} {account!r}"
    with pytest.raises(VendorError, match="invalid file_id"):
        await adapter.place(account, {"media_id": "x"})
    chat = str((await bot.there())["people"][0]["id"])
    first = (await bot.entries())[0]["external_id"]
    kinds: tuple[tuple[FileKind, str, str], ...] = (
        ("image", "image/png", "photo"),
        ("file", "application/pdf", "document"),
        ("voice", "audio/ogg", "voice"),
        ("video", "video/mp4", "video"),
        ("audio", "audio/mpeg", "audio"),
    )
    for kind, mime, named in kinds:
        file = OutgoingFile(kind, f"файл.{kind}", mime, opus.silence(2) if kind == "voice" else b"content")
        sent = await adapter.send(account, Outgoing(uuid4(), "direct", chat, "ось", first, file=file))
        assert sent.external_id.startswith(f"{chat}:")
        there = (await bot.there())["sent"][-1]
        assert (named in there, there["caption"], there["reply_to_message"]["text"]) == (True, "ось", "Ціна?")
    # Ogg without Opus is nobody's voice.
    vorbis = OutgoingFile("voice", "a.ogg", "audio/ogg", b"OggS" + b"vorbis")
    await adapter.send(account, Outgoing(uuid4(), "direct", chat, "", file=vorbis))
    assert "document" in (await bot.there())["sent"][-1]


async def test_keys_that_open_nothing(bot: Bot) -> None:
    hook = HookAddress(f"{bot.crm}/hooks/x", "secret")
    for token in ("", "5", "1:../../x", f"{TOKEN}/x"):
        with pytest.raises(ConnectRefused) as refused:
            await bot.adapter.open({"token": token}, hook)
        assert (refused.value.reason, refused.value.field) == ("token_invalid", "token")
    with pytest.raises(VendorError) as unknown:
        await bot.adapter.open({"token": TOKEN.replace("100200", "100201")}, hook)
    assert unknown.value.failure.kind == "reauth"
    assert TOKEN[7:] not in str(unknown.value)
    staff = Telegram(TelegramSettings(telegram_bot_token=TOKEN))
    with pytest.raises(ConnectRefused, match="bot_of_staff"):
        await staff.open({"token": TOKEN}, hook)
    # Telegram's own refusal of an address comes back in its words.
    opened = await bot.adapter.open({"token": TOKEN}, hook)
    account = Account(bot.source_id, opened.access.account_id, opened.access.token)
    with pytest.raises(ConnectRefused, match="HTTPS URL must be provided") as address:
        await bot.adapter.subscribe(account, HookAddress("http://crm.example/x", "secret"))
    assert address.value.reason == "address_not_public"


def stored(body: str, *, released: bool = False) -> StoredEvent:
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    return StoredEvent(uuid4(), uuid4(), "telegram", "message", at, {}, "", body.encode(), "x", released)


def test_rarer_things_that_people_send() -> None:
    """What the simulator has no act for."""
    adapter, company = Telegram(), Company()
    frame = '{"update_id": 7, "message": {"message_id": 5, "date": 1795330000, "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "first_name": "О"}, %s}}'

    def said(body: str) -> Message:
        (one,) = adapter.understand(stored(frame % body), company)
        assert isinstance(one, Message)
        return one

    place = said('"location": {"latitude": 50.45, "longitude": 30.52}')
    assert place.attachments[0].name == "50.450000,30.520000" and place.text.endswith("50.450000,30.520000")
    venue = said(
        '"venue": {"title": "Склад", "address": "Київ", "location": {"latitude": 1, "longitude": 2}}'
    )
    assert venue.text.startswith("Склад Київ https://")
    sticker = said('"sticker": {"file_id": "S", "emoji": "👍", "is_animated": true}')
    assert (sticker.attachments[0].kind, sticker.attachments[0].mime_type) == (
        "sticker",
        "application/x-tgsticker",
    )
    clip = said('"animation": {"file_id": "A"}, "document": {"file_id": "A"}')
    assert [one.kind for one in clip.attachments] == ["video"]
    sizes = said('"photo": [{"file_id": "small"}, {"file_id": "large"}], "caption": "тел 067 123 45 67"')
    assert sizes.attachments[0].media_id == "large" and sizes.person.contacts[0].normalized == "+380671234567"
    assert said('"dice": {"value": 6}').details == {"unsupported": True}
    assert said('"text": "/start що це?"').hints == {}
    (quiet,) = adapter.understand(stored(frame % '"pinned_message": {}'), company)
    assert quiet == Nothing("service")
    (released,) = adapter.understand(stored(frame % '"text": "/start"', released=True), company)
    assert isinstance(released, Message)
    with pytest.raises(Parked, match="unreadable"):
        adapter.understand(stored("[5]"), company)
