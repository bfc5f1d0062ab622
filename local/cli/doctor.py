"""`smena doctor`: what is configured, what answers, and what is wrong, in plain words."""

import argparse
import asyncio
from collections.abc import Iterator
from pathlib import Path

from local.environment import configured, external
from local.errors import LocalError
from local.health import database, place, services
from local.health.finding import Finding, note, wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No own options."""


def run(options: argparse.Namespace) -> int:
    """Print one line per finding; exit code 1 when something is wrong."""
    findings = list(_examine(options.data.expanduser().absolute()))
    for finding in findings:
        print(f"{finding.mark:<6} {finding.text}")
    return 1 if any(finding.is_wrong for finding in findings) else 0


def _examine(data_dir: Path) -> Iterator[Finding]:
    yield from place.machine(data_dir)
    try:
        settings = external()
    except LocalError as error:
        yield wrong(str(error))
        return
    if settings is None:
        yield note(
            "Configured: the embedded database, sign-in and storage (neither DATABASE_URL nor SUPABASE_URL is set)."
        )
        yield from place.embedded(data_dir)
    else:
        yield note(f"Configured: an own database and Supabase at {settings['SUPABASE_URL']}.")
        yield from asyncio.run(database.examine(settings))
        yield from services.supabase(settings)
    yield from services.mail(configured(), embedded=settings is None)
