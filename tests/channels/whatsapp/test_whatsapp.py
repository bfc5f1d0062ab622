"""WhatsApp through the simulator: keys, people with and without a number, every kind of message, answers and what becomes of them."""

import base64
import json
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from api.auth.principal import SERVICE
from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.failures import VendorError
from channels.media import OutgoingFile
from channels.meta.events import fragment
from channels.templates import FilledTemplate
from simulator.elevenlabs import opus
from simulator.meta.apps import META_APP_SECRET
from simulator.whatsapp.state import PHONE
from tests.channels.instagram.conftest import Shop, texts, ways
from tests.channels.whatsapp.conftest import HOOK, KEYS, adapter, connect
from tests.support.people import ADMIN
from workers.accounts.queries import receive

HIDDEN, SHOWN = "380990000001", "380671234567"


async def account_of(shop: Shop) -> Account:
    return Account(shop.source_id, PHONE, (await adapter().open(KEYS, HOOK)).access.token)


async def test_keys(unconnected: Shop) -> None:
    for wrong, reason in (
        ({"token": "EAAwrong"}, "token_invalid"),
        ({"phone_number_id": "1"}, "number_unknown"),
    ):
        with pytest.raises(ConnectRefused) as refused:
            await adapter().open({**KEYS, **wrong}, HOOK)
        assert (refused.value.reason, refused.value.field) == (reason, next(iter(wrong)))
    found = await adapter().open(KEYS, HOOK)
    assert (found.access.account_name, found.hook_secret) == ("+380441234567 Магазин (simulated)", None)
    # With an app of its own the number delivers to the source's own address.
    own = await adapter().open({**KEYS, "app_secret": META_APP_SECRET}, HOOK)
    account = await connect(unconnected, unconnected.source_id, own)
    (number,) = (await unconnected.there())["numbers"]
    assert number["callback_url"] == f"{unconnected.crm}/hooks/{unconnected.source_id}"
    await unconnected.act("message")
    assert len(await unconnected.entries()) == 1
    # What happens to another number of that app is not this source's.
    await unconnected.base.run("update public.lead_sources set account_id = '1' where account_id = $1", PHONE)
    await unconnected.act("message", text="другому")
    assert len(await unconnected.entries()) == 1
    await adapter().health(account)
    await adapter().disconnect(account)
    assert (await unconnected.there())["subscribed"] == []
    await unconnected.act("token", subcode=463)
    with pytest.raises(VendorError) as lost:
        await adapter().health(account)
    assert lost.value.failure.kind == "reauth"


async def test_somebody_without_a_number_is_answered_and_known_when_he_shows_it(shop: Shop) -> None:
    said = await shop.act("message", phone=HIDDEN, hidden=True, name="Ira", username="Ira_V")
    client = await shop.client()
    assert client["name"] == "Ira"
    assert await shop.base.value("select count(*) from public.client_contacts") == 0
    await shop.say("direct", "Сто")
    await shop.deliver()
    # Read is told before delivered, which comes late.
    wamid = (await shop.entries())[-1]["external_id"]
    for state in ("read", "delivered", "sent"):
        await shop.act("status", wamid=wamid, state=state)
    mine = (await shop.entries())[-1]
    assert (mine["status"], mine["author_id"]) == ("read", ADMIN.id)
    sent = json.loads((await shop.calls("/messages"))[-1]["body"])
    assert (sent["recipient"], sent.get("to")) == (said["user_id"], None)
    # Later he shows his number: the same client, who is found by it from here on, and answered there.
    await shop.act("message", phone=HIDDEN, hidden=False, text="Ось мій номер")
    contacts = await shop.base.rows("select kind, normalized, verified_at from public.client_contacts")
    assert [(row[0], row[1], row[2] is not None) for row in contacts] == [("whatsapp", f"+{HIDDEN}", True)]
    ids = await shop.base.rows("select external_id from public.client_identities order by 1")
    assert [row[0] for row in ids] == [HIDDEN, said["user_id"]]
    await shop.say("direct", "Дякую")
    await shop.deliver()
    assert json.loads((await shop.calls("/messages"))[-1]["body"])["to"] == HIDDEN
    # Another number, another id: he is the same, and answers find him.
    moved = await shop.act("new_number", phone=HIDDEN, new_phone="380990000002")
    await shop.say("direct", "Чекаємо")
    await shop.deliver()
    assert json.loads((await shop.calls("/messages"))[-1]["body"])["to"] == "380990000002"
    await shop.act("message", phone="380990000002", text="Це я")
    assert await shop.base.value("select count(*) from public.clients") == 1
    assert moved["user_id"] in [
        row[0] for row in await shop.base.rows("select external_id from public.client_identities")
    ]


async def test_two_messages_and_three_statuses_in_one_delivery(shop: Shop) -> None:
    await shop.act("message", text="Ціна?")
    for words in ("раз", "два", "три"):
        await shop.say("direct", words)
    # (Statuses of a send are held until the batch is full: nothing of it has come yet.)
    await shop.faults(batch=100)
    await shop.deliver()
    wamids = [entry["external_id"] for entry in await shop.entries() if entry["direction"] == "out"]
    await shop.faults(batch=1)
    before = len((await shop.sim.get("/_sim/deliveries", params={"vendor": "whatsapp"})).json()["deliveries"])
    await shop.faults(batch=5)
    for act in (
        ("message", {"phone": "380500000001", "text": "Ціна?", "name": "A"}),
        ("message", {"phone": "380500000002", "text": "Ціна?", "name": "B"}),
        ("read", {"wamid": wamids[0]}),
        ("played", {"wamid": wamids[1]}),
        ("status", {"wamid": wamids[2], "state": "delivered"}),
    ):
        answer = await shop.sim.post(f"/_sim/whatsapp/{PHONE}/{act[0]}?wait=no", json=act[1])
        assert answer.status_code == 200, answer.text
    await shop.work()
    posts = (await shop.sim.get("/_sim/deliveries", params={"vendor": "whatsapp"})).json()["deliveries"]
    assert len(posts) == before + 1
    assert await shop.base.value("select count(*) from public.clients") == 3
    states = await shop.base.rows(
        "select external_id, status from public.interactions where direction = 'out'"
    )
    assert {row[0]: row[1] for row in states} == dict(zip(wamids, ("read", "read", "delivered"), strict=True))


async def test_every_kind_of_message(shop: Shop) -> None:
    await shop.act("ad_message", text="Яка ціна?", phone=SHOWN)
    touch = json.loads((await shop.client())["first_touch"])
    assert (touch["ad_id"], touch["utm_campaign"], touch["ctwa_clid"], touch["source_type"]) == (
        "120210000000001",
        "Autumn sale",
        "ARAkSimulated",
        "ad",
    )
    said = await shop.act("message", text="Ціна?")
    await shop.act("edit", wamid=said["wamid"], text="Яка ціна сьогодні?")
    await shop.act("react", wamid=said["wamid"])
    for kind in ("image", "voice", "document"):
        content = base64.b64encode(b"some bytes").decode()
        await shop.act("media", kind=kind, content=content, caption="підпис", filename="план.pdf")
    await shop.act("location")
    await shop.act("contacts")
    await shop.act("button", title="Так")
    await shop.act("unsupported")
    gone = await shop.act("message", text="помилка", reply_to=said["wamid"])
    await shop.act("revoke", wamid=gone["wamid"])
    entries = await shop.entries()
    assert sorted(text for _, text in texts(entries)) == sorted(
        [
            *("Яка ціна?", "Яка ціна сьогодні?", "підпис", "підпис", "підпис"),
            *("50.45, 30.52", "Іра +380501112233", "Так", "", ""),
        ]
    )
    signs = [
        json.loads(entry["details"]).get("reactions")
        for entry in entries
        if entry["body"] == "Яка ціна сьогодні?"
    ]
    assert [sign["client"]["emoji"] for sign in signs] == ["👍"]
    assert await shop.base.value("select count(*) from public.client_contacts") == 1, (
        "a card is somebody else's"
    )
    # Files lie with Meta, behind a token and for five minutes.
    files = [one for entry in entries for one in json.loads(entry["attachments"])]
    assert sorted(file["kind"] for file in files) == ["file", "image", "voice"]
    place = await adapter().place(await account_of(shop), files[0])
    assert httpx.URL(place.url).host in adapter().media_hosts
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(place.url)).status_code >= 400
        assert (await http.get(place.url, headers=dict(place.headers))).content == b"some bytes"
    # Numbers that WhatsApp writes in another way than people are compared in the form of today.
    await shop.act("message", phone="5511987654321", text="Preço", name="Brazil")
    stored = await shop.base.rows("select value, normalized from public.client_contacts order by created_at")
    assert tuple(stored[-1]) == ("+551187654321", "+5511987654321")


async def test_after_a_day_only_a_template(shop: Shop) -> None:
    await shop.act("message", text="Ціна?")
    (thread,) = await shop.channels()
    assert ways(thread) == {"direct": None, "template": None}
    # Meanwhile the vendor's clock runs ahead of ours: it accepts, and says later why not.
    await shop.advance("25h")
    await shop.say("direct", "Сто")
    await shop.deliver()
    waits = """select (select bool_or(c.waiting_since is not null) from public.conversations c),
        (select c.waiting_since is not null and c.first_answer_at is null from public.clients c)"""
    assert tuple((await shop.base.rows(waits))[0]) == (False, False)
    await shop.advance("1s")
    assert tuple((await shop.base.rows(waits))[0]) == (True, True), "an answer that did not arrive is none"
    mine = (await shop.entries())[-1]
    assert mine["status"] == "failed"
    failure = json.loads(mine["details"])["failure"]
    assert (
        failure["reason"] == "window_closed"
        and "24 hours" in failure["words"]
        and "131047" in failure["words"]
    )
    told = await shop.base.value("select count(*) from public.notifications where kind = 'message_failed'")
    assert told == 1
    async with shop.as_() as admin:
        shown = (await admin.get(f"/api/v1/clients/{mine['client_id']}/timeline")).json()["items"][0]
    assert (shown["status"], shown["failure"], shown["reactions"]) == ("failed", failure, [])
    await shop.base.run(
        "set app.revising = 'on'; update public.interactions set occurred_at = now() - interval '25 hours'"
    )
    assert ways((await shop.channels())[0]) == {"direct": "window_closed", "template": None}
    account = await account_of(shop)
    offered = {one.name: one for one in await adapter().templates(account)}
    assert set(offered) == {"order_update", "come_back", "order_ready", "price_list"}, (
        "no codes for signing in"
    )
    assert (offered["order_update"].blanks, offered["order_update"].language) == (["1", "2"], "uk")
    ready, prices = offered["order_ready"], offered["price_list"].header
    assert (ready.named, ready.blanks, ready.header and ready.header.kind) == (
        True,
        ["customer", "order"],
        "image",
    )
    assert prices and prices.limit.types == ("application/pdf",)
    photo = OutgoingFile("image", "стіл.png", "image/png", b"png")
    update = FilledTemplate("order_update", "uk", ("№ 7", "їде"))
    named = FilledTemplate("order_ready", "uk", ("№ 7", "Олено"), ("order", "customer"))
    message = Outgoing(uuid4(), "template", SHOWN, "Замовлення № 7: їде", template=update)
    for sent in (message, replace(message, template=named, file=photo)):
        assert (await adapter().send(account, sent)).external_id.startswith("wamid.")
    # What does not fit is refused at once: too few values, no names, no picture.
    for wrong in (replace(update, values=("№ 7",)), replace(named, names=()), named):
        with pytest.raises(VendorError) as refused:
            file = None if wrong is named else photo if wrong.name == "order_ready" else None
            await adapter().send(account, replace(message, template=wrong, file=file))
        assert (refused.value.failure.kind, refused.value.failure.reason) == ("permanent", "template_refused")
    # A file is uploaded first; the words under it go with it.
    file = OutgoingFile("file", "план.pdf", "application/pdf", b"%PDF-1.4 x")
    await adapter().send(account, Outgoing(uuid4(), "direct", SHOWN, "ось", file=file))
    sent = json.loads((await shop.calls("/messages"))[-1]["body"])
    assert (sent["type"], sent["document"]["filename"], sent["document"]["caption"]) == (
        "document",
        "план.pdf",
        "ось",
    )
    # Opus in Ogg is somebody speaking, other sound is a file of sound.
    for content, spoken in ((opus.silence(2), True), (b"OggS", None)):
        voice = OutgoingFile("voice", "voice.ogg", "audio/ogg", content)
        await adapter().send(account, Outgoing(uuid4(), "direct", SHOWN, "", file=voice))
        sent = json.loads((await shop.calls("/messages"))[-1]["body"])
        assert (sent["type"], sent["audio"].get("voice")) == ("audio", spoken)


async def test_what_was_sent_and_not_answered_is_settled_by_its_status(shop: Shop) -> None:
    await shop.act("message", text="Ціна?")
    await shop.faults(close_connection_after_send=1)
    await shop.say("direct", "Сто")
    await shop.outbox.work_once()
    assert await shop.outbound() == [("ambiguous", "unanswered")]
    await shop.advance("1s")
    assert await shop.outbound() == [("sent", None)]
    mine = (await shop.entries())[-1]
    assert (mine["body"], mine["author_id"], mine["status"]) == ("Сто", ADMIN.id, "delivered")
    await shop.faults(error_next=[{"code": 131056}, {"code": 131031}, {"code": 131000}])
    await shop.say("direct", "Двісті")
    for _ in range(3):
        await shop.outbox.work_once()
        assert (await shop.source())["state"] == "degraded"
        await shop.due()
    await shop.deliver()
    assert [status for status, _ in await shop.outbound()] == ["sent", "sent"]


async def test_what_is_written_on_the_phone_is_said_in_the_same_conversation(shop: Shop) -> None:
    # Nobody here knows whom this is for.
    await shop.act("phone_reply", phone=HIDDEN, text="Доброго дня, це магазин")
    assert await shop.entries() == []
    # An Argentinian number: WhatsApp writes a 9 that people leave out.
    await shop.act("message", phone="541123456789", name="Lucía", text="Ціна?")
    said = await shop.act("phone_reply", phone="541123456789", text="Сто")
    gone = await shop.act("phone_reply", phone="541123456789", text="помилка")
    await shop.act("phone_reply", phone="541123456789", revokes=gone["wamid"])
    await shop.act("phone_reply", phone="541123456789", edits=said["wamid"], text="Двісті")
    assert texts(await shop.entries()) == [("in", "Ціна?"), ("out", "Двісті"), ("out", "")]
    # (An echo that names a number only, in its other form.)
    value = {"message": {"to": "541123456789", "id": "wamid.phone", "type": "text", "text": {"body": "Є"}}}
    told = fragment(("message:wamid.phone", "message"), PHONE, "echo", value, 1795330000)
    # Why it did not arrive is heard before the message itself.
    status = {"id": "wamid.phone", "status": "failed", "errors": [{"code": 131026, "title": "Undeliverable"}]}
    early = fragment(("status:wamid.phone:failed", "failed"), PHONE, "status", {"status": status}, 1795330001)
    for one in (early, told):
        async with shop.database.write(SERVICE) as tx:
            await receive(tx, "whatsapp", shop.source_id, [one])
        await shop.work()
    threads = await shop.base.rows("select thread_key, last_out_at is not null from public.conversations")
    assert [row[1] for row in threads] == [True]
    mine = next(one for one in await shop.entries() if one["external_id"] == "wamid.phone")
    assert (mine["author_id"], json.loads(mine["details"])["by_hand"]) == (None, True)
    why = {"reason": "undeliverable", "words": "Undeliverable (131026)"}
    assert (mine["status"], json.loads(mine["details"])["failure"]) == ("failed", why)
    # One person with and without the 9, wherever his number comes from.
    contact = (await shop.base.rows("select match_key, value from public.client_contacts"))[0]
    assert tuple(contact) == ("phone:+541123456789", "+5491123456789")
