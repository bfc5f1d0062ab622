"""Scenario 15 of the reference, whole: a real IMAP server, a real SMTP server, a worker's process, and the card in between."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.sources.vault import Vault
from channels.email import envelope
from channels.email.adapter import Email
from tests.channels.email.conftest import HOOK, keys
from tests.channels.email.letters import BOX, bounce, letter
from tests.support import client
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.imap import Imap
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
