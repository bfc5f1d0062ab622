"""What is told of this moment: the speed of sales, the load, and how far a month's targets are."""

import statistics
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from tests.kpi.calendar import local_day
from tests.kpi.history import OPEN, OUTCOME, Deal, History
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead
from tests.kpi.slow.leads import answers
from tests.kpi.slow.numbers import rounded
from tests.kpi.slow.plan import away_today


def velocity(history: History, clients: Iterable[Lead], books: Books, manager: UUID | None) -> Decimal | None:
    """Open qualified deals x average won value x win rate / mean cycle, the last three over 90 days; money a day."""
    ours = [c for c in clients if c.counts and manager in (None, c.owner)]
    qualified = sum(1 for c in ours for d, _ in c.deals if _stage(d) in OPEN[1:])
    first = local_day(history.now) - timedelta(days=89)
    rows = [row for (day, who), row in books.days.items() if day >= first and manager in (None, who)]
    won, rated, value, cycles, took = (
        sum(row.get(key, 0) for row in rows)
        for key in ("deals_won", "closed_rated", "won_value", "cycles", "cycle_seconds")
    )
    if not won or not rated or not cycles:
        return None
    cycle_days = max(Fraction(took, cycles * 86_400), Fraction(1))
    return rounded(qualified * Fraction(value, won) * Fraction(won, rated) / cycle_days)


def _stage(deal: Deal) -> str:
    return deal.moves[-1].stage


Load = tuple[int, int, int, bool]  # open deals, tasks, clients who wait, away


def workload(history: History, clients: Iterable[Lead]) -> dict[UUID, Load]:
    """On each manager now."""
    soon = history.now + timedelta(days=7)
    loads = dict.fromkeys(history.managers, (0, 0, 0))
    for client in clients:
        if client.counts and client.owner in loads:
            deals, tasks, waiting = loads[client.owner]
            loads[client.owner] = (
                deals + sum(OUTCOME[_stage(d)] == "open" for d, _ in client.deals),
                tasks
                + sum(
                    s[-1].closed_at is None and s[-1].due is not None and s[-1].due < soon
                    for s in client.tasks
                ),
                waiting + _waits(client),
            )
    return {manager: (*load, away_today(history, manager)) for manager, load in loads.items()}


def median(loads: dict[UUID, Load]) -> float:
    """Of those who are not away."""
    return statistics.median(sum(load[:3]) for load in loads.values() if not load[3])


def _waits(client: Lead) -> bool:
    """He wrote or called after the last answer, or had none."""
    if client.excluded or client.erased:
        return False
    asked = [t.at for t, _ in client.touches if t.direction == "in" and t.kind != "note"]
    last = max((t.at for t, _ in answers(client)), default=None)
    return any(last is None or at > last for at in asked)


def progress(
    history: History, books: Books, manager: UUID, month: date, metric: str, goal: int
) -> tuple[int, Decimal, Decimal]:
    """A target's value, its share, and what an even walk would have brought by today."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    value = sum(
        row.get(metric, 0)
        for (day, who), row in books.days.items()
        if who == manager and month <= day < after
    )
    length = (after - month).days
    gone = min(max((local_day(history.now) - month).days + 1, 0), length)
    return value, rounded(Fraction(value, goal), 4), rounded(Fraction(goal * gone, length), 1)
