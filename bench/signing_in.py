"""Sign-in with a password. Nearly all of it is one bcrypt check, made slow on purpose: that is what it stands beside, not SQL."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import bcrypt

from bench.company import Company
from bench.fill import COST, PASSWORD
from bench.load import Load, drive
from bench.requests import Request
from bench.say import say
from bench.server import served

# Two at once keep the hasher's threads busy; more would only queue and outlive a short run.
CONNECTIONS = 2
LEAST_SECONDS = 10.0
CHECKS = 9


@dataclass(frozen=True)
class SignIns:
    """What came of the load, and what one check of a password costs."""

    load: Load
    web_cpu_ms: float
    check_cpu_ms: float


def measure(company: Company, *, seconds: float, least: float = LEAST_SECONDS) -> SignIns:
    """Drives the installation's own auth for at least ten seconds."""
    asked = [_request(1 + number % company.size.managers) for number in range(16)]
    with served(company) as process:
        drive(company, asked, seconds=2, connections=CONNECTIONS)
        before = process.cpu_times()
        load = drive(company, asked, seconds=max(seconds, least), connections=CONNECTIONS)
        after = process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    found = SignIns(load, spent * 1000 / max(1, load.requests), _check())
    say(f"  sign-in: {load.rate:.1f}/s, one bcrypt check {found.check_cpu_ms:.0f} ms")
    return found


def _request(manager: int) -> Request:
    body = json.dumps({"email": f"manager{manager}@bench.example", "password": PASSWORD})
    return Request(
        "/auth/v1/token?grant_type=password", None, "POST", body, {"content-type": "application/json"}
    )


def _check() -> float:
    """CPU milliseconds of one check, the least of some."""
    password = PASSWORD.encode()
    stored = bcrypt.hashpw(password, bcrypt.gensalt(COST, b"2a"))
    spent = []
    for _ in range(CHECKS):
        started = time.process_time()
        bcrypt.checkpw(password, stored)
        spent.append((time.process_time() - started) * 1000)
    return min(spent)


HEAD = ["connections", "sign-ins per second", "p50 / p99 ms", "web CPU ms each", "one bcrypt check, CPU ms", "bcrypt's share"]  # fmt: skip


def rows(found: SignIns) -> Iterator[list[str]]:
    """For the table of the report."""
    yield [
        str(CONNECTIONS),
        f"{found.load.rate:.1f}",
        f"{found.load.p50_ms:.0f} / {found.load.p99_ms:.0f}",
        f"{found.web_cpu_ms:.1f}",
        f"{found.check_cpu_ms:.1f}",
        f"{found.check_cpu_ms / found.web_cpu_ms:.0%}" if found.web_cpu_ms else "-",
    ]
