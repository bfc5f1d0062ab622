"""Requests per second of one API process beside transactions per second of pgbench, in turns: A B A B."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import psutil

from bench import pgbench
from bench.company import Company
from bench.load import Load, drive
from bench.recording import record
from bench.requests import CASES, Case, Facts, Request, facts
from bench.say import say
from bench.server import served

WARM_SECONDS = 1.0


@dataclass
class Throughput:
    """One case at one size."""

    case: Case
    loads: list[Load] = field(default_factory=list)
    yardsticks: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)  # of the web process, for each request
    rss_mb: float = 0.0

    @property
    def api(self) -> float:
        """Requests per second."""
        return median(load.rate for load in self.loads)

    @property
    def yardstick(self) -> float | None:
        """Transactions per second of pgbench; None where SQL is not what the case spends its time on."""
        return median(self.yardsticks) if self.yardsticks else None

    @property
    def ratio(self) -> float | None:
        """Median of the neighbours' ratios: both of a pair met the same disturbance."""
        if not self.yardsticks or not all(self.yardsticks):
            return None
        return median(load.rate / tps for load, tps in zip(self.loads, self.yardsticks, strict=True))


def measure(company: Company, names: Iterable[str], *, seconds: float, rounds: int = 2) -> list[Throughput]:
    """The named cases against one web process, which lives as long as all of them: its memory is told by the last one."""
    known = asyncio.run(facts(company))
    wanted = set(names)
    with served(company) as process:
        return [
            _measure(company, case, known, process, seconds, rounds) for case in CASES if case.name in wanted
        ]


def requests(case: Case, known: Facts) -> list[Request]:
    """One for each connection."""
    made = [case.make(known, manager) for manager in known.managers]
    return [Request(one.path, 0) for one in made] if case.admin else made


def _measure(
    company: Company, case: Case, known: Facts, process: psutil.Process, seconds: float, rounds: int
) -> Throughput:
    asked = requests(case, known)
    script = None
    if case.name != "sign-in":  # its time is bcrypt's, its statements another service's
        script = asyncio.run(pgbench.script(company, case.name, asyncio.run(record(company, asked))))
        pgbench.run(company, script, seconds=WARM_SECONDS)
    drive(company, asked, seconds=WARM_SECONDS)
    found = Throughput(case)
    for _ in range(rounds):
        before = _cpu(process)
        load = drive(company, asked, seconds=seconds)
        found.loads.append(load)
        found.cpu_ms.append((_cpu(process) - before) * 1000 / max(1, load.requests))
        if script is not None:
            found.yardsticks.append(pgbench.run(company, script, seconds=seconds))
    found.rss_mb = process.memory_info().rss / 2**20
    say(
        f"  {case.name}: {found.api:.0f}/s, pgbench {found.yardstick or 0:.0f}/s, ratio {found.ratio or 0:.2f}"
    )
    return found


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def rows(found: Sequence[Throughput]) -> Iterator[list[str]]:
    """For the table of the report."""
    for one in found:
        target = one.case.target
        met = "" if target is None or one.ratio is None else ("yes" if one.ratio >= target else "**no**")
        yield [
            one.case.title,
            f"{one.api:,.0f}",
            f"{one.yardstick:,.0f}" if one.yardstick else "-",
            f"{one.ratio:.2f}" if one.ratio else "-",
            f"{target:.1f}" if target else "-",
            met or "-",
            f"{median(load.p50_ms for load in one.loads):.1f}",
            f"{median(load.p99_ms for load in one.loads):.1f}",
            f"{median(one.cpu_ms):.2f}",
        ]


HEAD = ["case", "API req/s", "pgbench tx/s", "ratio", "target", "met", "p50 ms", "p99 ms", "web CPU ms/req"]
