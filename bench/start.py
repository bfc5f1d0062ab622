"""How long a second `./smena up` takes until it says `ready`, and how much memory one API process holds."""

import asyncio
import signal
import subprocess
import time
from dataclasses import dataclass

from bench.company import Company
from bench.load import drive
from bench.requests import CASES, facts
from bench.say import say
from bench.server import ALONE, EMBEDDED, served
from bench.throughput import requests
from local.environment import ROOT, configured

START_LIMIT, MEMORY_LIMIT_MB = 5.0, 120.0
MIXED = (
    "list",
    "list-filtered",
    "list-admin",
    "card",
    "timeline",
    "board",
    "tasks",
    "search",
    "dashboard",
    "intake",
)


@dataclass(frozen=True)
class Figure:
    """One number and its limit."""

    name: str
    value: float
    limit: float
    unit: str

    def row(self) -> list[str]:
        """For the report."""
        met = "yes" if self.value < self.limit else "**no**"
        return [self.name, f"{self.value:.1f} {self.unit}", f"{self.limit:.0f} {self.unit}", met]


HEAD = ["what", "measured", "limit", "met"]


def second_start(company: Company, *, times: int = 3) -> Figure:
    """The best of some starts after a first one; the company's database must not be running."""
    _start(company)
    best = min(_start(company) for _ in range(times))
    say(f"  second start: {best:.1f} s")
    return Figure("second start of ./smena up until it says ready", best, START_LIMIT, "s")


def _start(company: Company) -> float:
    data, port = str(company.installation.data_dir), str(company.address.port)
    started = time.monotonic()
    process = subprocess.Popen(
        [str(ROOT / "smena"), "up", "--data", data, "--port", port],
        cwd=ROOT, env=configured(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    words = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            words.append(line)
            if line.strip() == "ready":
                return time.monotonic() - started
        raise RuntimeError("./smena up ended:\n" + "".join(words))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def memory(company: Company, *, seconds: float) -> list[Figure]:
    """Resident memory of one web process after a mixed load, as the embedded installation runs it and on its own."""
    known = asyncio.run(facts(company))
    mixed = [one for case in CASES if case.name in MIXED for one in requests(case, known)[:4]]
    found = []
    for name, application in (
        ("API process (api.main)", ALONE),
        ("API, auth and storage in one (local.gateway)", EMBEDDED),
    ):
        with served(company, application) as process:
            drive(company, mixed, seconds=seconds)
            found.append(
                Figure(
                    f"{name}, resident under load", process.memory_info().rss / 2**20, MEMORY_LIMIT_MB, "MB"
                )
            )
            say(f"  {found[-1].name}: {found[-1].value:.0f} MB")
    return found
