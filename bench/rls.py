"""What row level security costs: the same statement under the policies and without them, in CPU time of the database's process.

CPU time, since the clock on the wall measures the neighbours as well, and of all turns the cheapest: neighbours empty the
caches, too. Without: the owner, who bypasses the policies.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import asyncpg

from bench.company import Company
from bench.cpu import cpu_ms
from bench.recording import Recorded, record
from bench.requests import CASES, facts
from bench.say import say
from bench.throughput import requests

HOT = ("list", "list-filtered", "list-admin", "column", "board", "tasks", "card", "timeline")
LISTS = ("list", "list-filtered", "list-admin", "column")
LIMIT = 0.05
CHUNK = 40


@dataclass(frozen=True)
class Overhead:
    """CPU milliseconds of one request's statements."""

    case: str
    under: float
    without: float

    @property
    def share(self) -> float:
        """What the policies add."""
        return self.under / self.without - 1


def measure(company: Company, *, chunks: int = 9) -> list[Overhead]:
    """Each hot case, chunks of repetitions in turns."""
    return asyncio.run(_measure(company, chunks))


async def _measure(company: Company, chunks: int) -> list[Overhead]:
    known = await facts(company)
    found = []
    for case in CASES:
        if case.name in HOT:
            (recorded,) = await record(company, requests(case, known)[:1])
            found.append(await _compare(company, case.name, recorded, chunks))
            say(f"  {case.name}: policies add {found[-1].share:+.1%}")
    return found


async def _compare(company: Company, name: str, recorded: Recorded, chunks: int) -> Overhead:
    url = company.installation.cluster.url("postgres")
    under, without = await asyncpg.connect(url), await asyncpg.connect(url)
    bypassing = recorded.settings.replace(f"'role', '{recorded.role}'", "'role', 'none'")
    assert bypassing != recorded.settings
    spent: dict[str, list[float]] = {"under": [], "without": []}
    try:
        for turn in range(chunks + 1):
            for key, connection, settings in (
                ("under", under, recorded.settings),
                ("without", without, bypassing),
            ):
                milliseconds = await _chunk(connection, recorded, settings)
                if turn:  # the first one warms
                    spent[key].append(milliseconds)
    finally:
        await under.close()
        await without.close()
    return Overhead(name, min(spent["under"]), min(spent["without"]))


async def _chunk(connection: asyncpg.Connection, recorded: Recorded, settings: str) -> float:
    """Average CPU milliseconds of one repetition."""
    pid = connection.get_server_pid()
    await connection.execute(f"{recorded.begin}; {settings}")
    before = cpu_ms(pid)
    for _ in range(CHUNK):
        for query, arguments in recorded.statements:
            await connection.fetch(query, *arguments)
    spent = cpu_ms(pid) - before
    await connection.execute("commit")
    return spent / CHUNK


HEAD = ["case", "under RLS, CPU ms", "without, CPU ms", "policies add", f"at most {LIMIT:.0%}"]


def rows(found: Sequence[Overhead]) -> Iterator[list[str]]:
    """For the table of the report."""
    for one in found:
        met = ("yes" if one.share <= LIMIT else "**no**") if one.case in LISTS else "-"
        yield [one.case, f"{one.under:.2f}", f"{one.without:.2f}", f"{one.share:+.1%}", met]
