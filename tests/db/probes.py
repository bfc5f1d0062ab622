"""Doing one thing as one persona and rolling it back: what came of it, and whether anything changed."""

import contextlib
import json
from collections.abc import AsyncIterator
from datetime import date, time
from uuid import UUID

import asyncpg
from asyncpg import Connection

from tests.support.database import Base

DENIED = ("42501", "428C9")  # no privilege or policy; a generated column
RELATION = "select to_jsonb(x) from {table} x order by to_jsonb(x)::text"


class Actor:
    """A persona on a connection of its own; every probe is undone."""

    def __init__(self, connection: Connection, role: str, claims: dict[str, object]) -> None:
        self._connection, self._role, self._claims = connection, role, claims

    @contextlib.asynccontextmanager
    async def _acting(self) -> AsyncIterator[Connection]:
        transaction = self._connection.transaction()
        await transaction.start()
        try:
            await self._connection.execute(
                "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)",
                self._role,
                json.dumps(self._claims),
            )
            yield self._connection
        finally:
            await transaction.rollback()

    async def rows(self, sql: str, *values: object) -> list[asyncpg.Record] | str:
        """The rows, or the SQLSTATE of the refusal."""
        async with self._acting() as connection:
            try:
                found: list[asyncpg.Record] = await connection.fetch(sql, *values)
            except asyncpg.PostgresError as error:
                return str(error.sqlstate)
            return found

    async def touched(self, sql: str, *values: object) -> int | str:
        """Rows that a statement wrote, deferred constraints included, or the SQLSTATE of the refusal."""
        async with self._acting() as connection:
            try:
                tag = await connection.execute(sql, *values)
                await connection.execute("set constraints all immediate")
            except asyncpg.PostgresError as error:
                return str(error.sqlstate)
            return int(tag.rsplit(" ", 1)[1])

    async def insert(self, table: str, row: dict[str, object]) -> int | str:
        """Inserts a row of plain values, each sent as text and cast by PostgreSQL."""
        names = ", ".join(row)
        literals = ", ".join(_literal(value) for value in row.values())
        return await self.touched(f"insert into {table} ({names}) values ({literals})")


def _literal(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, str | UUID | date | time)
    return "'" + str(value).replace("'", "''") + "'"


@contextlib.asynccontextmanager
async def acting(
    base: Base, user_id: UUID | None = None, *, role: str = "authenticated", **claims: object
) -> AsyncIterator[Actor]:
    """An actor: a user by id, or another API role without one."""
    full: dict[str, object] = {"role": role, **({"sub": str(user_id)} if user_id else {}), **claims}
    async with base.connected() as connection:
        yield Actor(connection, role, full)


async def fingerprint(base: Base, table: str) -> list[str]:
    """All rows of a table as text, to show that a denied action left nothing behind."""
    return [row[0] for row in await base.rows(RELATION.format(table=table))]
