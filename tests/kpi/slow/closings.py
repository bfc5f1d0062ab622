"""What the moves of a deal come to: closing episodes without slips, and money in the company's currency."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from tests.kpi.history import OUTCOME, Deal, Edit, History, Move
from tests.kpi.slow.client import Lead

FIVE = timedelta(minutes=5)
DIGITS = {"JPY": 0}


@dataclass
class Closing:
    """What moves of one person within five minutes of each other come to."""

    at: datetime
    first_at: datetime
    before: str | None
    after: str
    move: Move
    first: Move

    @property
    def counts(self) -> bool:
        """A closing episode."""
        return self.after not in ("open", self.before)


def chains(deal: Deal) -> list[Closing]:
    """Changes of outcome, those of one hand within five minutes as one."""
    found: list[Closing] = []
    previous: str | None = None
    for move in deal.moves:
        outcome = OUTCOME[move.stage]
        if outcome != previous and not (previous is None and outcome == "open"):
            last = found[-1] if found else None
            if last and move.actor and last.move.actor == move.actor and move.at - last.at <= FIVE:
                found[-1] = Closing(move.at, last.first_at, last.before, outcome, move, last.first)
            else:
                found.append(Closing(move.at, move.at, previous, outcome, move, move))
        previous = outcome
    return found


def first_win(client: Lead) -> datetime | None:
    """When the first episode was won."""
    return min(
        (c.at for deal, _ in client.deals for c in chains(deal) if c.counts and c.after == "won"),
        default=None,
    )


def in_hryvnias(history: History, minor: int, currency: str, at: datetime) -> int | None:
    """By the rate of that moment, before the first by the first."""
    if currency == "UAH":
        return minor
    rates = sorted((r for r in history.rates if r[1] == currency), key=lambda r: r[0])
    if not rates:
        return None
    rate = ([r for r in rates if r[0] <= at] or rates[:1])[-1]
    value = Decimal(minor).scaleb(2 - DIGITS.get(currency, 2)) * Decimal(rate[2])
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def money(history: History, deal: Deal) -> Iterator[tuple[datetime, UUID, int]]:
    """When, whose, how much: won sums and what was changed of them later."""
    done = chains(deal)
    won_at: datetime | None = None
    for chain in done:
        if chain.counts and chain.after == "won":
            won_at = chain.at
            yield from _sum(history, deal, chain.at, chain.move.owner, chain.move.amount, 0, won_at)
        elif chain.before == "won" == chain.after and chain.at != chain.first_at:
            yield from _sum(
                history, deal, chain.at, chain.move.owner, chain.move.amount, chain.first.amount, won_at
            )
    for edit in deal.edits:
        state = OUTCOME[[m for m in deal.moves if m.at <= edit.at][-1].stage]
        if state == "won" and not any(c.first_at <= edit.at <= c.at and c.first_at != c.at for c in done):
            yield from _edit(history, deal, edit, done)


def _edit(
    history: History, deal: Deal, edit: Edit, done: list[Closing]
) -> Iterator[tuple[datetime, UUID, int]]:
    won_at = max(c.at for c in done if c.counts and c.after == "won" and c.at <= edit.at)
    yield from _sum(history, deal, edit.at, edit.owner, edit.after, edit.before, won_at)


def _sum(
    history: History, deal: Deal, at: datetime, owner: UUID, after: int, before: int, rate_of: datetime | None
) -> Iterator[tuple[datetime, UUID, int]]:
    new, old = (in_hryvnias(history, x, deal.currency, rate_of or at) for x in (after, before))
    if new is not None and old is not None:
        yield at, owner, new - old
