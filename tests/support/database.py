"""A test's database: as its owner, as a persona, as any role; every block is one committed transaction."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
from asyncpg import Connection, Record

from local.postgres.cluster import Cluster


class Base:
    """One database of the test cluster."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster, self.name = cluster, name

    def url(self, role: str = "postgres") -> str:
        """The address of this database for a login role."""
        return self.cluster.url(role, self.name)

    @contextlib.asynccontextmanager
    async def connected(self, login: str = "postgres") -> AsyncIterator[Connection]:
        """A plain connection; `postgres` owns everything and bypasses row level security."""
        connection = await asyncpg.connect(self.url(login))
        try:
            yield connection
        finally:
            await connection.close()

    @contextlib.asynccontextmanager
    async def as_role(self, role: str, claims: dict[str, Any] | None = None) -> AsyncIterator[Connection]:
        """One transaction as `anon`, `authenticated` or `service_role` with these claims, as PostgREST would run it."""
        async with self.connected() as connection, connection.transaction():
            await connection.execute(
                "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)",
                role,
                json.dumps(claims or {"role": role}),
            )
            yield connection

    @contextlib.asynccontextmanager
    async def as_user(self, user_id: UUID, **claims: Any) -> AsyncIterator[Connection]:
        """One transaction as a signed-in user, straight at the tables: what a raw data-API caller can do."""
        full = {"sub": str(user_id), "role": "authenticated", "aud": "authenticated", **claims}
        async with self.as_role("authenticated", full) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def as_service(self) -> AsyncIterator[Connection]:
        """One transaction as the workers' role."""
        async with self.as_role("service_role") as connection:
            yield connection

    async def rows(self, sql: str, *arguments: Any) -> list[Record]:
        """Rows as the owner sees them."""
        async with self.connected() as connection:
            found: list[Record] = await connection.fetch(sql, *arguments)
            return found

    async def value(self, sql: str, *arguments: Any) -> Any:
        """One value as the owner sees it."""
        async with self.connected() as connection:
            return await connection.fetchval(sql, *arguments)

    async def run(self, sql: str, *arguments: Any) -> None:
        """A statement as the owner."""
        async with self.connected() as connection:
            await connection.execute(sql, *arguments)
