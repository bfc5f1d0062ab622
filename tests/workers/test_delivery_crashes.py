"""Workers are killed in mid-run, again and again: nothing is lost, nothing is sent twice where the vendor cannot tell."""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.telegram import TOKEN, Telegram, create_app
from tests.support import processes, smtp
from tests.support.database import Base
from tests.support.people import ANNA
from tests.support.processes import worker
from tests.support.smtp import Mailbox

CHAT, MESSAGES, WORKERS, KILLS = 321, 60, 3, 3


@pytest.fixture
def telegram() -> Telegram:
    made = Telegram()
    made.write(CHAT, "/start")
    made.faults.delay_seconds = 0.2  # most of a worker's time: a kill finds a message on its way
    return made


@pytest.fixture
def bot_url(telegram: Telegram) -> Iterator[str]:
    with processes.serving(lambda _: create_app(telegram)) as url:
        yield url


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with smtp.running() as running:
        running.delay_seconds = 0.03
        yield running


async def fill(db: Base) -> None:
    """Reminders by mail and by bot, all due."""
    await db.run(
        "update private.delivery_channels set is_ready = true, address = 'bot' where channel = 'telegram'"
    )
    await db.run(
        "insert into public.telegram_links (user_id, chat_id, name) values ($1, $2, 'x')", ANNA.id, CHAT
    )
    await db.run(
        """insert into public.notifications (user_id, kind, params)
        select $1, 'task_due', jsonb_build_object('title', 'дело ' || n) from generate_series(1, $2) n""",
        ANNA.id,
        MESSAGES,
    )


def reminders(telegram: Telegram) -> list[str]:
    """What came of the queue; the bot's own answer to a Start is none of it."""
    return [text for text in telegram.texts(CHAT) if text.startswith("Напоминание")]


async def until_settled(db: Base, left: int, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while await db.value("select count(*) from private.deliveries where status = 'pending'") > left:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_killed_workers_lose_nothing_and_repeat_nothing(
    db: Base, telegram: Telegram, bot_url: str, mailbox: Mailbox, tmp_path: Path
) -> None:
    await fill(db)
    environment = {
        **mailbox.environment,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": bot_url,
        "SMENA_WORKER_POLL_SECONDS": "0.05",
    }
    for kill in range(KILLS):
        with contextlib.ExitStack() as stack:
            crew = [stack.enter_context(worker(db, tmp_path, **environment)) for _ in range(WORKERS)]
            await until_settled(db, 2 * MESSAGES - 30 * (kill + 1))
            for one in crew:
                assert one.end(signal.SIGKILL) == -signal.SIGKILL
        # Nobody is left who holds a lock: as if its time had run out.
        await db.run("update private.deliveries set locked_until = now() where locked_until is not null")
    with worker(db, tmp_path, **environment), worker(db, tmp_path, **environment):
        await until_settled(db, 0)

    texts = Counter(reminders(telegram))
    assert max(texts.values()) == 1, "no chat has read anything twice"
    outcomes = Counter(
        (row["channel"], row["status"])
        for row in await db.rows("select channel, status from private.deliveries")
    )
    assert outcomes["email", "sent"] == MESSAGES
    assert outcomes["telegram", "sent"] + outcomes["telegram", "ambiguous"] == MESSAGES
    assert 1 <= outcomes["telegram", "ambiguous"] <= KILLS * WORKERS, "the kills came in mid-run"

    assert len(texts) >= outcomes["telegram", "sent"]
    ids = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    assert len(ids) == MESSAGES, "every mail came"
    # Only what was on its way when its worker died came again, under the same id: a mailbox keeps one of them.
    assert sum(ids.values()) - MESSAGES <= KILLS * WORKERS


async def test_a_clean_stop_leaves_no_question(
    db: Base, telegram: Telegram, bot_url: str, mailbox: Mailbox, tmp_path: Path
) -> None:
    await fill(db)
    environment = {
        **mailbox.environment,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": bot_url,
    }
    with worker(db, tmp_path, **environment) as running:
        await until_settled(db, 2 * MESSAGES - 10)
        assert running.end() == 0
    assert (
        await db.value(
            "select count(*) from private.deliveries where handed_over_at is not null and status = 'pending'"
        )
        == 0
    )
    assert TOKEN not in running.words
    with worker(db, tmp_path, **environment):
        await until_settled(db, 0)
    assert await db.value("select count(*) from private.deliveries where status = 'sent'") == 2 * MESSAGES
    assert len(reminders(telegram)) == len(mailbox.mails) == MESSAGES
