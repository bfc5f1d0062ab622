"""Chances and moments; the seed decides all of them."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from tests.kpi.history import ZONE

MINUTE = timedelta(minutes=1)


def changes_of_clocks(now: datetime) -> tuple[datetime, datetime]:
    """The company's midnights before the last two, one into summer time and one out of it, that are three months old."""
    midnights = [
        (now - timedelta(days=n)).astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        for n in range(95, 500)
    ]
    changed = [m for m in midnights if m.utcoffset() != (m + timedelta(days=1)).utcoffset()]
    return changed[0], changed[1]


class Dice:
    """A seed, and when now is."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random, self.now = Random(seed), now
        self.changes = changes_of_clocks(now)

    def id(self) -> UUID:
        """A random one that the seed decides."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.random.random() < share

    def moment(self, after: datetime | None = None) -> datetime:
        """Around a change of clocks or lately; often just at midnight, never in the last half hour."""
        r = self.random
        start = after or r.choice(
            [*(c - timedelta(days=5) for c in self.changes), self.now - timedelta(days=44)]
        )
        at = start + r.choice(
            (timedelta(seconds=r.randint(1, 280)), MINUTE * r.randint(1, 90), timedelta(hours=r.uniform(1, 60)), timedelta(days=r.uniform(0, 12)))
        )  # fmt: skip
        if self.chance(0.15):
            local = at.astimezone(ZONE)
            midnight = datetime(local.year, local.month, local.day, tzinfo=ZONE)
            at = midnight.astimezone(UTC) + timedelta(seconds=r.choice((-1, 0, 1)))
        at = min(at, self.now - timedelta(minutes=30)).astimezone(UTC).replace(microsecond=0)
        return max(at, after or at)
