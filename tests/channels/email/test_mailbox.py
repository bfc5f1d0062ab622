"""Scenario 15 of the reference, whole: a real IMAP server, a real SMTP server, a worker's process, and the card in between."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from api.sources.vault import Vault
from channels.capabilities import Account, ConnectRefused, Outgoing
from channels.email import envelope
from channels.email.adapter import Email
from channels.email.mailbox import Mailbox as Mailbox_
from channels.email.mailbox import Server
from channels.email.settings import EmailSettings
from channels.failures import VendorError
from channels.keyed import HookAddress
from tests.channels.email.letters import BOX, bounce, letter
from tests.support import client, imap, processes, smtp
from tests.support.certificate import make
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.imap import PASSWORD, Imap
from tests.support.people import ADMIN
from tests.support.processes import worker
from tests.support.smtp import Mailbox

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are of this moment, not of that when the tests were collected: what came before the connection is history."""
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC))


@dataclass
class Shop:
    """A mailbox, its servers, and what the CRM made of it."""

    base: Base
    imap: Imap
    smtp: Mailbox
    api: httpx.AsyncClient
    source_id: UUID
    adapter: Email

    async def until(self, condition: str, *values: object) -> None:
        async with asyncio.timeout(60), self.base.connected() as connection:
            while not await connection.fetchval(f"select {condition}", *values):  # noqa: ASYNC110 -- the database sets no event of ours
                await asyncio.sleep(0.02)

    async def hears(self, raw: bytes, folder: str = "INBOX") -> dict[str, Any]:
        """A mail arrives; what became of its event."""
        self.imap.put(raw, folder)
        if folder != "INBOX":
            self.nudge()
        key = f"{'mail' if folder == 'INBOX' else 'sent'}:{envelope.identity(raw)}"
        await self.until(
            "exists (select from private.inbound_events where dedupe_key = $1 and status <> 'pending')", key
        )
        (row,) = await self.base.rows("select * from private.inbound_events where dedupe_key = $1", key)
        assert row["last_error"] is None
        return dict(row)

    def nudge(self) -> None:
        """Other folders are looked at whenever something arrives in the inbox, and once a minute."""
        self.imap.put(letter(id=f"<nudge-{uuid4()}@x.ua>", precedence="bulk"))

    async def entries(self, email: str) -> list[tuple[str, str, UUID]]:
        rows = await self.base.rows(
            """select i.direction, i.body, i.conversation_id from public.interactions i
            join public.conversations c on c.id = i.conversation_id where c.address = $1 order by i.occurred_at, i.created_at""",
            email,
        )
        return [(row[0], row[1], row[2]) for row in rows]

    async def answer(self, email: str, text: str) -> httpx.Response:
        """The admin answers from the card, in the newest thread."""
        (thread, *_) = await self.base.rows(
            "select id, client_id from public.conversations where address = $1 order by last_in_at desc nulls last",
            email,
        )
        body = {"conversation_id": str(thread["id"]), "mode": "direct", "text": text, "key": str(uuid4())}
        return await self.api.post(f"/api/v1/clients/{thread['client_id']}/messages/outbound", json=body)

    async def sends(self, email: str, text: str) -> EmailMessage:
        """The answer as it left."""
        before = len(self.smtp.mails)
        assert (await self.answer(email, text)).status_code == 202
        await self.until("not exists (select from private.outbound_messages where status = 'pending')")
        assert len(self.smtp.mails) == before + 1
        return self.smtp.mails[-1]


@pytest.fixture
def servers() -> Iterator[tuple[Imap, Mailbox]]:
    with imap.running(BOX) as incoming, smtp.running(BOX, PASSWORD) as outgoing:
        yield incoming, outgoing


@pytest.fixture
def adapter() -> Email:
    return Email(EmailSettings(_env_file=None, email_private_hosts=True))  # type: ignore[call-arg]


def keys(incoming: Imap, outgoing: Mailbox, **changes: str) -> dict[str, str]:
    """What the admin fills in for servers on his own machine."""
    return {
        "address": BOX,
        "password": PASSWORD,
        "name": "Магазин",
        "imap_host": "127.0.0.1",
        "imap_port": str(incoming.port),
        "imap_tls": "false",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(outgoing.port),
        "smtp_tls": "false",
        **changes,
    }


HOOK = HookAddress("http://smena.test/hooks/x", "secret", public=False)


@pytest.fixture
async def shop(
    db: Base, servers: tuple[Imap, Mailbox], adapter: Email, tmp_path: Path
) -> AsyncIterator[Shop]:
    """A mailbox that was connected a moment ago, and a worker."""
    incoming, outgoing = servers
    incoming.put(
        letter("Давній лист", id="<old@ukr.net>", sender="stara@ukr.net", at=NOW - timedelta(days=3)),
        at=NOW - timedelta(days=3),
    )
    opened = await adapter.open(keys(incoming, outgoing), HOOK)
    assert (opened.access.account_id, opened.access.simulated) == (BOX, False)
    source_id = await db.value(
        """insert into public.lead_sources (channel, name, account_id, account_name, connected_at)
        values ('email', 'Пошта', $1, $1, now()) returning id""",
        BOX,
    )
    nonce, sealed = Vault(settings_for(db)).seal(source_id, "token", opened.access.token)
    await db.run(
        "insert into private.credentials (source_id, kind, nonce, ciphertext) values ($1, 'token', $2, $3)",
        source_id,
        nonce,
        sealed,
    )
    await db.run("insert into private.source_upkeep (source_id) values ($1)", source_id)
    key = settings_for(db).credentials_key
    assert key is not None
    values = {
        "CREDENTIALS_KEY": key.get_secret_value(),
        "EMAIL_PRIVATE_HOSTS": "true",
        "SMENA_WORKER_POLL_SECONDS": "0.2",
    }
    async with client.running(db) as api:
        with worker(db, tmp_path, **values) as process:
            yield Shop(db, incoming, outgoing, api.as_(ADMIN), source_id, adapter)
            assert process.end() == 0  # at once: lines are not waited for


async def test_a_mailbox_from_its_first_mail_to_the_last(shop: Shop) -> None:
    base = shop.base
    await shop.until("listener is not null from private.source_upkeep")

    event = await shop.hears(letter("Скільки коштує?", id="<1@ukr.net>", at=NOW))
    assert event["status"] == "done" and event["body"].endswith(
        letter("Скільки коштує?", id="<1@ukr.net>", at=NOW)
    )
    await shop.until(
        "exists (select from public.notifications where kind in ('lead_new', 'lead_unassigned'))"
    )
    ((_, words, thread),) = await shop.entries("olena@ukr.net")
    assert words == "Запитання\n\nСкільки коштує?"
    shop.imap.put(letter("Скільки коштує?", id="<1@ukr.net>", at=NOW))  # the server has it twice

    left = await shop.sends("olena@ukr.net", "Добрий день!\n500 грн.")
    assert (left["From"], left["To"], left["Subject"]) == (
        f"Магазин <{BOX}>",
        "olena@ukr.net",
        "Re: Запитання",
    )
    assert left["In-Reply-To"] == left["References"] == "<1@ukr.net>"
    ours = str(left["Message-ID"])
    plain = left.get_body(("plain",))
    assert plain is not None and plain.get_content().strip() == "Добрий день!\n500 грн."
    shop.nudge()
    await shop.until("exists (select from private.inbound_events where kind = 'sent' and status = 'done')")
    assert [ours.encode() in one for one in shop.imap.mails()] == [True]

    # He answers in a program that names the last mail only, under a subject of his own; and once more under the first one.
    await shop.hears(
        letter(
            "Беру\n\nпн, 23 лист. 2026 р. о 10:00 Магазин <sales@shop.ua> пише:\n> 500",
            id="<2@ukr.net>",
            subject="Адреса",
            in_reply_to=ours,
            at=NOW,
        )
    )
    again = await shop.sends("olena@ukr.net", "Записав.")
    assert again["Subject"] == "Re: Адреса" and again["References"] == f"{ours} <2@ukr.net>"
    assert {(way, text) for way, text, _ in await shop.entries("olena@ukr.net")} == {
        ("in", "Запитання\n\nСкільки коштує?"), ("out", "Добрий день!\n500 грн."), ("in", "Беру"), ("out", "Записав."),
    }  # fmt: skip
    assert len(await shop.entries("olena@ukr.net")) == 4
    assert {one[2] for one in await shop.entries("olena@ukr.net")} == {thread}

    # Three people answer one newsletter: three clients, three threads. Machines are nobody.
    for who in ("a", "b", "c"):
        await shop.hears(
            letter(
                "Цікаво",
                id=f"<news-{who}@x.ua>",
                sender=f"{who}@ukr.net",
                in_reply_to="<news@shop.ua>",
                at=NOW,
            )
        )
    assert (
        await base.value(
            "select count(distinct client_id) from public.conversations where address in ('a@ukr.net', 'b@ukr.net', 'c@ukr.net')"
        )
        == 3
    )
    away = await shop.hears(
        letter("Я у відпустці", id="<away@x.ua>", auto_submitted="auto-replied", in_reply_to=ours, at=NOW)
    )
    assert (away["status"], away["quarantine_reason"]) == ("ignored", "auto_reply")

    # A mail written by hand in a mail program is on the timeline, too.
    await shop.hears(
        letter(
            "Дзвоню завтра",
            id="<hand@shop.ua>",
            sender=BOX,
            to="a@ukr.net",
            references="<news@shop.ua> <news-a@x.ua>",
            at=NOW,
        ),
        "Sent",
    )
    assert (
        await base.value(
            "select details ->> 'by_hand' from public.interactions where external_id = 'hand@shop.ua'"
        )
        == "true"
    )
    assert {one[:2] for one in await shop.entries("a@ukr.net")} == {
        ("in", "Цікаво"),
        ("out", "Дзвоню завтра"),
    }

    await _comes_back(shop)
    await _breaks(shop)
    await _is_in_doubt(shop)
    # What was there before the connection came in as history.
    await shop.until(
        "exists (select from public.interactions where body like '%Давній лист%' and details ? 'history')"
    )
    assert shop.imap.seen() == 0
    assert await base.value("select count(*) from public.interactions where external_id = '1@ukr.net'") == 1
    assert await base.value("select count(*) from private.inbound_events where last_error is not null") == 0


async def _comes_back(shop: Shop) -> None:
    """An address that is none: the message failed, the person is not to be reached until he writes."""
    left = await shop.sends("b@ukr.net", "Добрий день")
    name = str(left["Message-ID"]).strip("<>")
    assert (await shop.hears(bounce(name, "4.4.1")))["quarantine_reason"] == "delivery_delayed"
    await shop.hears(bounce(name))
    assert (
        await shop.base.value("select status from public.interactions where external_id = $1", name)
        == "failed"
    )
    assert (await shop.answer("b@ukr.net", "Ще раз")).status_code == 409
    await shop.hears(
        letter(
            "Це я",
            id="<back@x.ua>",
            sender="b@ukr.net",
            references=f"<news@shop.ua> <{name}>",
            at=datetime.now(UTC),
        )
    )
    assert await shop.base.value(
        "select unreachable is null from public.conversations where address = 'b@ukr.net'"
    )
    # So the server says at once, when it knows.
    shop.smtp.refuse_recipient = ["550 5.1.1 no such user"]
    assert (await shop.answer("b@ukr.net", "Ще раз")).status_code == 202
    await shop.until("unreachable = 'recipient_gone' from public.conversations where address = 'b@ukr.net'")


async def _breaks(shop: Shop) -> None:
    """The line is lost, and the server numbers its mails anew: nothing is missed, nothing comes twice."""
    called = shop.imap.signed_in
    shop.imap.hang_up()
    await shop.until("listen_failures = 1 from private.source_upkeep")
    shop.imap.put(letter("Поки не чули", id="<3@ukr.net>", at=NOW))
    shop.imap.renumber()
    await shop.base.run("update private.source_upkeep set listened_until = null")
    await shop.until("exists (select from public.interactions where external_id = '3@ukr.net')")
    assert shop.imap.signed_in > called
    counted = "select count(*) from private.inbound_events"
    before = await shop.base.value(counted)
    await shop.hears(letter("І далі чуємо", id="<4@ukr.net>", at=NOW))
    assert await shop.base.value(counted) == before + 1
    validity = json.loads(await shop.base.value("select listen_cursor from private.source_upkeep"))[
        "folders"
    ]["INBOX"]["validity"]
    assert validity == shop.imap.validity


async def _is_in_doubt(shop: Shop) -> None:
    """The answer to a mail of ours is lost: it is looked for where it would lie, and never sent a second time on a guess."""
    for is_there in (False, True):
        shop.smtp.hang_ups, before = 1, len(shop.smtp.mails)
        assert (await shop.answer("c@ukr.net", f"Чи дійшло? {is_there}")).status_code == 202
        await shop.until("exists (select from private.outbound_messages where status = 'ambiguous')")
        if is_there:
            shop.imap.put(shop.smtp.mails[-1].as_bytes(), "Sent")
            shop.nudge()
            await shop.until("not exists (select from private.outbound_messages where status = 'ambiguous')")
        else:
            await shop.base.run(
                "update private.outbound_messages set next_attempt_at = now() where status = 'ambiguous'"
            )
            await shop.until("looks = 3 from private.outbound_messages where status = 'ambiguous'")
            await shop.base.run(
                "update private.outbound_messages set status = 'discarded' where status = 'ambiguous'"
            )
        assert len(shop.smtp.mails) == before + 1
    sent = await shop.base.value("select author_id from public.interactions where body = 'Чи дійшло? True'")
    assert sent == ADMIN.id


async def test_a_mailbox_that_does_not_open_says_why(servers: tuple[Imap, Mailbox], adapter: Email) -> None:
    incoming, outgoing = servers
    refusals = {
        "imap_login_refused": {"password": "wrong"},
        "imap_unreachable": {"imap_port": "1"},
        "smtp_unreachable": {"smtp_port": "1"},
        "imap_tls_failed": {"imap_tls": "true"},
        "password_missing": {"password": ""},
    }
    for reason, changes in refusals.items():
        with pytest.raises(ConnectRefused) as refused:
            await adapter.open(keys(incoming, outgoing, **changes), HOOK)
        assert refused.value.reason == reason
    guarded = Email(EmailSettings(_env_file=None))  # type: ignore[call-arg]
    for reason, changes in {
        "encryption_needed": {},
        "host_not_allowed": {"imap_tls": "true", "smtp_tls": "true"},
    }.items():
        with pytest.raises(ConnectRefused, match=reason):
            await guarded.open(keys(incoming, outgoing, **changes), HOOK)
    outgoing.password = "another"
    with pytest.raises(ConnectRefused, match="smtp_login_refused"):
        await adapter.open(keys(incoming, outgoing), HOOK)
    outgoing.password = PASSWORD
    opened = await adapter.open(keys(incoming, outgoing), HOOK)
    account = Account(uuid4(), BOX, opened.access.token)
    await adapter.health(account)
    # Twice a refusal may be a bad moment; the third time the access is lost, before the server locks the mailbox.
    spoilt = Account(
        account.source_id, BOX, opened.access.token.replace(json.dumps(PASSWORD, ensure_ascii=False), '"x"')
    )
    kinds = []
    for _ in range(3):
        with pytest.raises(VendorError) as refused_line:
            async for _batch in adapter.listen(spoilt, {}):
                break
        kinds.append(refused_line.value.failure.kind)
    assert kinds == ["retry", "retry", "reauth"]
    # Nothing was taken of a message that the server puts off.
    outgoing.refuse_mail = ["451 4.7.1 try again later"]
    with pytest.raises(VendorError) as put_off:
        await adapter.send(account, Outgoing(uuid4(), "direct", "o@ukr.net", "Так"))
    assert (put_off.value.failure.kind, put_off.value.failure.pause, outgoing.mails) == ("retry", 900, [])


async def test_servers_are_spoken_to_in_private_only(
    adapter: Email, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, tls = make(tmp_path)
    private = {"imap_host": "localhost", "smtp_host": "localhost", "imap_tls": "true", "smtp_tls": "true"}
    with smtp.running(BOX, PASSWORD, tls) as outgoing:
        for at_once in (True, False):
            with imap.running(BOX, tls, at_once=at_once) as incoming:
                monkeypatch.delenv("SSL_CERT_FILE", raising=False)
                with pytest.raises(ConnectRefused, match="imap_tls_failed"):
                    await adapter.open(keys(incoming, outgoing, **private), HOOK)
                monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
                opened = await adapter.open(keys(incoming, outgoing, **private), HOOK)
                account = Account(uuid4(), BOX, opened.access.token)
                heard = adapter.listen(account, {})
                assert await anext(heard) == []
                waiting = asyncio.ensure_future(anext(heard))
                await asyncio.sleep(0.2)
                incoming.put(letter())
                assert [one.key for one in await waiting] == ["mail:1@ukr.net"]
                await heard.aclose()
                await adapter.send(account, Outgoing(uuid4(), "direct", "o@ukr.net", "Так"))
                assert len(incoming.mails()) == 1
        assert len(outgoing.mails) == 2


async def test_a_mailbox_without_a_password_is_opened_with_a_refresh_token() -> None:
    given: list[str] = []

    async def token(request: Request) -> JSONResponse:
        form = await request.form()
        given.append(str(form["refresh_token"]))
        if form["refresh_token"] != "r1" or form["client_secret"] != "quiet":
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "a1", "expires_in": 3600, "refresh_token": "r2"})

    def offering(url: str) -> Email:
        settings = {
            "email_google_client_id": "app",
            "email_google_client_secret": "quiet",
            "email_google_token_url": url,
        }
        return Email(EmailSettings(_env_file=None, email_private_hosts=True, **settings))  # type: ignore[arg-type, call-arg]

    assert "refresh_token" not in [one.name for one in Email(EmailSettings(_env_file=None)).keys]  # type: ignore[call-arg]
    with processes.serving(lambda _: Starlette(routes=[Route("/", token, methods=["POST"])])) as url:
        adapter = offering(url)
        assert {one.name: one.required for one in adapter.keys}["password"] is False
        mailbox = Mailbox_(
            "a@gmail.com", Server("localhost", 1, "a@gmail.com"), Server("localhost", 1, "a@gmail.com"),
            refresh_token="r1", oauth="google",
        )  # fmt: skip
        renewed = await adapter.renew(Account(uuid4(), "a@gmail.com", mailbox.document()))
        assert json.loads(renewed.token)["refresh_token"] == "r2" and renewed.until is not None
        with pytest.raises(VendorError) as refused:
            await adapter.renew(Account(uuid4(), "a@gmail.com", renewed.token))
        assert (refused.value.failure.kind, refused.value.failure.reason) == ("reauth", "oauth_refused")
        with pytest.raises(ConnectRefused, match="oauth_refused"):
            await adapter.open({"address": "a@gmail.com", "refresh_token": "r9"}, HOOK)
    assert given == ["r1", "r2", "r9"]
    with pytest.raises(ConnectRefused, match="oauth_unknown"):
        await adapter.open({"address": "a@firma.ua", "refresh_token": "r1"}, HOOK)
