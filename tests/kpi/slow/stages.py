"""The funnel: what became of the deals that entered a stage."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from tests.kpi.calendar import local_day
from tests.kpi.history import OPEN, OUTCOME, Deal, Move
from tests.kpi.slow.client import Lead
from tests.kpi.slow.closings import chains

FATES = ("advanced", "won", "lost", "moved_back", "still_there")
Step = tuple[Move, str, tuple[str, ...]]


def stages(clients: Iterable[Lead], from_day: date, to_day: date) -> dict[tuple[UUID, str], dict[str, int]]:
    """Per manager and stage, each deal once, by its first entry in the period."""
    found: dict[tuple[UUID, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for client in clients:
        for deal, _ in client.deals if client.counts else []:
            steps = _steps(deal)
            for stage in OPEN:
                entries = [
                    n
                    for n, s in enumerate(steps)
                    if stage in s[2] and from_day <= local_day(s[0].at) < to_day
                ]
                if entries:
                    owner = steps[entries[0]][0].owner
                    found[owner, stage][_fate(stage, steps, entries[0])] += 1
    return found


def _steps(deal: Deal) -> list[Step]:
    """Moves without slips: (move, stage, stages that it entered or jumped over)."""
    slips = {(c.first_at, c.at) for c in chains(deal) if c.first_at != c.at}
    steps: list[Step] = []
    before: str | None = None
    for move in deal.moves:
        if any(first <= move.at < last for first, last in slips):
            continue
        if move.stage != before:
            steps.append((move, move.stage, _entered(before, move.stage)))
        before = move.stage
    return steps


def _entered(before: str | None, stage: str) -> tuple[str, ...]:
    if OUTCOME[stage] == "lost":
        return ()
    upto = OPEN.index(stage) if stage in OPEN else len(OPEN)
    jumped = OPEN[OPEN.index(before) + 1 : upto] if before in OPEN else ()
    return (*jumped, stage)


def _fate(stage: str, steps: list[Step], entry: int) -> str:
    later = [s[1] for s in steps[entry + (steps[entry][1] == stage) :]]
    if any(OUTCOME[s] == "won" for s in later):
        return "won"
    if any(s in OPEN and OPEN.index(s) > OPEN.index(stage) for s in later):
        return "advanced"
    if later and OUTCOME[later[-1]] == "lost":
        return "lost"
    if later and OPEN.index(later[-1]) < OPEN.index(stage):
        return "moved_back"
    return "still_there"
