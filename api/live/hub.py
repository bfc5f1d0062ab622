"""One LISTEN connection per process, fanned out to everybody who listens here.

A second process has its own: PostgreSQL delivers to all of them.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from api.live.schemas import Change

log = logging.getLogger("smena.live")

CHANNEL = "smena_live"
QUEUE_SIZE = 256
PING_SECONDS = 30
RETRY_SECONDS = (0.2, 1.0, 5.0)
OWN_ONLY = frozenset({"notification"})


@dataclass(eq=False)
class Listener:
    """One open stream. `reset` is set when events were lost to it; `closing` when the process stops."""

    user_id: UUID
    hears_all: bool
    events: asyncio.Queue[Change | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))
    reset: bool = False
    closing: bool = False

    def hears(self, change: Change) -> bool:
        """Own events always; an admin everybody's, except their notifications."""
        return change.user_id == self.user_id or (self.hears_all and change.topic not in OWN_ONLY)

    def offer(self, change: Change) -> None:
        """Queues an event; a reader too slow for the queue is told to read everything again."""
        try:
            self.events.put_nowait(change)
        except asyncio.QueueFull:
            self.lose()

    def lose(self) -> None:
        """Forgets what is queued and asks for a reset."""
        while not self.events.empty():
            self.events.get_nowait()
        self.reset = True
        self.events.put_nowait(None)  # wakes the stream


class LiveHub:
    """Keeps the LISTEN connection and the set of listeners."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._listeners: set[Listener] = set()
        self.listening = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listens while the application lives."""
        task = asyncio.create_task(self._keep_listening())
        try:
            yield
        finally:
            self.close_streams()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @contextlib.contextmanager
    def subscribed(self, listener: Listener) -> Iterator[Listener]:
        """The listener hears everything from here to the end of the block."""
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close_streams(self) -> None:
        """Ends every stream: a server that waits for its connections can stop. Call it on the stop signal."""
        for listener in self._listeners:
            listener.closing = True
            listener.lose()

    def publish(self, change: Change) -> None:
        """Hands an event to whoever may hear it."""
        for listener in self._listeners:
            if listener.hears(change):
                listener.offer(change)

    async def _keep_listening(self) -> None:
        attempt = 0
        while True:
            try:
                await self._listen()
                attempt = 0
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("live updates: lost the database: %s", error)
            self.listening.clear()
            await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
            attempt += 1

    async def _listen(self) -> None:
        """Returns or raises when the connection is gone."""
        connection = await asyncpg.connect(self._dsn, statement_cache_size=0, timeout=10)
        gone = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _connection: gone.set())
            await connection.add_listener(CHANNEL, self._heard)
            # Whatever happened before this moment was not heard. Not told any sooner: what is read again while nobody
            # listens may be stale a moment later.
            for listener in self._listeners:
                listener.lose()
            self.listening.set()
            while not gone.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(gone.wait(), PING_SECONDS)
                if not gone.is_set():
                    await connection.execute("select 1", timeout=10)  # notices a peer that died in silence
        finally:
            with contextlib.suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=2)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            self.publish(Change.model_validate(json.loads(str(payload))))
        except ValueError:
            log.warning("live updates: odd payload %r", payload)
