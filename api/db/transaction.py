"""One transaction as one principal: what services and queries get instead of a connection."""

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any
from uuid import UUID

from asyncpg import Record
from asyncpg.pool import PoolConnectionProxy

from api.auth.principal import Principal
from api.db.sql import Query
from api.errors import NotFound


class Transaction:
    """Runs named queries inside the transaction that the edge opened; it commits, not the service.

    Arguments go by keyword, as the query names them.
    """

    __slots__ = ("_connection", "principal")

    def __init__(self, connection: PoolConnectionProxy, principal: Principal) -> None:
        self._connection = connection
        self.principal = principal

    @property
    def user_id(self) -> UUID:
        """The caller's id."""
        return self.principal.user_id

    async def rows(self, query: Query, /, **values: Any) -> list[Record]:
        """All rows."""
        return await self._connection.fetch(query.text, *query.arguments(values))

    async def row(self, query: Query, /, **values: Any) -> Record:
        """The first row; raises NotFound when there is none (under RLS: not visible, too)."""
        found = await self.find(query, **values)
        if found is None:
            raise NotFound
        return found

    async def find(self, query: Query, /, **values: Any) -> Record | None:
        """The first row or None."""
        return await self._connection.fetchrow(query.text, *query.arguments(values))

    async def value(self, query: Query, /, **values: Any) -> Any:
        """The first column of the first row, None without a row."""
        return await self._connection.fetchval(query.text, *query.arguments(values))

    async def document(self, query: Query, /, **values: Any) -> str:
        """JSON that PostgreSQL built, as text, for `JsonBytes`; raises NotFound for no row or a null."""
        text: str | None = await self._connection.fetchval(query.text, *query.arguments(values))
        if text is None:
            raise NotFound
        return text

    async def run(self, query: Query, /, **values: Any) -> int:
        """Runs a statement without an answer; the number of rows it touched."""
        tag = await self._connection.execute(query.text, *query.arguments(values))
        last = tag.rpartition(" ")[2]
        return int(last) if last.isdigit() else 0

    async def run_many(self, query: Query, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Runs a statement once per row, pipelined. For big imports prefer one statement over `unnest`."""
        await self._connection.executemany(query.text, [query.arguments(row) for row in rows])

    @contextlib.asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undoes only the block when it raises: the one way to catch a database error and go on."""
        await self._connection.execute("savepoint block")
        try:
            yield
        except BaseException:
            if not self._connection.is_closed():
                await self._connection.execute("rollback to savepoint block; release savepoint block")
            raise
        await self._connection.execute("release savepoint block")
