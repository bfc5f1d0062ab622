"""What the queue holds goes out by real SMTP and by the Telegram simulator over HTTP, and every failure has its outcome."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.mail import MailSettings, OutboxMailer, SmtpMailer
from api.mail.outbox import newest
from channels.bot_api import BotApi
from simulator.telegram import TOKEN, Telegram, create_app
from tests.support import processes, smtp
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN
from tests.support.smtp import Mailbox
from workers import reminders
from workers.deliveries.delivery import Delivery, delivery_of
from workers.deliveries.queries import sql
from workers.deliveries.runner import Runner
from workers.deliveries.ways import EmailWay, TelegramWay
from workers.settings import WorkerSettings
from workers.waiting import Stop

CHAT = 500


@pytest.fixture
def telegram() -> Telegram:
    made = Telegram()
    made.write(CHAT, "/start")
    return made


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[BotApi]:
    with processes.serving(lambda _: create_app(telegram)) as url:
        made = BotApi(TOKEN, url)
        yield made
        await made.close()


@pytest.fixture
async def linked(db: Base) -> Base:
    await db.run(
        "update private.delivery_channels set is_ready = true, address = 'bot' where channel = 'telegram'"
    )
    await db.run(
        "insert into public.telegram_links (user_id, chat_id, name) values ($1, $2, '@anna')", ANNA.id, CHAT
    )
    return db


@pytest.fixture
def by_bot(linked: Base, database: Database, settings: WorkerSettings, bot: BotApi) -> Runner:
    return Runner(database, settings, TelegramWay(bot))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp.running() as running:
        yield running


@pytest.fixture
def by_mail(database: Database, settings: WorkerSettings, mailbox: Mailbox) -> Runner:
    mail = MailSettings(
        _env_file=None, host="127.0.0.1", port=mailbox.port, tls="none", sender="Smena <crm@shop.example>"
    )
    return Runner(database, settings, EmailWay(SmtpMailer(mail), mail))


async def notify(db: Base, kind: str = "task_due", params: str = '{"title": "Позвонить <Олене>"}') -> UUID:
    found: UUID = await db.value(
        "insert into public.notifications (user_id, kind, params) values ($1, $2, $3) returning id",
        ANNA.id,
        kind,
        params,
    )
    return found


async def row(db: Base, channel: str) -> dict[str, Any]:
    """The newest message of the channel."""
    (found,) = await db.rows(
        "select * from private.deliveries where channel = $1 order by created_at desc limit 1", channel
    )
    return dict(found)


async def due(db: Base) -> None:
    """As if every wait were over."""
    await db.run("update private.deliveries set next_attempt_at = now(), locked_until = null")
    await db.run("update private.delivery_channels set paused_until = null")


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


# ------------------------------------------------------------------------------------------------ mail


async def test_a_reminder_is_mailed_in_the_readers_language(
    db: Base, by_mail: Runner, mailbox: Mailbox
) -> None:
    task = await db.value(
        """insert into public.tasks (owner_id, title, due_at, remind_at, created_by)
        values ($1, 'Позвонить <Олене>', now() + interval '15 minutes', now(), $1) returning id""",
        ANNA.id,
    )
    await db.run("update public.profiles set locale = 'uk' where id = $1", ANNA.id)
    await db.run("select app.tend_tasks()")
    assert await by_mail.work_once() == 1
    (mail,) = mailbox.mails
    sent = await row(db, "email")
    assert (sent["status"], sent["external_id"]) == ("sent", f"<{sent['id']}@shop.example>")
    assert (mail["To"], mail["Message-ID"]) == (ANNA.email, sent["external_id"])
    assert mail["Subject"] == "Нагадування: Позвонить <Олене>"
    assert "Термін: " in part(mail, "plain") and f"/tasks?open={task}" in part(mail, "plain")
    page = part(mail, "html")
    assert "Позвонить &lt;Олене&gt;" in page and f"/tasks?open={task}" in page
    assert "<img" not in page and "<style" not in page
    assert await by_mail.work_once() == 0


async def test_a_server_that_is_busy_is_asked_again(db: Base, by_mail: Runner, mailbox: Mailbox) -> None:
    mailbox.refuse_mail.append("451 try again later")
    await notify(db)
    await by_mail.work_once()
    waiting = await row(db, "email")
    assert (waiting["status"], waiting["handed_over_at"]) == ("pending", None)
    assert "451" in waiting["last_error"]
    assert "451" in await db.value("select last_error from private.delivery_channels where channel = 'email'")
    assert await by_mail.work_once() == 0, "not before its time"
    await due(db)
    await by_mail.work_once()
    assert (await row(db, "email"))["status"] == "sent"
    assert await db.value("select last_error from private.delivery_channels where channel = 'email'") is None
    assert len(mailbox.mails) == 1


async def test_an_address_that_is_refused_is_not_tried_for_ever(
    db: Base, by_mail: Runner, mailbox: Mailbox
) -> None:
    mailbox.refuse_recipient.append("550 no such user")
    await notify(db)
    await by_mail.work_once()
    dead = await row(db, "email")
    assert (dead["status"], dead["reason"], mailbox.mails) == ("dead", "refused", [])


async def test_a_server_that_is_away_ends_as_a_dead_letter(
    db: Base, database: Database, settings: WorkerSettings
) -> None:
    mail = MailSettings(_env_file=None, host="127.0.0.1", port=9, tls="none")
    away = Runner(database, settings, EmailWay(SmtpMailer(mail), mail))
    await notify(db)
    for _ in range(settings.smena_worker_attempts):
        await due(db)
        await away.work_once()
    assert ((await row(db, "email"))["status"], (await row(db, "email"))["reason"]) == ("dead", "unreachable")


async def test_a_mail_that_may_have_arrived_goes_again_under_the_same_id(
    db: Base, by_mail: Runner, mailbox: Mailbox
) -> None:
    await notify(db)
    await by_mail.work_once()
    # As if the worker had died after the server took it.
    await db.run("update private.deliveries set status = 'pending', settled_at = null")
    await due(db)
    await by_mail.work_once()
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]


async def test_without_a_server_mails_lie_in_the_outbox(
    db: Base, database: Database, settings: WorkerSettings, tmp_path: Path
) -> None:
    await notify(db)
    await Runner(
        database, settings, EmailWay(OutboxMailer(tmp_path), MailSettings(_env_file=None))
    ).work_once()
    (kept,) = newest(tmp_path)
    assert (kept["kind"], kept["to"]) == ("task_due", ANNA.email)
    assert "Напоминание: Позвонить" in kept["subject"]


async def test_the_digest_is_made_when_it_is_sent_and_not_at_all_for_nothing(
    db: Base, by_mail: Runner, mailbox: Mailbox
) -> None:
    for person in (ANNA, BOHDAN):
        await db.run("select app.queue_delivery($1, 'email', 'digest', 'digest today', now())", person.id)
    await db.run(
        "insert into public.tasks (owner_id, title, due_at) select $1, 'Дело ' || n, now() - interval '1 day' from generate_series(1, 7) n",
        ANNA.id,
    )
    await by_mail.work_once()
    (mail,) = mailbox.mails
    assert mail["To"] == ANNA.email
    assert "Просроченные задачи: 7" in part(mail, "html") and "и ещё 2" in part(mail, "plain")
    statuses = await db.rows("select status, reason from private.deliveries order by status")
    assert [tuple(found) for found in statuses] == [("sent", None), ("skipped", "nothing")]


# ------------------------------------------------------------------------------------------------ Telegram


async def test_a_reminder_goes_to_the_chat(linked: Base, by_bot: Runner, telegram: Telegram) -> None:
    await notify(linked)
    await by_bot.work_once()
    (text,) = telegram.texts(CHAT)
    assert text.startswith("Напоминание: Позвонить <Олене>\n") and text.endswith("/notifications")
    assert ((await row(linked, "telegram"))["status"], (await row(linked, "telegram"))["external_id"]) == (
        "sent",
        "2",
    )


async def test_throttling_rests_the_channel_and_costs_no_attempt(
    linked: Base, by_bot: Runner, telegram: Telegram
) -> None:
    telegram.faults.throttle, telegram.faults.retry_after = 1, 30
    for _ in range(3):
        await notify(linked)
    assert await by_bot.work_once() == 3
    assert await by_bot.work_once() == 0, "nobody asks while the channel rests"
    assert await linked.value("select max(attempts) from private.deliveries where channel = 'telegram'") == 0
    await due(linked)
    await by_bot.work_once()
    assert len(telegram.texts(CHAT)) == 3


async def test_a_blocked_bot_is_switched_off_and_said_so(
    linked: Base, by_bot: Runner, telegram: Telegram
) -> None:
    telegram.block(CHAT, quietly=True)
    await notify(linked)
    await by_bot.work_once()
    assert ((await row(linked, "telegram"))["status"], (await row(linked, "telegram"))["reason"]) == (
        "skipped",
        "blocked",
    )
    assert await linked.value("select blocked_at is not null from public.telegram_links")
    assert (
        await linked.value("select user_id from public.notifications where kind = 'telegram_blocked'")
        == ANNA.id
    )
    await notify(linked)
    assert await by_bot.work_once() == 0, "nothing more is queued for that chat"


@pytest.mark.parametrize("fault", ["gateway", "vanish"])
async def test_what_may_have_arrived_is_never_sent_blindly(
    linked: Base, by_bot: Runner, telegram: Telegram, fault: str
) -> None:
    setattr(telegram.faults, fault, 1)
    await notify(linked)
    await by_bot.work_once()
    await due(linked)
    assert await by_bot.work_once() == 0
    assert ((await row(linked, "telegram"))["status"], (await row(linked, "telegram"))["reason"]) == (
        "ambiguous",
        "unanswered",
    )
    assert len(telegram.texts(CHAT)) == 1


async def test_a_refusal_in_telegrams_own_words_is_tried_again(
    linked: Base, by_bot: Runner, telegram: Telegram
) -> None:
    telegram.faults.internal = 1
    await notify(linked)
    await by_bot.work_once()
    await due(linked)
    await by_bot.work_once()
    assert ((await row(linked, "telegram"))["status"], len(telegram.texts(CHAT))) == ("sent", 1)


async def test_the_token_is_in_no_error(linked: Base, database: Database, settings: WorkerSettings) -> None:
    nowhere = BotApi(TOKEN, "http://127.0.0.1:9")
    await notify(linked)
    await Runner(database, settings, TelegramWay(nowhere)).work_once()
    await nowhere.close()
    waiting = await row(linked, "telegram")
    assert waiting["status"] == "pending" and "ConnectError" in waiting["last_error"]
    assert TOKEN not in waiting["last_error"]


async def test_a_worker_that_died_after_the_hand_over_leaves_a_question(
    linked: Base, by_bot: Runner, telegram: Telegram
) -> None:
    await notify(linked)
    await linked.run(
        "update private.deliveries set attempts = 1, handed_over_at = now(), locked_until = now() - interval '1 second'"
    )
    await by_bot.work_once()
    assert ((await row(linked, "telegram"))["status"], (await row(linked, "telegram"))["reason"]) == (
        "ambiguous",
        "crashed",
    )
    assert telegram.sent == []


# ------------------------------------------------------------------------------------------------ what is moot


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("update public.tasks set status = 'completed'", ("skipped", "done")),
        ("update public.profiles set status = 'inactive' where id = '{anna}'", ("skipped", "inactive")),
        ("delete from public.telegram_links", ("skipped", "not_linked")),
        ("update private.deliveries set due_at = now() - interval '25 hours'", ("dead", "expired")),
        ("update private.deliveries set attempts = 3", ("dead", "crashed")),
        (
            "update private.deliveries set created_at = created_at - interval '8 hours'; update public.notifications set read_at = now() + interval '1 second'",
            ("skipped", "read"),
        ),
    ],
)
async def test_what_has_no_use_any_more_is_not_sent(
    linked: Base, by_bot: Runner, telegram: Telegram, change: str, outcome: tuple[str, str]
) -> None:
    await linked.run("insert into public.tasks (owner_id, title, remind_at) values ($1, 'x', now())", ANNA.id)
    await linked.run("select app.tend_tasks()")
    for statement in change.format(anna=ANNA.id).split("; "):
        await linked.run(statement)
    await by_bot.work_once()
    found = await row(linked, "telegram")
    assert (found["status"], found["reason"], telegram.sent) == (*outcome, [])


async def test_a_stop_gives_back_what_was_claimed(linked: Base, by_bot: Runner, telegram: Telegram) -> None:
    for _ in range(3):
        await notify(linked)
    stop = Stop()
    stop.set()
    await by_bot.work_once(stop)
    assert telegram.sent == []
    await by_bot.work_once()
    assert len(telegram.texts(CHAT)) == 3
    assert await linked.value("select max(attempts) from private.deliveries where channel = 'telegram'") == 1


async def test_whoever_lost_a_message_does_not_send_it(
    linked: Base, by_bot: Runner, database: Database, telegram: Telegram
) -> None:
    await notify(linked)

    async def claim() -> Delivery:
        async with database.write(SERVICE) as tx:
            return delivery_of(
                await tx.row(sql.claim_deliveries, channel="telegram", max_rows=1, lock_seconds=0)
            )

    slow, quick = await claim(), await claim()
    assert (slow.id, slow.attempts, quick.attempts) == (quick.id, 1, 2)
    await by_bot._handle(slow)
    assert telegram.sent == []
    await by_bot._handle(quick)
    assert len(telegram.texts(CHAT)) == 1


async def test_runners_beside_each_other_send_once(
    linked: Base, database: Database, settings: WorkerSettings, bot: BotApi, telegram: Telegram
) -> None:
    for number in range(30):
        await notify(linked, params=f'{{"title": "{number}"}}')
    runners = [Runner(database, settings, TelegramWay(bot)) for _ in range(3)]

    async def drain(runner: Runner) -> None:
        while await runner.work_once():
            pass

    await asyncio.gather(*map(drain, runners))
    texts = telegram.texts(CHAT)
    assert len(texts) == len(set(texts)) == 30


async def test_jobs_are_the_databases_functions(db: Base, database: Database) -> None:
    await db.run(
        "insert into public.notification_settings (user_id, digest_at) values ($1, '00:00')", ADMIN.id
    )
    for job in (reminders.tend_tasks, reminders.escalate_leads, reminders.queue_digests):
        await job(database)
