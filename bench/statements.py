"""Every statement of every hot view, one after the other on one warm connection that managers and the admin share.

Shared on purpose: the API's connections are, and a plan kept for one of them must serve the other. Time is told twice: by the
clock, and as CPU time of the database's process, which neighbours on a shared machine do not lengthen.
"""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import asyncpg

from api.db.pool import STATEMENT_CACHE
from bench.company import Company
from bench.cpu import cpu_ms
from bench.recording import Recorded, record
from bench.report import table
from bench.requests import facts, views
from bench.say import say

CEILING_MS = 20.0
FLAT = 1.5
GIVE_UP_MS = 1500
NOISE_MS = 0.5  # a difference below it is none
WARM_ROUNDS = 6  # PostgreSQL settles for a generic plan after five


@dataclass
class Timed:
    """One statement of one view, as one kind of person."""

    view: str
    person: str
    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def usual(self) -> float:
        """Milliseconds by the clock, the median."""
        return median(self.clock)

    @property
    def worst(self) -> float:
        """The slowest one: on a shared machine that is often a neighbour's doing."""
        return max(self.clock)

    @property
    def work(self) -> float:
        """Milliseconds of CPU time, the median."""
        return median(self.cpu)


def measure(company: Company, *, rounds: int = 5) -> list[Timed]:
    """All views; the slowest statement of each by its median."""
    return asyncio.run(_measure(company, rounds))


async def _measure(company: Company, rounds: int) -> list[Timed]:
    wanted = list(views(await facts(company)))
    recorded = await record(company, [request for _, request in wanted])
    dsn = company.settings.api_database_url
    assert dsn is not None
    connection = await asyncpg.connect(
        dsn.get_secret_value(), statement_cache_size=STATEMENT_CACHE, max_cached_statement_lifetime=0
    )
    found: dict[tuple[str, str, int], Timed] = {}
    try:
        for turn in range(WARM_ROUNDS + rounds):
            for (view, request), one in zip(wanted, recorded, strict=True):
                person = "admin" if request.person == 0 else "manager"
                for number, (clock, cpu) in enumerate(await _replay(connection, one)):
                    timed = found.setdefault((view, person, number), Timed(view, person))
                    if turn >= WARM_ROUNDS:
                        timed.clock.append(clock)
                        timed.cpu.append(cpu)
    finally:
        await connection.close()
    slowest = _slowest(list(found.values()))
    say(f"  {len(found)} statements, {sum(t.usual > CEILING_MS for t in slowest)} above {CEILING_MS:.0f} ms")
    return slowest


async def _replay(connection: asyncpg.Connection, recorded: Recorded) -> list[tuple[float, float]]:
    pid = connection.get_server_pid()
    spent = []
    await connection.execute(
        f"{recorded.begin}; {recorded.settings}; set local statement_timeout = {GIVE_UP_MS}"
    )
    for query, arguments in recorded.statements:
        cpu, started = cpu_ms(pid), time.perf_counter()
        with contextlib.suppress(asyncpg.QueryCanceledError):
            await connection.fetch(query, *arguments)
        spent.append(((time.perf_counter() - started) * 1000, cpu_ms(pid) - cpu))
        if spent[-1][0] >= GIVE_UP_MS:
            break
    await connection.execute("rollback")
    return spent


def _slowest(found: Sequence[Timed]) -> list[Timed]:
    by_view: dict[tuple[str, str], list[Timed]] = defaultdict(list)
    for timed in found:
        by_view[timed.view, timed.person].append(timed)
    return [max(timed, key=lambda one: one.work) for timed in by_view.values()]


HEAD = [
    "view", "as", "small, CPU ms", "large, CPU ms", "large / small", "large, ms by the clock", "slowest of all", "under 20 ms", "flat",
]  # fmt: skip


def compared(
    small: Sequence[Timed], large: Sequence[Timed]
) -> Iterator[tuple[Timed, Timed | None, float | None, bool | None]]:
    """Each statement at the large size, at the small one, its growth, and whether that is flat; None without a small one."""
    before = {(one.view, one.person): one for one in small}
    for one in large:
        other = before.get((one.view, one.person))
        if other is None or not other.work:
            yield one, other, None, None
            continue
        growth = one.work / other.work
        yield one, other, growth, growth <= FLAT or one.work - other.work < NOISE_MS


def rows(small: Sequence[Timed], large: Sequence[Timed], *, missed: bool = False) -> Iterator[list[str]]:
    """The report's table, both sizes side by side; `missed`: only what misses a target."""
    for one, other, growth, flat in compared(small, large):
        quick = one.usual <= CEILING_MS
        if missed and quick and flat is not False:
            continue
        yield [
            one.view,
            one.person,
            f"{other.work:.2f}" if other else "-",
            f"{one.work:.2f}",
            f"{growth:.1f}" if growth else "-",
            f"{one.usual:.2f}",
            f"{one.worst:.1f}",
            "yes" if quick else "**no**",
            {True: "yes", False: "**no**", None: "-"}[flat],
        ]


def summary(small: Sequence[Timed], large: Sequence[Timed]) -> str:
    """What misses a target, line by line; of the rest the range."""
    missed = list(rows(small, large, missed=True))
    names = {(row[0], row[1]) for row in missed}
    rest = [one for one in large if (one.view, one.person) not in names]
    words = f"{len(rest)} of {len(large)} statements meet both targets"
    if rest:
        words += f", at {min(one.usual for one in rest):.1f} to {max(one.usual for one in rest):.1f} ms by the clock"
    return f"{words}. The others:\n\n{table(HEAD, missed)}" if missed else f"{words}."
