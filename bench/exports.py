"""Reports as files, over HTTP, beside the SQL that they are made from."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import fmean, median
from urllib.parse import urlencode

import asyncpg
import httpx
import psutil

from bench.company import Company
from bench.cpu import cpu_ms
from bench.kpi import MONTH, days_of
from bench.recording import Recorded, record
from bench.requests import Request
from bench.say import say
from bench.server import served

REPORTS = ("managers", "time")
FORMATS = ("csv", "xlsx", "pdf")


@dataclass
class Export:
    """One file, made some times."""

    report: str
    file_format: str
    size: int = 0
    clock: list[float] = field(default_factory=list)
    web_cpu: list[float] = field(default_factory=list)
    sql_clock: list[float] = field(default_factory=list)
    sql_cpu: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times the CPU time of its SQL: SQL and web process together."""
        sql = max(median(self.sql_cpu), 0.01)
        return (fmean(self.web_cpu) + sql) / sql


def measure(company: Company, *, rounds: int = 5) -> list[Export]:
    """Each report in each format, of a closed month, as the admin: turn by turn with its statements."""
    found = []
    with served(company) as process:
        for report in REPORTS:
            for file_format in FORMATS:
                found.append(asyncio.run(_export(company, process, Export(report, file_format), rounds)))
    return found


async def _export(company: Company, process: psutil.Process, found: Export, rounds: int) -> Export:
    connection = await asyncpg.connect(company.owner_url)
    try:
        days = await days_of(connection)
        to_day = days.last_day + timedelta(days=1)
        period = {"period": "custom", "from": days.back(MONTH).isoformat(), "to": to_day.isoformat()}
        path = f"/api/v1/reports/{found.report}/export?{urlencode({'format': found.file_format, **period})}"
        (recorded,) = await record(company, [Request(path, 0)])
        async with httpx.AsyncClient(base_url=company.base_url, timeout=60) as client:
            for turn in range(rounds + 1):  # the first one warms
                measured = found if turn else Export(found.report, found.file_format)
                await _request(client, company, process, path, measured)
                await _statements(connection, recorded, measured)
    finally:
        await connection.close()
    say(f"  {found.report} as {found.file_format}: {median(found.clock):.0f} ms, {found.size // 1024} KB")
    return found


async def _request(
    client: httpx.AsyncClient, company: Company, process: psutil.Process, path: str, found: Export
) -> None:
    cpu, started = _cpu_of_all_threads(process), time.perf_counter()
    answer = await client.get(path, headers={"authorization": f"Bearer {company.token(0)}"})
    found.clock.append((time.perf_counter() - started) * 1000)
    found.web_cpu.append(_cpu_of_all_threads(process) - cpu)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:300]}")
    found.size = len(answer.content)


def _cpu_of_all_threads(process: psutil.Process) -> float:
    """Milliseconds, told in hundredths of a second: only their mean says something."""
    times = process.cpu_times()
    return float(times.user + times.system) * 1000


async def _statements(connection: asyncpg.Connection, recorded: Recorded, found: Export) -> None:
    """What the API sends for it, on a straight connection."""
    await connection.execute(f"{recorded.begin}; {recorded.settings}")
    cpu, started = cpu_ms(connection.get_server_pid()), time.perf_counter()
    for query, arguments in recorded.statements:
        await connection.fetch(query, *arguments)
    found.sql_clock.append((time.perf_counter() - started) * 1000)
    found.sql_cpu.append(cpu_ms(connection.get_server_pid()) - cpu)
    await connection.execute("rollback")


HEAD = [
    "report",
    "file",
    "KB",
    "ms by the clock",
    "web CPU ms",
    "its SQL, ms",
    "its SQL, CPU ms",
    "times its SQL, by CPU",
]


def rows(found: Sequence[Export]) -> Iterator[list[str]]:
    """For the table of the report."""
    for one in found:
        yield [
            one.report,
            one.file_format.upper(),
            f"{one.size / 1024:.0f}",
            f"{median(one.clock):.0f}",
            f"{fmean(one.web_cpu):.0f}",
            f"{median(one.sql_clock):.0f}",
            f"{median(one.sql_cpu):.0f}",
            f"{one.ratio:.1f}",
        ]
