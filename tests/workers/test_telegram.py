"""What people do to the bot: a code binds a chat, /stop and blocking end it; one worker listens, each update counts once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest

from api.db.pool import Database
from channels.bot_api import BotApi, BotError
from simulator.telegram import TOKEN, Telegram, create_app
from tests.support import processes
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN
from workers.telegram.listener import Listener
from workers.telegram.updates import understand
from workers.waiting import Stop

CHAT = 900


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[BotApi]:
    with processes.serving(lambda _: create_app(telegram)) as url:
        made = BotApi(TOKEN, url)
        yield made
        await made.close()


@pytest.fixture
def listener(database: Database, bot: BotApi) -> Listener:
    return Listener(database, bot)


async def heard(listener: Listener, telegram: Telegram, db: Base) -> None:
    """Everything that people have done so far, as a round of the listener takes it."""
    offset = await db.value("select update_offset from private.delivery_channels where channel = 'telegram'")
    updates = [update for update in telegram.updates if update["update_id"] >= offset]
    assert await listener.take(updates, offset) > 0


async def code(db: Base, person: UUID) -> str:
    async with db.as_user(person) as connection:
        found: str = await connection.fetchval("select code from app.telegram_code()")
        return found


async def link(db: Base) -> list[UUID]:
    return [
        row["user_id"]
        for row in await db.rows(
            "select user_id from public.telegram_links where blocked_at is null order by linked_at"
        )
    ]


async def test_start_with_a_code_binds_the_chat_and_confirms(
    listener: Listener, telegram: Telegram, db: Base
) -> None:
    await listener.introduce()
    assert await db.value(
        "select is_ready and address = 'smena_test_bot' from private.delivery_channels where channel = 'telegram'"
    )
    telegram.write(CHAT, f"/start {await code(db, ANNA.id)}")
    await heard(listener, telegram, db)
    assert await link(db) == [ANNA.id]
    assert (
        await db.value("select kind from private.deliveries where channel = 'telegram'") == "telegram_linked"
    )
    # The same chat may serve a second account of the same person.
    telegram.write(CHAT, f"/start {await code(db, BOHDAN.id)}")
    await heard(listener, telegram, db)
    assert await link(db) == [ANNA.id, BOHDAN.id]


async def test_a_wrong_or_spent_code_binds_nothing_and_says_so(
    listener: Listener, telegram: Telegram, db: Base
) -> None:
    await listener.introduce()
    good = await code(db, ANNA.id)
    telegram.write(CHAT, f"/start {good}")
    await heard(listener, telegram, db)
    telegram.write(CHAT + 1, f"/start {good}")
    telegram.write(CHAT + 2, "/start", language="en")
    await heard(listener, telegram, db)
    assert await link(db) == [ANNA.id]
    assert telegram.texts(CHAT + 1)[0].startswith("Ссылка устарела")
    assert telegram.texts(CHAT + 2)[0].startswith("This is the Smena bot")


async def test_stop_unlinks_and_blocking_switches_off_until_the_return(
    listener: Listener, telegram: Telegram, db: Base
) -> None:
    await listener.introduce()
    telegram.write(CHAT, f"/start {await code(db, ANNA.id)}")
    telegram.block(CHAT)
    await heard(listener, telegram, db)
    assert await link(db) == []
    assert await db.value("select count(*) from public.notifications where kind = 'telegram_blocked'") == 1
    telegram.unblock(CHAT)
    await heard(listener, telegram, db)
    assert await link(db) == [ANNA.id]
    telegram.write(CHAT, "/stop")
    await heard(listener, telegram, db)
    assert await db.value("select count(*) from public.telegram_links") == 0
    assert telegram.texts(CHAT)[-1].startswith("Уведомления сюда больше не приходят")


async def test_an_update_is_done_once_by_however_many_listeners(
    listener: Listener, telegram: Telegram, db: Base
) -> None:
    await listener.introduce()
    telegram.write(CHAT, f"/start {await code(db, ANNA.id)}")
    updates = list(telegram.updates)
    done = await asyncio.gather(*(listener.take(updates, 0) for _ in range(4)))
    assert sorted(done) == [-1, -1, -1, updates[-1]["update_id"] + 1]
    assert await db.value("select count(*) from public.notifications where kind = 'telegram_linked'") == 1


@asynccontextmanager
async def running(*listeners: Listener) -> AsyncIterator[None]:
    stop = Stop()
    tasks = [asyncio.create_task(one.run(stop)) for one in listeners]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 10)


async def until(db: Base, condition: str) -> None:
    async with asyncio.timeout(10):
        while not await db.value(f"select {condition}"):  # noqa: ASYNC110 -- the database sets no event of ours
            await asyncio.sleep(0.05)


async def test_two_workers_listen_in_turns_and_hear_at_once(
    listener: Listener, database: Database, bot: BotApi, telegram: Telegram, db: Base
) -> None:
    async with running(listener, Listener(database, bot)):
        await until(
            db,
            "is_ready and locked_until is not null from private.delivery_channels where channel = 'telegram'",
        )
        async with httpx.AsyncClient() as person:
            order = {"do": "write", "chat_id": CHAT, "text": f"/start {await code(db, ANNA.id)}"}
            await person.post(f"{bot._url.split('/bot')[0]}/sim", json=order)
        await until(db, "exists (select from public.telegram_links)")
    assert await db.value(
        "select locked_until is null from private.delivery_channels where channel = 'telegram'"
    )


async def test_a_bad_token_and_a_webhook_are_told_to_the_admin(
    database: Database, bot: BotApi, telegram: Telegram, db: Base
) -> None:
    wrong = BotApi("1:wrong", bot._url.split("/bot")[0])
    async with running(Listener(database, wrong)):
        await until(
            db,
            "last_error = '401 Unauthorized' and not is_ready from private.delivery_channels where channel = 'telegram'",
        )
    await wrong.close()
    telegram.webhook = "https://elsewhere.example"
    async with running(Listener(database, bot)):
        await until(
            db, "last_error like '409 Conflict%' from private.delivery_channels where channel = 'telegram'"
        )


async def test_the_simulator_is_as_strict_as_telegram(bot: BotApi, telegram: Telegram) -> None:
    for chat_id, text, words in (
        (CHAT, "x", "400 Bad Request: chat not found"),
        (CHAT, " ", "400 Bad Request: message text is empty"),
    ):
        with pytest.raises(BotError, match=words):
            await bot.send_message(chat_id, text)
    telegram.write(CHAT, "/start")
    telegram.block(CHAT)
    with pytest.raises(BotError, match="403 Forbidden: bot was blocked by the user"):
        await bot.send_message(CHAT, "x")
    assert (await bot.get_me())["username"] == "smena_test_bot"
    first = await bot.get_updates(0, 0)
    assert [kind for update in first for kind in update if kind != "update_id"] == [
        "message",
        "my_chat_member",
    ]
    assert await bot.get_updates(first[-1]["update_id"] + 1, 0) == []


def test_what_is_no_private_chat_is_left_alone() -> None:
    assert (
        understand({"update_id": 1, "message": {"chat": {"id": -5, "type": "group"}, "text": "/start x"}})
        is None
    )
    assert understand({"update_id": 1, "poll": {}}) is None
