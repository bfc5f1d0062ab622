"""Clients in Viber: the call during connecting, HTTP 200 that means no, who came by a link, receipts, files."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from channels.base import Company, Happening, Message, Parked, StoredEvent
from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.failures import VendorError
from channels.keyed import HookAddress
from channels.media import FileKind, OutgoingFile
from channels.viber import Viber
from simulator.viber.state import TOKEN
from tests.api.clients.making import make
from tests.channels.bots.conftest import Bot


@pytest.fixture
def bot(bot_of: Callable[[Viber, str], Bot]) -> Bot:
    return bot_of(Viber(), "bot")


async def test_a_conversation(bot: Bot) -> None:
    account = await bot.connect(TOKEN)
    # The address was called while it was set, and was answered: the source was there already.
    assert await bot.events() == [("webhook", "ignored", "address_tried")]
    assert await bot.deliveries() == [[200]]
    await bot.adapter.health(account)

    await bot.faults(wrong_secret=1)
    await bot.act("message", text="Підробка")
    assert (await bot.deliveries())[-1] == [403]
    assert len(await bot.events()) == 1

    # Who opens the chat by a link cannot be written to and is no lead; what he says then was brought by the link.
    await bot.act("start", context="ig_autumn11")
    await bot.act("start")
    assert await bot.clients() == []
    await bot.faults(duplicate=2)
    await bot.act("message", text="Скільки коштує? 067 123 45 67")
    await bot.faults(duplicate=0)
    (client,) = await bot.clients()
    assert (client["name"], client["first_touch"]) == ("Олена", {"ref": "ig_autumn11"})
    (entry,) = await bot.entries()
    assert len(entry["external_id"]) == 19

    # Somebody whom we know from elsewhere is sent a link: what he says then is said on his own card.
    async with bot.as_admin() as admin:
        known = await make(admin, "Ігор", phone="0501112233")
        sent_to = (await admin.post(f"/api/v1/clients/{known['id']}/start-token")).json()
    (link,) = sent_to["links"]
    assert (link["url"], link["channel"], link["account"], link["simulated"]) == (
        f"viber://pa?chatURI=simulatedshop&context={sent_to['token']}",
        "viber",
        "Магазин (simulated) · simulatedshop",
        True,
    )
    await bot.act("start", name="Ігор", context=sent_to["token"])
    await bot.act("message", name="Ігор", text="Я тут")
    joined = await bot.base.value("select client_id::text from public.interactions where body = 'Я тут'")
    assert (joined, len(await bot.clients())) == (known["id"], 2)

    # An answer, and how far it has come; a receipt that comes late takes nothing back.
    await bot.say("Сто гривень")
    await bot.deliver()
    await bot.advance("1s")
    (sent,) = (await bot.there())["sent"]
    assert (sent["sender"]["name"], sent["text"]) == ("Магазин (simulated)", "Сто гривень")
    token = str(sent["message_token"])
    assert (await bot.entries())[-1]["external_id"] == token
    assert (await bot.entries())[-1]["status"] == "delivered"
    await bot.act("seen", message_token=token)
    await bot.act("failed", message_token=token)
    assert (await bot.entries())[-1]["status"] == "read"

    # He unsubscribes: the composer knows; he comes back.
    await bot.act("unsubscribe")
    assert (await bot.way())["why_not"] == "unreachable"
    await bot.act("subscribe")
    assert (await bot.way())["why_not"] is None
    # Status 6, for a webhook that got lost.
    await bot.faults(drop=1)
    await bot.act("unsubscribe")
    await bot.say("Ви тут?")
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("dead", "recipient_gone")
    assert (await bot.way())["why_not"] == "unreachable"
    await bot.act("message", text="Так")
    assert (await bot.way())["why_not"] is None

    # What Viber says with 200: the account rests, or waits for an admin.
    for code, state in ((12, "degraded"), (24, "degraded"), (10, "reauth_required")):
        await bot.faults(error_next=[{"code": code}])
        await bot.say(f"Спроба {code}")
        await bot.deliver()
        assert await bot.state() == state, code
        await bot.base.run("update public.lead_sources set state = 'active' where id = $1", bot.source_id)
        await bot.due()
        await bot.deliver()
        assert (await bot.outbound())[-1] == ("sent", None)
    await bot.faults(http_status_next=[502])
    await bot.say("Хто знає")
    await bot.deliver()
    assert (await bot.outbound())[-1] == ("ambiguous", "unanswered")

    for kind in ("picture", "file", "sticker", "contact", "location", "url"):
        await bot.act("message", kind=kind, text="прайс?" if kind == "picture" else "")
    *_, picture, file, sticker, card, place, link = await bot.entries()
    assert [one["attachments"][0]["kind"] for one in (picture, file, sticker, place)] == [
        *("image", "file", "sticker", "location")
    ]
    assert (picture["body"], file["attachments"][0]["name"]) == ("прайс?", "прайс.pdf")
    assert (card["body"], link["body"]) == ("Олена +380671234567", "https://example.com")
    assert place["body"].endswith("50.450000,30.520000")
    # (Where a file lies is the simulator's here, and Viber's own anywhere else.)
    where = await bot.adapter.place(account, picture["attachments"][0])
    assert httpx.URL(where.url).netloc.decode() in bot.adapter.media_hosts
    assert Viber().media_hosts[0] == ".viber.com"
    with pytest.raises(VendorError):
        await bot.adapter.place(account, sticker["attachments"][0])

    who = (await bot.there())["people"][0]["id"]
    kinds: tuple[tuple[FileKind, str, str], ...] = (
        ("image", "picture", "ось"),
        ("video", "video", "ось"),
        ("voice", "file", ""),
        ("file", "file", ""),
    )
    for kind, named, text in kinds:
        ours = OutgoingFile(kind, "файл.bin", "image/jpeg", b"content", "https://crm.example/file")
        await bot.adapter.send(account, Outgoing(uuid4(), "direct", who, text, file=ours))
        there = (await bot.there())["sent"][-1]
        assert (there["type"], there["media"], there.get("text", "")) == (named, ours.url, text)
    await bot.adapter.disconnect(account)
    assert (await bot.there())["webhook"] == ""
    with pytest.raises(VendorError, match="webhook_lost"):
        await bot.adapter.health(account)


async def test_keys_that_open_nothing(bot: Bot) -> None:
    hook = HookAddress(f"{bot.crm}/hooks/{uuid4()}", "")
    with pytest.raises(ConnectRefused, match="token_invalid"):
        await bot.adapter.open({"token": "5"}, hook)
    with pytest.raises(ConnectRefused, match="address_not_public"):
        await bot.adapter.open({"token": TOKEN}, HookAddress("http://crm.local", "", public=False))
    with pytest.raises(VendorError) as wrong:
        await bot.adapter.open({"token": f"{TOKEN}x"}, hook)
    assert (wrong.value.failure.kind, wrong.value.failure.words) == ("reauth", "2 invalidAuthToken")
    # An address that does not answer 200 is not taken.
    opened = await bot.adapter.open({"token": TOKEN}, hook)
    account = Account(uuid4(), opened.access.account_id, opened.access.token)
    with pytest.raises(ConnectRefused) as refused:
        await bot.adapter.subscribe(account, hook)
    assert (refused.value.reason, refused.value.words) == ("address_not_public", "1 invalidUrl")
    assert TOKEN not in f"{opened!r} {account!r}"


def test_rarer_events() -> None:
    def understood(body: str) -> Any:
        at = datetime(2026, 11, 22, tzinfo=UTC)
        event = StoredEvent(uuid4(), uuid4(), "viber", "x", at, {}, "", body.encode(), "x")
        happened: tuple[Happening, ...] = tuple(Viber().understand(event, Company()))
        return happened[0]

    said = understood(
        '{"event": "message", "message_token": 4912661846655238145, "sender": {"id": "a="}, "message": {"type": "gif"}}'
    )
    assert isinstance(said, Message)
    assert (said.external_id, said.details) == ("4912661846655238145", {"unsupported": True})
    assert understood('{"event": "client_status"}').reason == "unknown"
    for nonsense in ('{"event": "message"}', "5", "{", '{"event": "unsubscribed"}'):
        with pytest.raises(Parked, match="unreadable"):
            understood(nonsense)
    keys = [part.key for part in Viber().split(b'{"event":"seen","message_token":5,"user_id":"u"}')]
    assert keys == ["seen:5:u"]
