"""Listens to the bot: one worker of however many holds the lease, asks for updates, and does each of them once.

What an update causes and how far updates are read are one transaction: a worker that dies in between does nothing twice.
"""

import asyncio
import contextlib
import logging
from typing import Any

from asyncpg.exceptions import PostgresError

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.db.transaction import Transaction
from channels.bot_api import BotApi, BotError, BotUnanswered, BotUnreachable
from workers.deliveries.queries import announce, note_error
from workers.deliveries.words import LOCALES, words
from workers.telegram.queries import sql
from workers.telegram.updates import Said, understand
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.telegram")
WAIT_SECONDS = 25
LEASE_SECONDS = 60
BOT_ERRORS = (BotError, BotUnreachable, BotUnanswered)
CHANNEL = "telegram"


class Listener:
    """One worker's ear."""

    def __init__(self, database: Database, bot: BotApi) -> None:
        self._database = database
        self._bot = bot
        self._has_lease = False

    async def run(self, stop: Stop) -> None:
        """Says who the bot is, then listens until the process stops."""
        failures, known = 0, False
        while not stop:
            try:
                if failures or not known:  # after a failure, too: what was said of it is taken back
                    known = await self.introduce()
                await self._round(stop)
                failures = 0
            except BOT_ERRORS as error:
                failures += 1
                log.warning("Telegram: %s", error)
                known = known and not (isinstance(error, BotError) and error.code == 401)
                await self._note(error, known=known)
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
            if failures:
                await stop.wait(backoff(failures, most=60))
        with contextlib.suppress(*DATABASE_ERRORS):
            await self._drop()

    async def introduce(self) -> bool:
        """Learns the bot's name and offers Telegram to everybody."""
        me = await self._bot.get_me()
        async with self._database.write(SERVICE) as tx:
            await announce(tx, CHANNEL, is_ready=True, address=me["username"])
        return True

    async def _round(self, stop: Stop) -> None:
        async with self._database.write(SERVICE) as tx:
            lease = await tx.find(sql.take_lease, seconds=LEASE_SECONDS)
        if lease is None:
            await stop.wait(WAIT_SECONDS)
            return
        self._has_lease = True
        offset: int = lease["update_offset"]
        while not stop and self._has_lease:
            updates = await self._ask(offset, stop)
            if updates is not None:
                offset = await self.take(updates, offset)
                self._has_lease = offset >= 0

    async def _ask(self, offset: int, stop: Stop) -> list[dict[str, Any]] | None:
        """The next updates; None when the process stops meanwhile."""
        asking = asyncio.ensure_future(self._bot.get_updates(offset, WAIT_SECONDS))
        waiting = asyncio.ensure_future(stop.wait(WAIT_SECONDS * 2))
        try:
            await asyncio.wait({asking, waiting}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else None
        finally:
            for one in (asking, waiting):
                one.cancel()
            await asyncio.gather(asking, waiting, return_exceptions=True)

    async def take(self, updates: list[dict[str, Any]], offset: int) -> int:
        """Does what the updates ask for; the next offset, or -1 when another worker listens by now."""
        answers: list[tuple[int, str]] = []
        async with self._database.write(SERVICE) as tx:
            following: int = max([offset, *(update["update_id"] + 1 for update in updates)])
            lease = {"update_offset": offset, "following": following, "seconds": LEASE_SECONDS}
            if await tx.find(sql.keep_lease, **lease) is None:
                return -1
            for said in filter(None, map(understand, updates)):
                answers.append((said.chat_id, await _done(tx, said)))
        for chat_id, answer in answers:
            with contextlib.suppress(*BOT_ERRORS):  # a courtesy, not a message of the queue
                if answer:
                    await self._bot.send_message(chat_id, answer)
        return following

    async def _note(self, error: Exception, *, known: bool) -> None:
        with contextlib.suppress(*DATABASE_ERRORS):
            async with self._database.write(SERVICE) as tx:
                text = str(error)[:500]
                if known:
                    await note_error(tx, CHANNEL, text)
                else:
                    await announce(tx, CHANNEL, is_ready=False, error=text)
            await self._drop()

    async def _drop(self) -> None:
        if not self._has_lease:
            return
        self._has_lease = False
        async with self._database.write(SERVICE) as tx:
            await tx.run(sql.drop_lease)


async def _done(tx: Transaction, said: Said) -> str:
    """As `_do`; an update that the database refuses is passed over, or it would stop all that follow."""
    try:
        async with tx.savepoint():
            return await _do(tx, said)
    except PostgresError:
        log.exception("an update of Telegram's was passed over")
        return ""


async def _do(tx: Transaction, said: Said) -> str:
    """What one person's act changes, and the answer to it; a good code is answered by a notification of its own."""
    told = words(said.language if said.language in LOCALES else "en")["telegram"]
    if said.what == "blocked":
        await tx.rows(sql.block_chat, chat_id=said.chat_id)
        return ""
    if said.what == "stop":
        await tx.run(sql.unlink, chat_id=said.chat_id)
        return str(told["stopped"])
    if said.what == "start" and said.code:
        linked = await tx.value(sql.link, code=said.code, chat_id=said.chat_id, name=said.name)
        return "" if linked else str(told["bad_code"])
    back = await tx.run(sql.unblock, chat_id=said.chat_id)
    return "" if back or said.what == "returned" else str(told["hello"])
