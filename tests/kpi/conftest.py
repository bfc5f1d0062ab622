"""One company with a thousand histories in it, counted by the database and by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tests.kpi import writing
from tests.kpi.chance import Chance
from tests.kpi.history import ZONE, History
from tests.kpi.slow import Slow
from tests.support.cluster import Templates
from tests.support.database import Base

HISTORIES, SEED = 1200, 20261126


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


@pytest.fixture(scope="module")
async def company(templates: Templates) -> AsyncIterator[Company]:
    async with templates.clone() as base:
        chance = Chance(SEED, datetime.now(UTC).replace(microsecond=0))
        for _ in range(HISTORIES):
            chance.add()
        stages = await writing.write(base, chance.history)
        yield Company(base, chance.history, Slow(chance.history), stages)
