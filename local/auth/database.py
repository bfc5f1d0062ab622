"""The pool, its codecs, the transaction at the edge, and how named statements are run."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import asyncpg

from api.db.sql import Query
from local.auth.errors import AuthError

if TYPE_CHECKING:
    Connection = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Connection = asyncpg.pool.PoolConnectionProxy
    Pool = asyncpg.Pool

NIL = uuid.UUID(int=0)
"""GoTrue's instance_id: every one of its queries filters on it."""


async def fetch_row(db: Connection, query: Query, **values: Any) -> asyncpg.Record | None:
    """The first row of a named statement, or None."""
    return await db.fetchrow(query.text, *query.arguments(values))


async def fetch_rows(db: Connection, query: Query, **values: Any) -> list[asyncpg.Record]:
    """Every row of a named statement."""
    return await db.fetch(query.text, *query.arguments(values))


async def fetch_value(db: Connection, query: Query, **values: Any) -> Any:
    """The first column of the first row, or None."""
    return await db.fetchval(query.text, *query.arguments(values))


async def execute(db: Connection, query: Query, **values: Any) -> None:
    """Runs a named statement for its effect."""
    await db.execute(query.text, *query.arguments(values))


def open_pool(url: str, size: int) -> Pool:
    """A pool that connects when it is entered (`async with`)."""
    return asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_set_codecs,
        server_settings={
            "application_name": "smena-auth",
            "timezone": "UTC",
            "statement_timeout": "10000",
            "idle_in_transaction_session_timeout": "30000",
        },
    )


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """One transaction. It commits on success, and on an AuthError that asks for it."""
    async with pool.acquire() as connection:
        work = connection.transaction()
        await work.start()
        try:
            yield connection
        except AuthError as refusal:
            await (work.commit() if refusal.keep_changes else work.rollback())
            raise
        except BaseException:
            await work.rollback()
            raise
        await work.commit()


def as_json(value: Any) -> str:
    """JSON text of a value that may hold times and ids."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


async def _set_codecs(con: asyncpg.Connection[asyncpg.Record], /) -> None:
    # Binary, because a text codec cannot be used inside the row arrays that users are read with.
    await con.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + as_json(value).encode(),
        decoder=lambda raw: json.loads(raw[1:]),
    )
    await con.set_type_codec(
        "json",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: as_json(value).encode(),
        decoder=json.loads,
    )
