"""Clients with owners in turn, their entries, deals and tasks."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.kpi.chance.dice import Dice
from tests.kpi.history import (
    NOBODY,
    OPEN,
    OUTCOME,
    SLA_MINUTES,
    Client,
    Deal,
    Edit,
    History,
    Move,
    Span,
    Touch,
)

SECOND = timedelta(seconds=1)
REASONS = ("price", "competitor", "duplicate", "spam", "test", "other")
DURATIONS = (None, 0, 20, 90, 1830, 5400)


def client(dice: Dice, history: History, managers: list[UUID], number: int) -> Client:
    """The `number` keeps the moments of clients that may be merged apart."""
    r, tick = dice.random, timedelta(microseconds=number)
    received = dice.moment() + tick
    created = received if dice.chance(0.6) else dice.moment(received) + tick
    since, owners = created, [(created, r.choice([*managers, *managers, NOBODY]))]
    while dice.chance(0.35):
        since = dice.moment(since) + SECOND
        owners.append((since, r.choice([m for m in [*managers, NOBODY] if m != owners[-1][1]])))
    made = Client(dice.id(), received, created, owners, r.choice([*history.sources, None]))
    made.excluded = r.choice(("test", "spam")) if dice.chance(0.08) else None
    made.touches = [_touch(dice, made, managers) for _ in range(r.randint(0, 4))]
    made.deals = [_deal(dice, made, managers) for _ in range(r.choice((0, 1, 1, 2)))]
    made.tasks = [_task(dice, made, managers) for _ in range(r.choice((0, 0, 1, 2)))]
    return made


def _touch(dice: Dice, client: Client, managers: list[UUID]) -> Touch:
    """Some late, some from before the client was known, some exactly at the deadline."""
    r = dice.random
    at = dice.moment(client.received_at)
    if dice.chance(0.2):
        at = client.received_at + timedelta(seconds=SLA_MINUTES * 60 + r.choice((-1, 0, 1)))
    elif dice.chance(0.15):
        at = client.received_at - r.choice((timedelta(0), timedelta(seconds=5)))
    direction = r.choice(("in", "out", "out", "internal"))
    kind = "note" if direction == "internal" else r.choice(("message", "call", "form", "meeting"))
    took_it = direction == "in" and kind in ("call", "meeting") and dice.chance(0.5)
    author = r.choice(managers) if took_it or (direction == "out" and dice.chance(0.8)) else None
    return Touch(
        dice.id(), at, kind, direction, author, r.choice(DURATIONS) if kind in ("call", "meeting") else None
    )


def _deal(dice: Dice, client: Client, managers: list[UUID]) -> Deal:
    """Moves at any pace; backdated births; sums changed at any time."""
    r = dice.random
    at, amount = (dice.moment(client.created_at) + SECOND).replace(microsecond=0), r.randint(0, 500_000)
    deal = Deal(dice.id(), r.choice(("UAH", "UAH", "UAH", "USD", "JPY", "EUR")), at)
    if dice.chance(0.1):
        deal.created_at = at + timedelta(days=40)
    stage = r.choice((*OPEN, *OPEN, "won", "lost"))
    for _ in range(r.randint(1, 7)):
        owner, actor = _owner_at(client, at), r.choice([managers[0], managers[0], managers[1], None])
        reason = r.choice(REASONS) if stage == "lost" else None
        deal.moves.append(Move(at, stage, owner, actor, amount, reason, dice.id()))
        if dice.chance(0.3):
            at = dice.moment(at) + SECOND
            before, amount = amount, r.randint(0, 500_000)
            deal.edits.append(Edit(at, _owner_at(client, at), before, amount))
        if dice.chance(0.5):
            at += timedelta(seconds=r.choice((20, 300, 301)))
        else:
            at = dice.moment(at) + SECOND
        stage = r.choice([s for s in OUTCOME if s != stage])
        if at > dice.now - timedelta(minutes=20):
            break
    return deal


def _task(dice: Dice, client: Client, managers: list[UUID]) -> list[Span]:
    """Spans one after the other: done, done again, put off, handed over; some due next week."""
    r, spans = dice.random, []
    at = dice.moment(client.created_at)
    person = r.choice([*managers, None])
    for _ in range(r.randint(1, 4)):
        span = Span(dice.id(), r.choice(managers), _due(dice, at), at, person, None, None, None)
        spans.append(span)
        closed = dice.moment(at) + SECOND
        if dice.chance(0.3) or closed > dice.now - timedelta(minutes=20):
            break
        person = r.choice([*managers, None])
        span.closed_at, span.closed_by = closed, person
        span.closed_as = r.choice(("completed", "completed", "changed", "archived"))
        later = timedelta(seconds=r.choice((30, 300, 301, 9000)))
        at = closed if span.closed_as == "changed" else closed + later
        person = r.choice([person, person, *managers])
    if spans[-1].closed_as == "changed":
        spans[-1].closed_as = "archived"
    return spans


def _due(dice: Dice, at: datetime) -> datetime | None:
    if dice.chance(0.1):
        return dice.now + timedelta(days=dice.random.choice((1, 6, 8, 30)))
    return dice.moment(at) if dice.chance(0.8) else None


def _owner_at(client: Client, at: datetime) -> UUID:
    return [owner for since, owner in client.owners if since <= at][-1]
