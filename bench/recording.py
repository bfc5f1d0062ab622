"""Which statements the API sends for a request, with their values: seen on its own connection, so never out of date."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx

from api.auth.principal import Principal
from api.db.pool import Database
from api.db.transaction import Transaction
from api.main import create_app
from bench.company import Company
from bench.requests import UNIQUE, Request
from bench.say import say

DRIVERS_OWN = ("typeinfo_tree", "current_setting('jit')")  # its look at a new type, once a connection


@dataclass
class Recorded:
    """One request's transaction: the preamble's two halves (BEGIN; the settings), then statements with their values."""

    begin: str
    settings: str
    role: str
    claims: str
    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)


class Recorder(Database):
    """The API's pool, with a memory."""

    def __init__(self, dsn: str, **options: Any) -> None:
        super().__init__(dsn, **options)
        self.seen: list[Recorded] = []

    @asynccontextmanager
    async def _transaction(
        self, principal: Principal, *, read_only: bool, timeout_ms: int | None
    ) -> AsyncIterator[Transaction]:
        begin, _, settings = self._preamble(principal, read_only, timeout_ms).partition("; ")
        recorded = Recorded(begin, settings, principal.role, principal.encoded_claims)

        def note(query: asyncpg.connection.LoggedQuery) -> None:
            if not any(word in query.query for word in DRIVERS_OWN):
                recorded.statements.append((query.query, tuple(query.args)))

        self.seen.append(recorded)
        async with super()._transaction(principal, read_only=read_only, timeout_ms=timeout_ms) as transaction:
            with transaction._connection.query_logger(note):
                yield transaction


async def record(company: Company, requests: Iterable[Request]) -> list[Recorded]:
    """Runs each request once through the application in this process; raises RuntimeError when one is refused.

    One that takes too long (503) is recorded all the same: the report shall show it.
    """
    app = create_app(company.settings)
    dsn = company.settings.api_database_url
    assert dsn is not None
    recorder = app.state.database = Recorder(dsn.get_secret_value(), min_size=1, max_size=2)
    await recorder.open()
    found = []
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=company.base_url) as client:
            for number, request in enumerate(requests):
                recorder.seen.clear()
                await _send(client, company, request, number)
                (recorded,) = recorder.seen
                found.append(recorded)
    finally:
        await recorder.close()
    return found


async def _send(client: httpx.AsyncClient, company: Company, request: Request, number: int) -> None:
    headers = dict(request.headers)
    if request.person is not None:
        headers["authorization"] = f"Bearer {company.token(request.person)}"
    body = request.body.replace(UNIQUE, f"recorded-{number}")
    answer = await client.request(request.method, request.path, content=body, headers=headers)
    if answer.status_code == 503:
        say(f"  too slow: {request.path} as {'the admin' if request.person == 0 else 'a manager'}")
    elif not answer.is_success:
        raise RuntimeError(f"{request.path} answered {answer.status_code}: {answer.text[:300]}")
