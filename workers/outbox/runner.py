"""Sends one channel's messages: claim, hand over, note the outcome, each a transaction of its own.

An account sends one at a time; several accounts send side by side. Who has lost a row writes nothing: the number of attempts is
the claim's token. A row found handed over and without an outcome may have arrived: nobody sends it again before the vendor was asked.
"""

import asyncio
import logging
from datetime import timedelta

from asyncpg import Record

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.errors import SmenaError
from api.kit.json import as_json
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Account, Outgoing, Reconciler, Sender, Sent, ThreadPaced
from channels.failures import Failure, VendorError
from workers.accounts.access import Accounts
from workers.accounts.queries import receive
from workers.media.store import Store, StoreFailed
from workers.outbox.enclosed import NotSendable, named, outgoing
from workers.outbox.queries import sql
from workers.settings import WorkerSettings
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.outbox")
BATCH = 10
SEND_SECONDS = 60
EXPIRES_AFTER = timedelta(days=1)
SETTLE_ATTEMPTS = 4
MAX_ERROR = 500


class Outbox:
    """One channel's runner; several may run, in this process and in others."""

    def __init__(
        self, database: Database, settings: WorkerSettings, accounts: Accounts, channel: str, sender: Sender
    ) -> None:
        self._database, self._settings, self._accounts = database, settings, accounts
        self._channel, self._sender = channel, sender
        self._store = Store(settings)
        self._paces = {mode: [3600 / pace.per_hour, pace.burst] for mode, pace in sender.paces.items()}
        shares = sender.thread_paces if isinstance(sender, ThreadPaced) else ()
        self._thread_paces = [[share.messages, share.seconds] for share in shares]
        # After a message the next one of its conversation may be due this soon.
        self._soon = min([settings.smena_worker_poll_seconds, *(share.seconds for share in shares)])

    async def run(self, wake: asyncio.Event, stop: Stop) -> None:
        """Works until the process stops; sleeps while there is nothing to do."""
        failures = claimed = 0
        while not stop:
            wake.clear()
            before = claimed
            try:
                claimed = await self.work_once() + await self.look_once()
                failures = 0
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
                await stop.wait(backoff(failures, most=10))
                continue
            if not claimed:
                await stop.wait(self._soon if before else self._settings.smena_worker_poll_seconds, wake)

    async def work_once(self) -> int:
        """One message of each account that has some; the number claimed."""
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(
                sql.claim,
                channel=self._channel,
                paces=as_json(self._paces),
                thread_paces=as_json(self._thread_paces),
                max_rows=BATCH,
                lock_seconds=max(self._settings.smena_worker_lock_seconds, SEND_SECONDS),
            )
        await asyncio.gather(*(self._handle(row) for row in rows))
        return len(rows)

    async def _handle(self, row: Record) -> None:
        if row["handed_over_at"]:
            await self._fail(row, "ambiguous", "crashed", "the worker ended while it sent this message")
        elif row["at"] - row["created_at"] > EXPIRES_AFTER:
            await self._fail(row, "dead", "expired", None)
        elif row["attempts"] > self._settings.smena_worker_attempts:
            await self._fail(row, "dead", "unreachable", None)
        else:
            await self._send(row)

    async def _send(self, row: Record) -> None:
        try:
            account = await self._accounts.find(row["source_id"])
        except SmenaError as error:  # the installation's key: mended without us
            await self._put_off(row, Failure("retry", error.code))
            return
        if account is None:
            await self._fail(row, "dead", "not_connected", None)
            return
        try:
            message = await outgoing(row, self._sender, self._store)
        except NotSendable as refusal:
            await self._fail(row, "dead", refusal.reason, None)
            return
        except StoreFailed as trouble:
            await self._put_off(row, Failure("retry", "storage_failed", str(trouble)))
            return
        await self._give(row, account, message)

    async def _give(self, row: Record, account: Account, message: Outgoing) -> None:
        """From here on it may have arrived."""
        if not await self._hand_over(row):
            log.warning("message %s was taken over by another worker", row["id"])
            return
        try:
            sent = await self._sender.send(account, message)
        except VendorError as error:
            await self._refused(row, error.failure)
        except Exception as error:  # an adapter's own failure: what it has done nobody knows
            log.exception("message %s failed in its adapter", row["id"])
            await self._fail(row, "ambiguous", "unanswered", f"{type(error).__name__}: {error}")
        else:
            await self._finish(row, sent)

    async def _hand_over(self, row: Record) -> bool:
        async with self._database.write(SERVICE) as tx:
            mine: bool = await tx.value(
                sql.hand_over,
                id=row["id"],
                attempts=row["attempts"],
                seconds_each=self._paces.get(row["mode"], [0.0])[0],
                lock_seconds=SEND_SECONDS,
            )
        return mine

    async def _refused(self, row: Record, failure: Failure) -> None:
        await self._accounts.minds(row["source_id"], failure)
        if failure.kind == "ambiguous":
            await self._fail(row, "ambiguous", failure.reason, failure.words)
        elif failure.kind in ("permanent", "done"):
            await self._fail(row, "dead", failure.reason, failure.words)
        elif failure.kind == "recipient_gone":
            await self._fail(row, "dead", "recipient_gone", failure.words)
        else:
            await self._put_off(row, failure)

    async def _put_off(self, row: Record, failure: Failure) -> None:
        counts = failure.kind == "retry"
        if counts and row["attempts"] >= self._settings.smena_worker_attempts:
            await self._fail(row, "dead", failure.reason, failure.words)
            return
        async with self._database.write(SERVICE) as tx:
            await tx.run(
                sql.put_off,
                id=row["id"],
                attempts=row["attempts"],
                delay=float(failure.pause) or backoff(row["attempts"]),
                error=(failure.words or failure.reason)[:MAX_ERROR],
                counts=counts,
            )

    async def _finish(self, row: Record, sent: Sent) -> None:
        for attempt in range(1, SETTLE_ATTEMPTS + 1):
            try:
                async with self._database.write(SERVICE) as tx:
                    await tx.rows(
                        sql.finish,
                        id=row["id"],
                        external_id=sent.external_id,
                        recipient=sent.recipient,
                        thread_key=sent.thread_key,
                    )
                await self._accounts.works(row["source_id"])
                return
            except DATABASE_ERRORS:  # what is known of a message that has left must not be lost to a restart
                if attempt == SETTLE_ATTEMPTS:
                    raise
                await asyncio.sleep(backoff(attempt))

    async def _fail(self, row: Record, status: str, reason: str, error: str | None) -> None:
        log.warning("message %s is %s: %s", row["id"], status, error or reason)
        async with self._database.write(SERVICE) as tx:
            await tx.rows(
                sql.fail,
                id=row["id"],
                attempts=row["attempts"],
                status=status,
                reason=reason,
                error=error[:MAX_ERROR] if error else None,
                can_look=isinstance(self._sender, Reconciler),
            )

    # ---------------------------------------------------------------------------------------- what nobody knows

    async def look_once(self) -> int:
        """Asks the vendor what became of messages without an answer; what he shows is read as his webhooks are."""
        if not isinstance(self._sender, Reconciler):
            return 0
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(
                sql.doubtful, channel=self._channel, max_rows=BATCH, lock_seconds=SEND_SECONDS
            )
        for row in rows:
            account = await self._accounts.find(row["source_id"])
            if account is not None:
                await self._look(self._sender, account, row)
        return len(rows)

    async def _look(self, vendor: Reconciler, account: Account, row: Record) -> None:
        try:
            found = await vendor.recent(account, named(row))
        except VendorError as error:
            log.warning("what became of message %s is not known: %s", row["id"], error)
            await self._accounts.minds(row["source_id"], error.failure)
            await self._unlook(row, for_good=error.failure.kind == "permanent")
            return
        if found:
            async with self._database.write(SERVICE) as tx:
                await receive(tx, self._channel, row["source_id"], found)

    async def _unlook(self, row: Record, *, for_good: bool) -> None:
        """A look that showed nothing is none: only what was seen to be missing is sent again."""
        async with self._database.write(SERVICE) as tx:
            await tx.run(sql.leave_to_people if for_good else sql.unlook, id=row["id"])


def outboxes_of(database: Database, settings: WorkerSettings, vault: Vault) -> list[Outbox]:
    """One for every channel that can answer."""
    accounts = Accounts(database, vault)
    return [
        Outbox(database, settings, accounts, channel, adapter)
        for channel, adapter in registry.adapters().items()
        if isinstance(adapter, Sender)
    ]
