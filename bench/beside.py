"""One statement of the product beside plain SQL of the same thing, in turns: by the clock and in CPU time of its process."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import asyncpg

from api.db.sql import Query
from bench.cpu import cpu_ms


@dataclass
class Spent:
    """Milliseconds of every turn."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@dataclass
class Beside:
    """What was measured; `limit` in milliseconds."""

    title: str
    limit: float | None = None
    ours: Spent = field(default_factory=Spent)
    plain: Spent = field(default_factory=Spent)

    @property
    def usual(self) -> float:
        """Milliseconds by the clock, the median."""
        return median(self.ours.clock)

    @property
    def work(self) -> float:
        """Milliseconds of CPU time, the median: neighbours on a busy machine do not lengthen it."""
        return median(self.ours.cpu)

    @property
    def ratio(self) -> float:
        """How many times the plain SQL's CPU time."""
        return self.work / max(median(self.plain.cpu), 0.01)

    @property
    def verdict(self) -> str:
        """Whether the limit is met."""
        if self.limit is None:
            return "-"
        if self.usual < self.limit:
            return "yes"
        return "by CPU time" if self.work < self.limit else "**no**"


async def timed(connection: asyncpg.Connection, spent: Spent, query: Query, **values: Any) -> None:
    """Runs the statement once."""
    pid = connection.get_server_pid()
    cpu, started = cpu_ms(pid), time.perf_counter()
    await connection.fetch(query.text, *query.arguments(values))
    spent.clock.append((time.perf_counter() - started) * 1000)
    spent.cpu.append(cpu_ms(pid) - cpu)


HEAD = ["what", "ms by the clock", "CPU ms", "plain SQL, ms", "plain SQL, CPU ms", "times plain, by CPU", "target", "met"]  # fmt: skip


def rows(found: Sequence[Beside]) -> Iterator[list[str]]:
    """For the table of the report."""
    for one in found:
        yield [
            one.title,
            f"{one.usual:,.1f}",
            f"{one.work:,.1f}",
            f"{median(one.plain.clock):,.1f}",
            f"{median(one.plain.cpu):,.1f}",
            f"{one.ratio:.1f}",
            f"{one.limit:.0f} ms" if one.limit else "-",
            one.verdict,
        ]
