"""Waiting that ends early: for a wake-up from the database, or because the process stops."""

import asyncio
import contextlib
import logging
import random

import asyncpg
from asyncpg.exceptions import InterfaceError, PostgresError

from api.errors import SmenaError

log = logging.getLogger("smena.workers")
# Whatever a restarting or overloaded database raises: nothing is lost, the same is tried again.
DATABASE_ERRORS = (OSError, TimeoutError, PostgresError, InterfaceError, SmenaError)
KEEP_ALIVE_SECONDS = 30.0


class Stop:
    """The process is asked to end; everything that waits wakes."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """End soon."""
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    async def wait(self, seconds: float, wake: asyncio.Event | None = None) -> None:
        """Until the time is over, `wake` is set, or the process stops."""
        waits = [asyncio.ensure_future(self._event.wait())]
        if wake is not None:
            waits.append(asyncio.ensure_future(wake.wait()))
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def backoff(attempt: int, *, first: float = 1.0, most: float = 900.0) -> float:
    """Seconds before the next attempt: doubled each time, then 50 to 100 % of it, so that many do not come back as one."""
    ceiling: float = min(most, first * 2 ** min(attempt - 1, 20))
    return ceiling * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load, hides nothing


async def listen(dsn: str, channel: str, wake: asyncio.Event, stop: Stop) -> None:
    """Sets `wake` for every NOTIFY on the channel, over a connection that is made again whenever it is lost."""
    failures = 0
    while not stop:
        try:
            connection = await asyncpg.connect(dsn, timeout=10)
        except DATABASE_ERRORS as error:
            failures += 1
            log.warning("cannot listen for %s: %s", channel, error)
            await stop.wait(backoff(failures, most=10))
            continue
        failures = 0
        with contextlib.suppress(*DATABASE_ERRORS):
            await _hear(connection, channel, wake, stop)
        await _close(connection)


async def _hear(connection: asyncpg.Connection, channel: str, wake: asyncio.Event, stop: Stop) -> None:
    lost = asyncio.Event()
    connection.add_termination_listener(lambda *_: lost.set())
    await connection.add_listener(channel, lambda *_: wake.set())
    wake.set()  # whatever came while nobody listened
    while not stop and not lost.is_set():
        await stop.wait(KEEP_ALIVE_SECONDS, lost)
        if not stop and not lost.is_set():
            await connection.execute("select 1", timeout=10)  # finds a connection that died in silence


async def _close(connection: asyncpg.Connection) -> None:
    try:
        await connection.close(timeout=2)
    except DATABASE_ERRORS:
        connection.terminate()
