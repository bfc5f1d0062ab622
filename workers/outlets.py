"""The ways out that this installation has: mail by its settings, Telegram by its token; and a runner for each."""

import asyncio
import logging

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.mail import MailSettings, make_mailer
from channels.bot_api import BotApi
from workers.deliveries.queries import announce
from workers.deliveries.runner import Runner
from workers.deliveries.ways import EmailWay, TelegramWay, Way
from workers.settings import WorkerSettings
from workers.telegram.listener import Listener
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers")


class Outlets:
    """Made once a process; a channel that is not set up is said to be so, and has no runner."""

    def __init__(
        self, database: Database, settings: WorkerSettings, mail: MailSettings | None = None
    ) -> None:
        self._database = database
        self._mail = mail or MailSettings()
        token = settings.telegram_bot_token
        self._bot = BotApi(token.get_secret_value(), settings.telegram_api_url) if token else None
        self._mailer = make_mailer(self._mail, self._mail.outbox)
        ways: list[Way] = []
        if self._mailer:
            ways.append(EmailWay(self._mailer, self._mail))
        if self._bot:
            ways.append(TelegramWay(self._bot))
        self._runners = [Runner(database, settings, way) for way in ways]

    async def run(self, wake: asyncio.Event, stop: Stop) -> None:
        """Works until the process stops."""
        await self._announce(stop)
        async with asyncio.TaskGroup() as group:
            # An event wakes whoever waits for it, and each runner clears it: they need one each.
            wakes = [asyncio.Event() for _ in self._runners]
            group.create_task(_spread(wake, wakes, stop))
            for runner, own in zip(self._runners, wakes, strict=True):
                group.create_task(runner.run(own, stop))
            if self._bot:
                group.create_task(Listener(self._database, self._bot).run(stop))

    async def _announce(self, stop: Stop) -> None:
        """Says what is set up; who the bot is its listener finds out."""
        failures = 0
        while not stop:
            try:
                async with self._database.write(SERVICE) as tx:
                    sender = self._mail.sender if self._mailer else None
                    await announce(tx, "email", is_ready=self._mailer is not None, address=sender)
                    if not self._bot:
                        await announce(tx, "telegram", is_ready=False)
                return
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
                await stop.wait(backoff(failures, most=10))

    async def close(self) -> None:
        """Closes what is open."""
        if self._bot:
            await self._bot.close()


async def _spread(wake: asyncio.Event, wakes: list[asyncio.Event], stop: Stop) -> None:
    while not stop:
        wake.clear()
        await stop.wait(60, wake)
        for one in wakes:
            one.set()
