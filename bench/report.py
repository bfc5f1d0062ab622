"""Tables in Markdown, and the machine they were made on."""

import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.load import driver
from local.postgres.binaries import wheel_bin


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def section(title: str, body: str) -> str:
    """A heading and what follows it."""
    return f"## {title}\n\n{body}\n"


def machine() -> str:
    """What the figures were made on, and how busy it was with other work."""
    memory = psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{value:.1f}" for value in psutil.getloadavg())
    facts = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; load average of the last 1, 5, 15 minutes at the end: {load}",
        f"{psutil.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()} {platform.release()}; database, "
        "API and load driver share them",
        f"Python {platform.python_version()}, FastAPI {version('fastapi')}, asyncpg {version('asyncpg')}, uvicorn {version('uvicorn')}",
        f"{_postgres()}, settings of the product's own cluster (fsync on)",
        f"load driver: {driver()}{_wrk()}; yardstick: pgbench of the same PostgreSQL, prepared statements",
    ]
    return "\n".join(f"- {fact}" for fact in facts)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def _postgres() -> str:
    found = subprocess.run(
        [str(wheel_bin() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return found.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL")


def _wrk() -> str:
    if not shutil.which("wrk"):
        return ""
    words = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return " " + (words.stdout + words.stderr).split("[")[0].replace("wrk", "").strip()
