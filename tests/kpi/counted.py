"""The database's answers in the shape of the slow count."""

import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from tests.kpi.chance import changes_of_clocks
from tests.kpi.history import ZONE
from tests.kpi.slow.books import Counts, Sources
from tests.support.database import Base
from tests.support.people import ADMIN

KEYS = ("day", "manager_id", "source_id")


def windows(now: datetime) -> list[tuple[date, date]]:
    """Around both changes of clocks, and up to today: where the histories lie, but for their last stragglers."""
    today = now.astimezone(ZONE).date()
    starts = [change.date() - timedelta(days=6) for change in changes_of_clocks(now)]
    return [
        *((day, day + timedelta(days=45)) for day in starts),
        (today - timedelta(days=50), today + timedelta(days=1)),
    ]


def plain(row: Record) -> dict[str, int]:
    """A row's figures without what it is a row of."""
    return {key: int(value) for key, value in row.items() if key not in KEYS and value}


def by_day(rows: list[Record]) -> Counts:
    """Per day and manager; sources are added up."""
    found: Counts = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for key, value in plain(row).items():
            found[row["day"], row["manager_id"]][key] += value
    return found


def by_source(rows: list[Record]) -> Sources:
    """Per day, manager and source."""
    found: Sources = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for key, value in plain(row).items():
            found[row["day"], row["manager_id"], row["source_id"]][key] += value
    return found


def total(rows: list[Record]) -> dict[str, int]:
    """The sum of rows."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        for key, value in plain(row).items():
            found[key] += value
    return dict(found)


@contextlib.asynccontextmanager
async def seen_by(base: Base, user: UUID = ADMIN.id) -> AsyncIterator[Connection]:
    """One person's connection for a whole test: figures are read."""
    async with base.connected() as connection:
        await connection.execute(
            "select set_config('request.jwt.claims', $1, false), set_config('role', 'authenticated', false)",
            json.dumps({"sub": str(user), "role": "authenticated"}),
        )
        yield connection


async def days(connection: Connection, name: str, *arguments: Any) -> list[Record]:
    """All columns of a counting function."""
    marks = ", ".join(f"${n + 1}" for n in range(len(arguments)))
    found: list[Record] = await connection.fetch(f"select * from app.{name}({marks})", *arguments)
    return found


async def close_all(base: Base) -> int:
    """What the worker does until nothing is left to do; how many days it closed."""
    async with base.connected() as connection:
        await connection.execute("select set_config('role', 'service_role', false)")
        closed = 0
        while await connection.fetchval("select app.close_kpi_day()") is not None:
            closed += 1
        return closed


async def rebuild(base: Base, from_day: date, to_day: date) -> int:
    """Everything anew, as an operator does it."""
    async with base.connected() as connection:
        await connection.execute("select set_config('role', 'service_role', false)")
        return int(await connection.fetchval("select app.rebuild_kpi($1, $2)", from_day, to_day))
