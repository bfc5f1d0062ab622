"""The connection pool, and transactions opened on it as a principal."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from api.auth.principal import Principal
from api.db.transaction import Transaction
from api.errors import Internal, Unavailable
from api.settings import Pooler

ACQUIRE_SECONDS = 5.0
STATEMENT_CACHE = 512


class CommitRefused(Internal):
    """COMMIT answered ROLLBACK: somebody swallowed a database error inside the transaction."""


async def _no_round_trip(_connection: asyncpg.Connection) -> None:
    """All that a request sets is local to its transaction, so a connection returns clean by itself.

    (asyncpg rolls an open transaction back before it calls this.)
    """


@dataclass
class Database:
    """One login's pool. Every transaction on it says as whom it acts; there is no other way to a connection.

    json and jsonb have no codec on purpose: they travel as text. What PostgreSQL builds goes out byte for byte
    (`api.kit.json.JsonBytes`), and what comes in is serialised once, by pydantic.
    """

    dsn: str
    pooler: Pooler = "direct"
    min_size: int = 2
    max_size: int = 10
    statement_timeout_ms: int = 8_000
    lock_timeout_ms: int = 3_000
    _pool: asyncpg.Pool | None = field(default=None, init=False, repr=False)
    _preambles: dict[tuple[bool, int], str] = field(default_factory=dict, init=False, repr=False)

    async def open(self) -> None:
        """Opens the pool. Behind a transaction pooler the driver keeps no prepared statements."""
        self._pool = await asyncpg.create_pool(
            self.dsn,
            min_size=self.min_size,
            max_size=self.max_size,
            max_inactive_connection_lifetime=300,
            statement_cache_size=0 if self.pooler == "transaction" else STATEMENT_CACHE,
            max_cached_statement_lifetime=0,
            reset=_no_round_trip,
            command_timeout=60,
            server_settings={"application_name": "smena"} if self.pooler == "direct" else None,
        )

    async def close(self) -> None:
        """Waits for running transactions a moment, then closes the pool."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        try:
            async with asyncio.timeout(5):
                await pool.close()
        except TimeoutError:
            pool.terminate()

    @contextlib.asynccontextmanager
    async def read(
        self, principal: Principal, *, timeout_ms: int | None = None
    ) -> AsyncIterator[Transaction]:
        """A READ ONLY transaction as the principal."""
        async with self._transaction(principal, read_only=True, timeout_ms=timeout_ms) as transaction:
            yield transaction

    @contextlib.asynccontextmanager
    async def write(
        self, principal: Principal, *, timeout_ms: int | None = None
    ) -> AsyncIterator[Transaction]:
        """A transaction as the principal: committed when the block ends, rolled back when it raises."""
        async with self._transaction(principal, read_only=False, timeout_ms=timeout_ms) as transaction:
            yield transaction

    @contextlib.asynccontextmanager
    async def _transaction(
        self, principal: Principal, *, read_only: bool, timeout_ms: int | None
    ) -> AsyncIterator[Transaction]:
        if self._pool is None:
            raise Unavailable("database_unavailable")
        connection = await self._acquire(self._pool)
        try:
            await connection.execute(self._preamble(principal, read_only, timeout_ms))
            try:
                yield Transaction(connection, principal)
            except BaseException:
                if not connection.is_closed():
                    await connection.execute("rollback")
                raise
            if await connection.execute("commit") != "COMMIT":
                raise CommitRefused
        finally:
            await self._pool_release(connection)

    async def _acquire(self, pool: asyncpg.Pool) -> PoolConnectionProxy:
        try:
            return await pool.acquire(timeout=ACQUIRE_SECONDS)
        except (TimeoutError, OSError) as error:
            raise Unavailable("database_unavailable") from error

    async def _pool_release(self, connection: PoolConnectionProxy) -> None:
        if self._pool is not None:
            await self._pool.release(connection)

    def _preamble(self, principal: Principal, read_only: bool, timeout_ms: int | None) -> str:
        """BEGIN and everything the transaction is, in one round trip.

        The simple protocol takes no parameters: the only value that comes from outside is base64.
        """
        timeout = timeout_ms or self.statement_timeout_ms
        template = self._preambles.get((read_only, timeout))
        if template is None:
            mode = "read only" if read_only else "read write"
            template = self._preambles[read_only, timeout] = (
                f"begin isolation level read committed {mode}; "
                "select set_config('role', '{role}', true), "
                "set_config('request.jwt.claims', convert_from(decode('{claims}', 'base64'), 'utf8'), true), "
                f"set_config('statement_timeout', '{timeout}', true), "
                f"set_config('lock_timeout', '{self.lock_timeout_ms}', true), "
                "set_config('idle_in_transaction_session_timeout', '30000', true)"
            )
        return template.format(role=principal.role, claims=principal.encoded_claims)
