"""One account that is listened to: what is heard and how far the adapter has come are stored together, by whoever holds the line."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress
from typing import Any, cast
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.errors import SmenaError
from api.kit.json import as_json
from channels.capabilities import Account, Fragment
from channels.failures import Failure, VendorError
from channels.listening import Listened
from workers.accounts.access import Accounts
from workers.accounts.queries import receive, sql
from workers.waiting import DATABASE_ERRORS, backoff

log = logging.getLogger("smena.workers.accounts")
LEASE_SECONDS = 120.0
SILENT_SECONDS = 90.0  # a line without a word for so long is dead
LONGEST_WAIT_SECONDS = 600.0
# A server that restarts is no news to an admin; one that stays away is.
FAILURES_TO_TELL = 3
STEADY_SECONDS = 60.0


class Overtaken(Exception):
    """Another worker has the line by now."""


class Line:
    """A worker's hold on one account."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        me: UUID,
        source_id: UUID,
        channel: str,
        adapter: Listened,
    ) -> None:
        self._database, self._accounts, self._me = database, accounts, me
        self._source_id, self._channel, self._adapter = source_id, channel, adapter
        self._began, self._failures = time.monotonic(), 0

    async def hold(self, account: Account) -> None:
        """Until it breaks or is cancelled; nothing where another worker has it. A broken line waits in the database."""
        async with self._database.write(SERVICE) as tx:
            taken = await tx.find(
                sql.take_line, source_id=self._source_id, listener=self._me, seconds=LEASE_SECONDS
            )
        if taken is None:
            return
        self._began, self._failures = time.monotonic(), taken["failures"]
        try:
            await self._hear(account, json.loads(taken["cursor"]))
        except VendorError as error:
            await self._broke(error.failure)
        except TimeoutError:
            await self._broke(Failure("retry", "silent"))
        except (Overtaken, *DATABASE_ERRORS) as error:
            log.warning(
                "source %s: the line is let go: %s", self._source_id, error or "another worker has it"
            )
        except Exception as error:  # an adapter's own failure ends no other line
            log.exception("source %s: its adapter failed", self._source_id)
            await self._broke(Failure("retry", "unexpected", type(error).__name__))
        finally:
            with suppress(*DATABASE_ERRORS):  # it runs out by itself
                await self._run(sql.drop_line)

    async def _hear(self, account: Account, cursor: dict[str, Any]) -> None:
        heard = False
        # (An adapter answers a generator, as every `async def` with `yield` is.)
        batches = cast(Any, self._adapter.listen(account, cursor))
        async with aclosing(batches):
            while (batch := await _next(batches)) is not None:
                await self._store(batch, cursor)
                if not heard:
                    await self._accounts.works(self._source_id)
                heard = True

    async def _store(self, batch: Sequence[Fragment], cursor: dict[str, Any]) -> None:
        async with self._database.write(SERVICE) as tx:
            kept = await tx.find(
                sql.keep_line,
                source_id=self._source_id,
                listener=self._me,
                cursor=as_json(cursor),
                seconds=LEASE_SECONDS,
                is_steady=self._is_steady,
            )
            if kept is None:
                raise Overtaken("another worker has it")
            if batch:
                await receive(tx, self._channel, self._source_id, batch)

    @property
    def _is_steady(self) -> bool:
        return time.monotonic() - self._began >= STEADY_SECONDS

    async def _broke(self, failure: Failure) -> None:
        failures = 1 if self._is_steady else self._failures + 1
        log.warning("source %s: the line broke: %s %s", self._source_id, failure.reason, failure.words)
        with suppress(*DATABASE_ERRORS):
            seconds = max(float(failure.pause), backoff(failures, first=2.0, most=LONGEST_WAIT_SECONDS))
            await self._run(sql.line_broke, seconds=seconds, failures=failures)
            await self._accounts.minds(self._source_id, failure)
            if failures >= FAILURES_TO_TELL:
                await self._accounts.ails(self._source_id, failure)

    async def _run(self, statement: Any, **more: Any) -> None:
        async with self._database.write(SERVICE) as tx:
            await tx.run(statement, source_id=self._source_id, listener=self._me, **more)


async def _next(batches: AsyncIterator[Sequence[Fragment]]) -> Sequence[Fragment] | None:
    """The next batch, None at the end; raises TimeoutError when the line is silent."""
    async with asyncio.timeout(SILENT_SECONDS):
        return await anext(batches, None)


async def opened(accounts: Accounts, source_id: UUID, adapter: Listened) -> Account | None:
    """The account, when it is to be listened to."""
    try:
        account = await accounts.find(source_id)
    except SmenaError as error:  # the installation's key: mended without us
        log.warning("source %s cannot be opened: %s", source_id, error)
        return None
    return account if account is not None and adapter.listens(account) else None
