"""The request's transaction as a FastAPI dependency: `tx: Read` for GET, `tx: Write` for the rest.

`scope="function"` matters: with the default scope a yield-dependency ends after the answer is sent, and a COMMIT that
fails then follows a 200.
"""

from collections.abc import AsyncIterator
from typing import Annotated, cast

from asyncpg.exceptions import PostgresError
from fastapi import Depends, Request

from api.auth.dependencies import CurrentUser
from api.auth.principal import LOGIN
from api.db.errors import RETRIABLE
from api.db.pool import Database
from api.db.transaction import Transaction


class Collided(Exception):
    """A serialisation failure or deadlock in a request's own transaction: nothing happened, it may run again."""

    def __init__(self, error: PostgresError) -> None:
        super().__init__(str(error))
        self.error = error


async def database(request: Request) -> Database:
    """The API's pool, for routes that talk to the outside between two transactions."""
    return cast(Database, request.app.state.database)


Db = Annotated[Database, Depends(database)]


async def _read(db: Db, user: CurrentUser) -> AsyncIterator[Transaction]:
    async with db.read(user) as transaction:
        yield transaction


async def _write(db: Db, user: CurrentUser) -> AsyncIterator[Transaction]:
    try:
        async with db.write(user) as transaction:
            yield transaction
    except PostgresError as error:
        if error.sqlstate in RETRIABLE:
            raise Collided(error) from error
        raise


async def _public_read(db: Db) -> AsyncIterator[Transaction]:
    async with db.read(LOGIN) as transaction:
        yield transaction


async def _public_write(db: Db) -> AsyncIterator[Transaction]:
    async with db.write(LOGIN) as transaction:
        yield transaction


Read = Annotated[Transaction, Depends(_read, scope="function")]
"""READ ONLY, as the caller."""
Write = Annotated[Transaction, Depends(_write, scope="function")]
"""Read and write, as the caller; commits before the answer is sent."""
PublicRead = Annotated[Transaction, Depends(_public_read, scope="function")]
"""READ ONLY, without a caller: nothing but calls of functions granted to `smena_api` by name."""
PublicWrite = Annotated[Transaction, Depends(_public_write, scope="function")]
"""Without a caller: nothing but calls of functions granted to `smena_api` by name."""
