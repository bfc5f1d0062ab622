"""Turns stored events into leads and messages: claim, understand, accept, each event in a transaction of its own.

An event is never lost: it is done, put off, or parked for a human look. It is never done twice: the claim's token is
checked in the transaction that accepts it, and accepting twice changes nothing anyway.
"""

import asyncio
import json
import logging
from collections.abc import Sequence

from asyncpg import Record
from asyncpg.exceptions import InterfaceError, PostgresError

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.db.transaction import Transaction
from api.errors import SmenaError
from api.kit.json import as_json
from api.sources.vault import Vault
from channels import registry
from channels.base import Company, Happening, Parked, SourceAdapter, StoredEvent, happenings
from channels.intent import Classifier
from channels.website import Website
from workers import splitting
from workers.accounts.access import Accounts
from workers.accounts.names import with_names
from workers.accounts.posts import Posts
from workers.accounts.whole import whole
from workers.happenings import take
from workers.outcomes import Early, Outcome, of_event
from workers.queries import sql
from workers.rulebook import Rulebook
from workers.settings import WorkerSettings
from workers.splitting import split_deliveries
from workers.waiting import DATABASE_ERRORS, Stop, backoff

log = logging.getLogger("smena.workers.ingest")
BATCH = 10
MAX_ERROR = 500


class Overtaken(Exception):
    """Another worker has the event by now: this attempt must leave nothing behind."""


class NoAdapter(Exception):
    """No installed package understands the channel."""


class Ingest:
    """One runner; several may run, in this process and in others."""

    def __init__(
        self, database: Database, settings: WorkerSettings, classify: Classifier | None = None
    ) -> None:
        self._database = database
        self._settings = settings
        self._rulebook = Rulebook(classify)
        self._accounts = Accounts(database, Vault(settings))
        self._posts = Posts(self._accounts)

    async def run(self, wake: asyncio.Event, stop: Stop) -> None:
        """Works until the process stops; sleeps while there is nothing to do."""
        failures = 0
        while not stop:
            wake.clear()
            try:
                split = await split_deliveries(self._database)
                claimed = await self.work_once(stop)
                failures = 0
            except DATABASE_ERRORS as error:
                failures += 1
                log.warning("the database does not answer: %s", error)
                await stop.wait(backoff(failures, most=10))
                continue
            if claimed < BATCH and split < splitting.BATCH:
                await stop.wait(self._settings.smena_worker_poll_seconds, wake)

    async def work_once(self, stop: Stop | None = None) -> int:
        """Claims a batch and works through it; the number of events claimed. On a stop the rest is given back."""
        async with self._database.write(SERVICE) as tx:
            rows = await tx.rows(
                sql.claim_events, max_rows=BATCH, lock_seconds=self._settings.smena_worker_lock_seconds
            )
            if rows:
                await self._rulebook.read(tx)
        for position, row in enumerate(rows):
            if stop:
                await self._give_back(rows[position:])
                break
            await self._handle(row)
        return len(rows)

    async def _handle(self, row: Record) -> None:
        if row["attempts"] > self._settings.smena_worker_attempts:
            # Earlier attempts ended without a word: the worker died each time.
            await self._park(row, "dead", None, "the worker ended while it read this event")
            return
        try:
            if splitting.is_whole(row):
                await self._split(row)
                return
            adapter = _adapter(row)
            event = await whole(self._accounts, adapter, _event(row))
            happened = happenings(adapter.understand(event, Company(row["phone_region"])))
            named = await with_names(self._database, self._accounts, row["source_id"], adapter, happened)
            await self._accept(row, await self._posts.shown(row["source_id"], adapter, named))
        except Parked as doubt:
            await self._park(row, "quarantined", doubt.reason, None)
        except Overtaken:
            log.warning("event %s was taken over by another worker", row["id"])
        except (OSError, InterfaceError, SmenaError):  # the database is gone: the claim runs out by itself
            raise
        except (PostgresError, Early) as error:
            await self._fail(row, error)
        except Exception as error:  # an adapter's own failure stops no other event
            log.exception("event %s could not be read", row["id"])
            await self._fail(row, error)

    async def _split(self, row: Record) -> None:
        """A delivery that no adapter could split, let go by an admin: perhaps the one of today can."""
        async with self._database.write(SERVICE) as tx:
            if not await splitting.split_again(tx, row):
                raise Parked("unreadable")
            await self._finish(tx, row, Outcome("done"))

    async def _accept(self, row: Record, happened: Sequence[Happening]) -> None:
        async with self._database.write(SERVICE) as tx:
            rules = self._rulebook.rules
            outcome = of_event([await take(tx, row, happening, rules) for happening in happened])
            await self._finish(tx, row, outcome)
            if outcome.status == "quarantined":
                await tx.rows(sql.tell_of_parked, source_id=row["source_id"])
            else:
                await tx.run(sql.clear_source_error, source_id=row["source_id"])

    async def _finish(self, tx: Transaction, row: Record, outcome: Outcome) -> None:
        finished = await tx.run(
            sql.finish_event,
            event_id=row["id"],
            attempts=row["attempts"],
            status=outcome.status,
            reason=outcome.reason,
            client_id=outcome.client_id,
            interaction_id=outcome.interaction_id,
            verdict=as_json(outcome.verdict) if outcome.verdict else None,
            is_spent=outcome.is_spent,
        )
        if not finished:
            raise Overtaken

    async def _fail(self, row: Record, error: Exception) -> None:
        text = f"{type(error).__name__}: {error}"[:MAX_ERROR]
        if row["attempts"] >= self._settings.smena_worker_attempts:
            await self._park(row, "dead", None, text)
            return
        async with self._database.write(SERVICE) as tx:
            delay = backoff(row["attempts"])
            await tx.run(
                sql.put_off_event, event_id=row["id"], attempts=row["attempts"], delay=delay, error=text
            )

    async def _park(self, row: Record, status: str, reason: str | None, error: str | None) -> None:
        log.warning("event %s is %s: %s", row["id"], status, reason or error)
        async with self._database.write(SERVICE) as tx:
            await tx.rows(
                sql.park_event,
                event_id=row["id"],
                attempts=row["attempts"],
                status=status,
                reason=reason,
                error=error,
            )

    async def _give_back(self, rows: list[Record]) -> None:
        async with self._database.write(SERVICE) as tx:
            await tx.run(sql.give_back_events, event_ids=[row["id"] for row in rows])


def _adapter(row: Record) -> SourceAdapter:
    # A test that an admin sends is a form of our own, whatever the source's adapter reads.
    is_test = json.loads(row["headers"]).get("test") == "true"
    adapter = Website() if is_test else registry.find(row["channel"])
    if adapter is None:
        raise NoAdapter(row["channel"])
    return adapter


def _event(row: Record) -> StoredEvent:
    return StoredEvent(
        id=row["id"],
        source_id=row["source_id"],
        channel=row["channel"],
        kind=row["kind"],
        received_at=row["received_at"],
        headers=json.loads(row["headers"]),
        content_type=row["content_type"],
        body=row["body"],
        dedupe_key=row["dedupe_key"],
        released=row["released"],
        account_id=row["account_id"],
    )
