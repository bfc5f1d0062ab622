"""The figures once more, the slow and obvious way: loops over plain objects, no SQL. Written from docs/kpi.md, not from the database."""

import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from uuid import UUID

from tests.kpi.history import (
    IDLE,
    NOBODY,
    OPEN,
    OUTCOME,
    RIPE_DAYS,
    SLA_MINUTES,
    ZONE,
    Client,
    Deal,
    Edit,
    History,
    Move,
    Touch,
)
from tests.kpi.writing import local_day, midnight

FIVE = timedelta(minutes=5)
DIGITS = {"JPY": 0}
Key = tuple[date, UUID]
Counts = dict[Key, dict[str, int]]
By = dict[UUID, dict[str, list[float]]]


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


def answers(client: Client) -> list[Touch]:
    """A person's messages, calls and meetings, and calls of the client that a person took."""
    return sorted(
        (
            t for t in client.touches
            if t.author and t.kind != "note"
            and (t.direction == "out" or (t.direction == "in" and t.kind in ("call", "meeting") and t.seconds != 0))
        ),
        key=lambda t: (t.at, str(t.id)),
    )  # fmt: skip


def first_owner(history: History, client: Client) -> tuple[datetime, UUID] | None:
    """Of him and of his doubles, the earliest that was somebody."""
    all_of_him = [client, *(c for c in history.clients if c.merged_into is client)]
    owners = [o for c in all_of_him for o in c.owners if o[1] != NOBODY]
    return min(owners, default=None, key=lambda o: o[0])


def first_win(client: Client) -> datetime | None:
    """When the first episode was won."""
    return min((c.at for d in client.deals for c in chains(d) if c.counts and c.after == "won"), default=None)


def owner_at(client: Client, at: datetime) -> UUID:
    """The owner then; of a moment before there was any, the first."""
    return ([o for since, o in client.owners if since <= at] or [client.owners[0][1]])[-1]


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


class Slow:
    """Counts a history."""

    def __init__(self, history: History) -> None:
        self.history, self.now = history, history.now
        self.days: Counts = defaultdict(lambda: defaultdict(int))
        self.times: By = defaultdict(lambda: defaultdict(list))
        self.present: dict[UUID, set[datetime]] = {}
        for client in history.clients:
            if client.excluded is None:
                self._lead(client)
            if client.excluded not in ("test", "spam"):
                self._entries(client)
                self._deals(client)
                self._tasks(client)
        for manager in history.work:
            self._work(manager)

    def add(self, at: datetime, manager: UUID, key: str, amount: int = 1) -> None:
        """One more."""
        self.days[local_day(at), manager][key] += amount

    def _lead(self, client: Client) -> None:
        at, owned = client.received_at, first_owner(self.history, client)
        manager = owned[1] if owned else NOBODY
        answer = next(iter(answers(client)), None)
        win = first_win(client)
        in_window = win is not None and win < at + timedelta(days=RIPE_DAYS)
        deadline = at + timedelta(minutes=SLA_MINUTES)
        self.add(at, manager, "leads")
        self.add(at, manager, "converted", in_window)
        self.add(at, manager, "unripe", not in_window and at + timedelta(days=RIPE_DAYS) > self.now)
        self.add(at, manager, "answered", answer is not None)
        self.add(at, manager, "answered_in_time", answer is not None and answer.at <= deadline)
        self.add(at, manager, "answer_due", answer is not None or deadline < self.now)
        times = self.times[manager]
        times["capture_lag"].append(_seconds(client.created_at - at))
        if owned:
            times["assignment_lag"].append(_seconds(owned[0] - client.created_at))
        if answer and answer.author:
            self.add(answer.at, answer.author, "leads_handled")
            times["first_response"].append(_seconds(answer.at - at))
        self._reactions([client, *(c for c in self.history.clients if c.merged_into is client)], answer)

    def _reactions(self, doubles: list[Client], answer: Touch | None) -> None:
        client = doubles[0]
        if answer is None:
            return
        for (since, owner), after in zip(client.owners, [*client.owners[1:], None], strict=True):
            until = after[0] if after else None
            if owner != NOBODY and since <= answer.at and (until is None or answer.at < until):
                self.times[owner]["reaction_lag"].append((answer.at - since).total_seconds())

    def _entries(self, client: Client) -> None:
        for touch in client.touches:
            if touch.kind == "note" or touch.direction == "internal":
                continue
            if touch.direction == "out" and touch.author:
                self.add(touch.at, touch.author, "interactions_out")
            elif touch.direction == "in":
                self.add(touch.at, touch.author or owner_at(client, touch.at), "interactions_in")
                if touch.kind == "form" and touch.at > client.received_at:
                    self.add(touch.at, owner_at(client, touch.at), "repeat_inquiries")

    def _deals(self, client: Client) -> None:
        for deal in client.deals:
            birth = deal.moves[0]
            self.add(birth.at, birth.owner, "deals_created")
            for chain in chains(deal):
                if chain.counts:
                    self._closing(deal, chain)
            for at, owner, amount in money(self.history, deal):
                self.add(at, owner, "sales", amount)

    def _closing(self, deal: Deal, chain: Closing) -> None:
        at, owner, move = chain.at, chain.move.owner, chain.move
        value = in_hryvnias(self.history, move.amount, deal.currency, at)
        rated = move.reason not in ("duplicate", "spam", "test")
        self.add(at, owner, "deals_won" if chain.after == "won" else "deals_lost")
        self.add(at, owner, "closed_rated", rated)
        self.add(at, owner, "closed_value", (value or 0) * rated)
        if chain.after == "won":
            days = (at - deal.created_at).total_seconds()
            self.add(at, owner, "won_value", value or 0)
            self.add(at, owner, "unconverted", value is None)
            self.add(at, owner, "cycles" if days >= 0 else "cycles_negative")
            self.add(at, owner, "cycle_seconds", int(days) if days >= 0 else 0)
            if days >= 0:
                self.times[owner]["cycle"].append(days)
            self.times[owner]["won_deal_time"].append(self._spent(deal, at))
        else:
            self.times[owner]["lost_deal_time"].append(self._spent(deal, at))

    def _spent(self, deal: Deal, until: datetime) -> float:
        client = next(c for c in self.history.clients if deal in c.deals)
        family = [client, *(c for c in self.history.clients if c.merged_into is client)]
        since = deal.created_at.replace(second=0)
        return 60 * sum(
            1
            for work in self.history.work.values()
            for at, spent in work.minutes.items()
            if spent and spent[0] in family and spent[1] in (None, deal) and since <= at < until
        )

    def _tasks(self, client: Client) -> None:
        for spans in client.tasks:
            for span, after in zip(spans, [*spans[1:], None], strict=True):
                if span.closed_as == "completed" and span.closed_at:
                    slip = (
                        after is not None and after.opened_by is not None and after.opened_by == span.closed_by
                        and after.opened_at - span.closed_at <= FIVE
                    )  # fmt: skip
                    if not slip:
                        self.add(span.closed_at, span.manager, "tasks_done")
                        self.add(
                            span.closed_at,
                            span.manager,
                            "tasks_on_time",
                            span.due is None or span.closed_at <= span.due,
                        )

    def overdue(self, day: date) -> dict[UUID, int]:
        """Open and past due at the end of the day, of today: now."""
        end = min(midnight(day + timedelta(days=1)), self.now)
        late: dict[UUID, int] = defaultdict(int)
        for client in self.history.clients:
            for span in (
                s for spans in client.tasks for s in spans if client.excluded not in ("test", "spam")
            ):
                closed = span.closed_at is not None and span.closed_at < end
                if span.due and span.due < end and span.opened_at < end and not closed:
                    late[span.manager] += 1
        return late

    def _work(self, manager: UUID) -> None:
        work = self.history.work[manager]
        present = {m for a, b in work.sessions for m in _minutes(a, b)}
        present -= {m for a, b in work.breaks for m in _minutes(a, b)}
        self.present[manager] = present
        for minute in present:
            self.add(minute, manager, "presence_minutes")
        seen = sorted(work.minutes)
        for before, after in pairwise(seen):
            if timedelta(0) < after - before - timedelta(minutes=1) <= timedelta(minutes=IDLE):
                for minute in _minutes(before + timedelta(minutes=1), after):
                    self.add(minute, manager, "active_minutes")
        for minute in seen:
            self.add(minute, manager, "active_minutes")
            self._focus(manager, minute)

    def _focus(self, manager: UUID, minute: datetime) -> None:
        spent = self.history.work[manager].minutes[minute]
        if spent is None:
            return
        client = spent[0].merged_into or spent[0]
        if client.excluded is None:
            win = first_win(client)
            self.add(minute, manager, "focus_minutes")
            self.add(
                minute, manager, "focus_won_minutes", win is not None and win >= midnight(local_day(minute))
            )

    def planned(self, manager: UUID, day: date) -> tuple[int, int]:
        """Planned minutes that fall on this day, and those of them that he was present."""
        plan = {
            m
            for start_day in (day - timedelta(days=1), day)
            if start_day.isoweekday() in self.history.work[manager].plan
            for m in _shift(start_day, *self.history.work[manager].plan[start_day.isoweekday()])
            if local_day(m) == day
        }
        return len(plan), len(plan & self.present[manager])


def stages(history: History, from_day: date, to_day: date) -> dict[tuple[UUID, str], dict[str, int]]:
    """Per manager and stage: what became of the deals that entered it in the period."""
    found: dict[tuple[UUID, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for client in history.clients:
        for deal in client.deals if client.excluded not in ("test", "spam") else []:
            steps = _steps(deal)
            for stage in OPEN:
                entry = next(
                    (
                        n
                        for n, s in enumerate(steps)
                        if stage in s[2] and from_day <= local_day(s[0].at) < to_day
                    ),
                    None,
                )
                if entry is not None:
                    found[steps[entry][0].owner, stage][_fate(stage, steps, entry)] += 1
    return found


Step = tuple[Move, str, tuple[str, ...]]


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


def percentile(values: list[float], share: float) -> float:
    """Between the two neighbours, as PostgreSQL's percentile_cont."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(values: list[float]) -> float:
    """The average."""
    return statistics.fmean(values)


def _seconds(span: timedelta) -> float:
    return max(span.total_seconds(), 0)


def _minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += timedelta(minutes=1)


def _shift(day: date, starts: int, ends: int) -> Iterator[datetime]:
    first = _local(day, starts)
    last = _local(day + timedelta(days=ends <= starts), ends)
    yield from _minutes(first, last)


def _local(day: date, minutes: int) -> datetime:
    """A time of day that comes twice or never is taken as winter time, as PostgreSQL takes it."""
    at = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=ZONE)
    return min(at, at.replace(fold=1), key=lambda t: t.utcoffset() or timedelta()).astimezone(UTC)
