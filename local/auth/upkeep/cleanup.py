"""Small deletes between requests, one kind in turn: no table grows for ever, no request waits for it."""

from __future__ import annotations

import itertools
import logging
import time

import asyncpg

from api.db.sql import load
from local.auth.database import Pool

log = logging.getLogger("smena.auth")
sql = load(__file__)

SECONDS_BETWEEN = 30.0
KINDS = (
    sql.old_refresh_tokens,
    sql.ended_sessions,
    sql.lapsed_sessions,
    sql.old_codes,
    sql.old_audit_entries,
)


class Sweeper:
    """Clears one kind of leftovers at a time, after a request has been answered."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kinds = itertools.cycle(KINDS)
        self._last = time.monotonic()

    async def sweep(self) -> None:
        """One small delete, at most once in `SECONDS_BETWEEN`. Never raises."""
        if time.monotonic() - self._last < SECONDS_BETWEEN:
            return
        self._last = time.monotonic()
        try:
            await self._pool.execute(next(self._kinds).text)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as failed:
            log.warning("clearing away old rows failed: %s", failed)
