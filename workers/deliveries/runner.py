"""Sends what the queue holds for one channel: claim, hand over, note the outcome, each a transaction of its own.

A row is one worker's by its lock, and for ever by the number of its attempts: whoever has lost it writes nothing.
"""

import asyncio
import logging
from uuid import UUID

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from workers.deliveries.compose import compose
from workers.deliveries.delivery import Delivery, Verdict, delivery_of, verdict
from workers.deliveries.digest import digest
from workers.deliveries.message import Message
from workers.deliveries.queries import note_error, sql
from workers.deliveries.report import report_message
from workers.deliveries.ways import ChatGone, Later, Refused, Unknown, Way
from workers.settings import WorkerSettings
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.deliveries")
BATCH = 10
MAX_ERROR = 500
SETTLE_ATTEMPTS = 4


class Runner:
    """One channel's runner; several may run, in this process and in others."""

    def __init__(self, database: Database, settings: WorkerSettings, way: Way) -> None:
        self._database = database
        self._settings = settings
        self._way = way
        self._lock_seconds = max(settings.smena_worker_lock_seconds, way.seconds)

    async def run(self, wake: asyncio.Event, stop: Stop) -> None:
        """Works until the process stops; sleeps while there is nothing to do."""
        failures = 0
        while not stop:
            wake.clear()
            try:
                claimed = await self.work_once(stop)
                failures = 0
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
                await stop.wait(backoff(failures, most=10))
                continue
            if claimed < BATCH:
                await stop.wait(self._settings.smena_worker_poll_seconds, wake)

    async def work_once(self, stop: Stop | None = None) -> int:
        """Claims a batch and works through it; the number claimed. On a stop or a pause the rest is given back."""
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(
                sql.claim_deliveries,
                channel=self._way.channel,
                max_rows=BATCH,
                lock_seconds=self._settings.smena_worker_lock_seconds,
            )
        for position, row in enumerate(rows):
            if stop:
                await self._give_back(rows[position:])
                break
            if not await self._handle(delivery_of(row)):
                await self._give_back(rows[position + 1 :])
                break
        return len(rows)

    async def _handle(self, delivery: Delivery) -> bool:
        """One message; False when the channel has to rest. A database that is gone ends the batch: claims run out."""
        against = verdict(delivery, most_attempts=self._settings.smena_worker_attempts)
        try:
            message = None if against else await self._message(delivery)
        except DATABASE_ERRORS:
            raise
        except Exception as error:  # words that cannot be made stop no other message
            log.exception("delivery %s has no words", delivery.id)
            return await self._put_off(delivery, Later(f"{type(error).__name__}: {error}"))
        if against or message is None:
            await self._settle(delivery, against or Verdict("skipped", "nothing"))
            return True
        return await self._send(delivery, message)

    async def _message(self, delivery: Delivery) -> Message | None:
        if delivery.is_report:
            async with self._database.read(SERVICE) as tx:
                document = await tx.document(sql.report, id=UUID(delivery.params["report_id"]))
            # A sheet and a document take their time: not the loop's.
            return await asyncio.to_thread(report_message, delivery, document, self._settings.public_url)
        if delivery.kind != "digest":
            return compose(delivery, self._settings.public_url)
        async with self._database.read(SERVICE) as tx:
            document = await tx.document(sql.digest, user_id=delivery.user_id)
        return digest(delivery, document, self._settings.public_url)

    async def _send(self, delivery: Delivery, message: Message) -> bool:
        async with self._database.write(SERVICE) as tx:
            mine = await tx.run(
                sql.hand_over, id=delivery.id, attempts=delivery.attempts, lock_seconds=self._lock_seconds
            )
        if not mine:
            log.warning("delivery %s was taken over by another worker", delivery.id)
            return True
        try:
            external_id = await self._way.send(delivery, message)
        except ChatGone as error:
            await self._chat_gone(delivery, error)
        except Refused as error:
            await self._settle(delivery, Verdict("dead", "refused"), error=error)
        except Unknown as error:
            await self._settle(delivery, Verdict("ambiguous", "unanswered"), error=error)
        except Later as error:
            return await self._put_off(delivery, error)
        else:
            await self._settle(delivery, None, external_id=external_id)
        return True

    async def _settle(
        self,
        delivery: Delivery,
        against: Verdict | None,
        *,
        external_id: str | None = None,
        error: Exception | None = None,
    ) -> None:
        if against and against.status != "skipped":
            log.warning("delivery %s is %s: %s", delivery.id, against.status, error or against.reason)
        outcome = {
            "status": against.status if against else "sent",
            "reason": against.reason if against else None,
            "external_id": external_id,
            "error": str(error)[:MAX_ERROR] if error else None,
        }
        for attempt in range(1, SETTLE_ATTEMPTS + 1):
            try:
                async with self._database.write(SERVICE) as tx:
                    await tx.run(sql.settle, id=delivery.id, attempts=delivery.attempts, **outcome)
                return
            except DATABASE_ERRORS:  # what is known of a message that has left must not be lost to a restart
                if attempt == SETTLE_ATTEMPTS:
                    raise
                await asyncio.sleep(backoff(attempt))

    async def _chat_gone(self, delivery: Delivery, error: ChatGone) -> None:
        await self._settle(delivery, Verdict("skipped", "blocked"), error=error)
        async with self._database.write(SERVICE) as tx:
            await tx.rows(sql.block_chat, chat_id=delivery.chat_id)

    async def _put_off(self, delivery: Delivery, error: Later) -> bool:
        if delivery.attempts >= self._settings.smena_worker_attempts and not error.pause:
            await self._settle(delivery, Verdict("dead", "unreachable"), error=error)
            return True
        text = str(error)[:MAX_ERROR]
        async with self._database.write(SERVICE) as tx:
            await note_error(tx, self._way.channel, text)
            await tx.run(
                sql.put_off,
                id=delivery.id,
                attempts=delivery.attempts,
                delay=float(error.pause) or backoff(delivery.attempts),
                error=text,
                counts=not error.pause,
            )
            if error.pause:
                await tx.run(sql.pause, channel=self._way.channel, seconds=float(error.pause))
        return not error.pause

    async def _give_back(self, rows: list[Record]) -> None:
        async with self._database.write(SERVICE) as tx:
            await tx.run(sql.give_back, ids=[row["id"] for row in rows])
