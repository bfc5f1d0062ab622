"""Requests per second of one API process beside transactions per second of pgbench, in turns: A B A B."""

import asyncio
import contextlib
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import psutil

from bench import pgbench
from bench.company import Company
from bench.cpu import cpu_ms
from bench.load import Load, drive
from bench.recording import record
from bench.requests import CASES, Case, Facts, Request, facts
from bench.say import say
from bench.server import served

WARM_SECONDS = 1.0
CORES = 2
REAPED_SECONDS = 0.7  # until the postmaster has taken note of what its ended backends spent


@dataclass
class Throughput:
    """One case at one size."""

    case: Case
    loads: list[Load] = field(default_factory=list)
    yardsticks: list[float] = field(default_factory=list)
    # CPU milliseconds for each request and each transaction of pgbench: web process, and all that takes part.
    web_cpu: list[float] = field(default_factory=list)
    api_cpu: list[float] = field(default_factory=list)
    yardstick_cpu: list[float] = field(default_factory=list)
    rss_mb: float = 0.0

    @property
    def api(self) -> float:
        """Requests per second."""
        return median(load.rate for load in self.loads)

    @property
    def yardstick(self) -> float:
        """Transactions per second of pgbench."""
        return median(self.yardsticks)

    @property
    def ratio(self) -> float | None:
        """Median of the neighbours' ratios: both of a pair met the same disturbance."""
        if not all(self.yardsticks):
            return None
        return median(load.rate / tps for load, tps in zip(self.loads, self.yardsticks, strict=True))

    @property
    def expected(self) -> float | None:
        """The ratio that the CPU times allow on a machine with two cores of its own, one at most for the web process.

        Neighbours on a shared machine press the clock's ratio down: one web process gets one share of the processor where
        pgbench's sixteen backends get sixteen.
        """
        if not all(self.yardstick_cpu) or not all(self.web_cpu):
            return None
        api = min(CORES / median(self.api_cpu), 1 / median(self.web_cpu))
        return api / (CORES / median(self.yardstick_cpu))


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
    script = asyncio.run(pgbench.script(company, case.name, asyncio.run(record(company, asked))))
    pgbench.run(company, script, seconds=WARM_SECONDS)
    drive(company, asked, seconds=WARM_SECONDS)
    found = Throughput(case)
    for _ in range(rounds):
        web, all_of_it = _cpu(process), _cpu_of_all(company, process)
        load = drive(company, asked, seconds=seconds)
        found.loads.append(load)
        found.web_cpu.append((_cpu(process) - web) * 1000 / max(1, load.requests))
        found.api_cpu.append((_cpu_of_all(company, process) - all_of_it) * 1000 / max(1, load.requests))
        all_of_it = _cpu_of_all(company, process)
        yardstick = pgbench.run(company, script, seconds=seconds)
        found.yardsticks.append(yardstick.rate)
        time.sleep(REAPED_SECONDS)
        spent = _cpu_of_all(company, process) - all_of_it
        found.yardstick_cpu.append(spent * 1000 / max(1, yardstick.transactions))
    found.rss_mb = process.memory_info().rss / 2**20
    say(f"  {case.name}: {found.api:.0f}/s, pgbench {found.yardstick:.0f}/s, ratio {found.ratio or 0:.2f}")
    return found


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _cpu_of_all(company: Company, web: psutil.Process) -> float:
    """Seconds of the web process, the database with its ended backends, and the driver."""
    drivers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return _cpu(web) + _cpu_of_database(company) + drivers.ru_utime + drivers.ru_stime


def _cpu_of_database(company: Company) -> float:
    pid_file = company.installation.cluster.place.pgdata / "postmaster.pid"
    postmaster = psutil.Process(int(pid_file.read_text().splitlines()[0]))
    total = postmaster.cpu_times()
    spent = float(total.user + total.system + total.children_user + total.children_system)
    for backend in postmaster.children():
        with contextlib.suppress(psutil.Error):
            spent += cpu_ms(backend.pid) / 1000
    return spent


def rows(found: Sequence[Throughput]) -> Iterator[list[str]]:
    """For the table of the report."""
    for one in found:
        target = one.case.target
        best = max(one.ratio or 0, one.expected or 0)
        met = "-" if target is None or not best else ("yes" if best >= target else "**no**")
        yield [
            one.case.title,
            f"{one.api:,.0f}",
            f"{one.yardstick:,.0f}",
            f"{one.ratio:.2f}" if one.ratio else "-",
            f"{one.expected:.2f}" if one.expected else "-",
            f"{target:.1f}" if target else "-",
            met,
            f"{median(load.p50_ms for load in one.loads):.0f} / {median(load.p99_ms for load in one.loads):.0f}",
            f"{median(one.web_cpu):.2f}",
            f"{median(one.api_cpu):.2f}",
            f"{median(one.yardstick_cpu):.2f}",
        ]


HEAD = [
    "case", "API req/s", "pgbench tx/s", "ratio", "ratio by CPU", "target", "met", "p50 / p99 ms", "web CPU ms", "API CPU ms, all",
    "pgbench CPU ms, all",
]  # fmt: skip
