"""Transactions of the service: opened as supabase_storage_admin, then turned into the caller."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from api.db.sql import Query, load
from local.storage.callers import Caller

sql = load(__file__)


class Rows:
    """Runs named queries in one transaction. Arguments go by keyword, as the query names them."""

    def __init__(self, connection: PoolConnectionProxy) -> None:
        self._connection = connection

    async def become(self, caller: Caller) -> None:
        """From here on the policies decide; the service itself stays past them. There is no way back."""
        if caller.role is not None:
            await self.value(sql.become_caller, role=caller.role, claims=caller.claims)

    async def all(self, query: Query, /, **values: Any) -> list[asyncpg.Record]:
        """All rows."""
        return await self._connection.fetch(query.text, *query.arguments(values))

    async def first(self, query: Query, /, **values: Any) -> asyncpg.Record | None:
        """The first row or None."""
        return await self._connection.fetchrow(query.text, *query.arguments(values))

    async def value(self, query: Query, /, **values: Any) -> Any:
        """The first column of the first row, None without a row."""
        return await self._connection.fetchval(query.text, *query.arguments(values))


class Database:
    """The pool, opened at the first use: the service may be mounted where nobody announces a start."""

    def __init__(self, url: str, *, connections: int) -> None:
        self._url = url
        self._connections = connections
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, operation: str, *, caller: Caller | None = None) -> AsyncIterator[Rows]:
        """A transaction for `operation` (`storage.object.upload` ...), as `caller` from the start when one is given."""
        pool = self._pool or await self._open()
        async with pool.acquire() as connection, connection.transaction():
            rows = Rows(connection)
            await rows.value(sql.begin_operation, operation=operation)
            if caller is not None:
                await rows.become(caller)
            yield rows

    async def close(self) -> None:
        """Let running transactions end."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await pool.close()

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url,
                    min_size=0,
                    max_size=self._connections,
                    init=_use_json,
                    server_settings={"application_name": "smena-storage", "timezone": "UTC"},
                )
            return self._pool


async def _use_json(connection: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
