"""Where the figures are written down."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from tests.kpi.calendar import local_day

Counts = dict[tuple[date, UUID], dict[str, int]]
Sources = dict[tuple[date, UUID, UUID | None], dict[str, int]]


def _book() -> dict[object, dict[str, int]]:
    return defaultdict(lambda: defaultdict(int))


class Books:
    """Per day and manager: by the owner at the event, by the present one, and by source; and what is measured in seconds."""

    def __init__(self) -> None:
        self.days: Counts = defaultdict(lambda: defaultdict(int))
        self.present: Counts = defaultdict(lambda: defaultdict(int))
        self.sources: Sources = defaultdict(lambda: defaultdict(int))
        self.times: dict[UUID, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.calls: dict[tuple[date, UUID], int] = defaultdict(int)

    def add(
        self,
        at: datetime | date,
        manager: UUID,
        key: str,
        amount: int = 1,
        *,
        owner: UUID | None = None,
        source: UUID | None = None,
    ) -> None:
        """One more; without a present `owner` it is the manager's own in every view."""
        day = local_day(at) if isinstance(at, datetime) else at
        self.days[day, manager][key] += amount
        self.present[day, owner or manager][key] += amount
        self.sources[day, manager, source][key] += amount

    def measure(self, manager: UUID, key: str, seconds: float) -> None:
        """It took so long."""
        self.times[manager][key].append(seconds)
