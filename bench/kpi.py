"""The KPI of a month as screens and reports ask for it, the rollup of a day and the rebuild of years, each beside plain SQL."""

import asyncio
import json
from dataclasses import dataclass
from datetime import date, timedelta

import asyncpg

from api.db.sql import Query, load
from bench.beside import Beside, timed
from bench.company import Company, person
from bench.say import say

sql = load(__file__, "kpi.sql")
LIVE_MS, STORED_MS = 300.0, 30.0
MONTH, YEARS = 30, 730
AS_ADMIN = "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)"


@dataclass(frozen=True)
class Case:
    """A statement and its yardstick over some days; `live`: the last of them is counted from the facts, as today is."""

    title: str
    query: Query
    plain: tuple[Query, ...]
    days: int = MONTH
    limit: float | None = None
    live: bool = False
    inner: bool = False  # granted to nobody
    once: bool = False


CASES = (
    Case("a month, its last day live", sql.sums, (sql.stored_plain, sql.facts_plain), limit=LIVE_MS, live=True),
    Case("a month from the rollups", sql.sums, (sql.stored_plain,), limit=STORED_MS),
    Case("a month wholly from the facts", sql.facts, (sql.facts_plain,), inner=True),
    Case("how long things took in a month (medians)", sql.times, (sql.times_plain,)),
    Case("the funnel of a month", sql.funnel, (sql.funnel_plain,)),
    Case("rollup of a day", sql.store, (sql.facts_plain,), days=1, inner=True),
    Case("rebuild of {days} days", sql.rebuild, (sql.facts_plain,), days=YEARS, inner=True, once=True),
)  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The newest whole working day, and since when there are facts."""

    last_day: date
    first_day: date

    def back(self, days: int) -> date:
        """The first of so many days up to the last one; no earlier than the history."""
        return max(self.last_day - timedelta(days=days - 1), self.first_day)


def measure(company: Company, *, rounds: int = 5) -> list[Beside]:
    """Every case, turn by turn with its yardstick."""
    return asyncio.run(_measure(company, rounds))


async def days_of(connection: asyncpg.Connection) -> Days:
    """Which days the cases are about."""
    row = await connection.fetchrow(sql.days.text)
    return Days(row["last_day"], row["first_day"])


async def _measure(company: Company, rounds: int) -> list[Beside]:
    connection = await asyncpg.connect(company.owner_url, command_timeout=3600)
    try:
        days = await days_of(connection)
        return [await _case(connection, case, days, 1 if case.once else rounds) for case in CASES]
    finally:
        await connection.close()


async def _case(connection: asyncpg.Connection, case: Case, days: Days, rounds: int) -> Beside:
    from_day, to_day = days.back(case.days), days.last_day + timedelta(days=1)
    found = Beside(case.title.format(days=(to_day - from_day).days), case.limit)
    for turn in range(rounds + (not case.once)):
        measured = found if turn or case.once else Beside("warm")
        await _ours(connection, case, measured, from_day, to_day)
        await _plain(connection, case, measured, from_day, to_day)
    say(f"  {found.title}: {found.usual:.0f} ms, {found.ratio:.1f} times plain SQL")
    return found


async def _ours(
    connection: asyncpg.Connection, case: Case, found: Beside, from_day: date, to_day: date
) -> None:
    """In a transaction that leaves no trace."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        if case.live:
            await connection.execute(sql.reopen.text, to_day - timedelta(days=1))
        claims = {"sub": str(person(0)), "role": "authenticated"}
        await connection.execute(AS_ADMIN, json.dumps(claims), "none" if case.inner else "authenticated")
        await timed(connection, found.ours, case.query, from_day=from_day, to_day=to_day)
    finally:
        await transaction.rollback()


async def _plain(
    connection: asyncpg.Connection, case: Case, found: Beside, from_day: date, to_day: date
) -> None:
    """The sum of its statements; what is counted live is counted for its day alone."""
    parts = Beside("parts")
    for query in case.plain:
        first = to_day - timedelta(days=1) if case.live and query is sql.facts_plain else from_day
        await timed(connection, parts.plain, query, from_day=first, to_day=to_day)
    found.plain.clock.append(sum(parts.plain.clock))
    found.plain.cpu.append(sum(parts.plain.cpu))
