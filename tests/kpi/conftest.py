"""One company with a thousand histories in it, counted by the database and by hand.

More of them, or others: `SMENA_HISTORIES=6000 SMENA_HISTORIES_SEED=7 ./smena test tests/kpi`.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tests.kpi import writing
from tests.kpi.chance import made
from tests.kpi.history import ZONE, History
from tests.kpi.slow import Slow
from tests.support.cluster import Templates
from tests.support.database import Base

HISTORIES = int(os.environ.get("SMENA_HISTORIES", "1000"))
SEED = int(os.environ.get("SMENA_HISTORIES_SEED", "20261126"))


@dataclass
class Company:
    """The histories, what was counted by hand, and where they were written to."""

    base: Base
    history: History
    slow: Slow
    stages: dict[str, UUID]

    @property
    def today(self) -> date:
        """The company's."""
        return self.history.now.astimezone(ZONE).date()


@pytest.fixture(scope="package")
async def company(templates: Templates) -> AsyncIterator[Company]:
    async with templates.clone() as base:
        history = made(HISTORIES, SEED, datetime.now(UTC).replace(microsecond=0))
        stages = await writing.write(base, history)
        yield Company(base, history, Slow(history), stages)
