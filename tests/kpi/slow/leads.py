"""Leads: whose, whether they bought and were answered, and how long each part of it took."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.kpi.calendar import days_between, hours_of, local_day
from tests.kpi.history import NOBODY, RIPE_DAYS, SLA_MINUTES, Client, History, Spell, Touch
from tests.kpi.slow import spells
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead, owner_at
from tests.kpi.slow.closings import first_win


def answers(client: Lead) -> list[tuple[Touch, Client]]:
    """A person's messages, calls and meetings, and calls of the client that a person took."""
    return sorted(
        (
            (t, record) for t, record in client.touches
            if t.author and t.kind != "note"
            and (t.direction == "out" or (t.direction == "in" and t.kind in ("call", "meeting") and t.seconds != 0))
        ),
        key=lambda found: (found[0].at, str(found[0].id)),
    )  # fmt: skip


def count(history: History, client: Lead, books: Books) -> None:
    """One lead."""
    at, owned = client.received_at, client.first_owner
    manager = owned[1] if owned else NOBODY
    answer = next((touch for touch, _ in answers(client)), None)
    win = first_win(client)
    in_window = win is not None and win < at + timedelta(days=RIPE_DAYS)
    deadline = at + timedelta(minutes=SLA_MINUTES)
    for key, amount in (
        ("leads", 1),
        ("converted", in_window),
        ("unripe", not in_window and at + timedelta(days=RIPE_DAYS) > history.now),
        ("answered", answer is not None),
        ("answered_in_time", answer is not None and answer.at <= deadline),
        ("answer_due", answer is not None or deadline < history.now),
    ):
        books.add(at, manager, key, int(amount), owner=client.owner, source=client.source)
    books.measure(manager, "capture_lag", _seconds(at, client.known_since))
    if owned:
        books.measure(manager, "assignment_lag", _seconds(client.known_since, owned[0]))
    if answer and answer.author:
        books.add(answer.at, answer.author, "leads_handled", owner=client.owner, source=client.source)
        books.measure(manager, "first_response", _seconds(at, answer.at))
        books.measure(manager, "first_response_business", _open_seconds(history, at, answer.at))
        _reactions(client, answer.at, books)


def _reactions(client: Lead, answered: datetime, books: Books) -> None:
    """Whoever owned him, or a record that turned out to be his, when the answer came: since when."""
    waited: dict[UUID, datetime] = {}
    for record in client.records:
        ends = [since for since, _ in record.owners[1:]]
        for (since, owner), until in zip(record.owners, [*ends, None], strict=True):
            if owner != NOBODY and since <= answered and (until is None or answered < until):
                waited[owner] = min(since, waited.get(owner, since))
    for owner, since in waited.items():
        books.measure(owner, "reaction_lag", _seconds(since, answered))


def _open_seconds(history: History, since: datetime, until: datetime) -> float:
    """Of the wait, what lay within office hours. Nights reach into the next day; on a holiday nobody is there."""
    days = days_between(local_day(since) - timedelta(days=1), local_day(until) + timedelta(days=1))
    windows: list[Spell] = [
        hours_of(day, history.office[day.isoweekday()])
        for day in days
        if day.isoweekday() in history.office and day not in history.holidays
    ]
    return spells.seconds(spells.overlap(windows, [(since, until)])) if since < until else 0


def count_touches(client: Lead, books: Books) -> None:
    """Out: his who wrote. In: his who took the call, else the owner's of that moment. Robots' are nobody's."""
    for touch, record in client.touches:
        if touch.kind == "note" or touch.direction == "internal":
            continue
        if touch.direction == "out" and touch.author:
            books.add(touch.at, touch.author, "interactions_out", owner=client.owner)
        elif touch.direction == "in":
            whose = touch.author or owner_at(record, touch.at)
            books.add(touch.at, whose, "interactions_in", owner=client.owner)
            if touch.kind == "form" and touch.at > client.received_at and client.excluded is None:
                books.add(
                    touch.at,
                    owner_at(record, touch.at),
                    "repeat_inquiries",
                    owner=client.owner,
                    source=client.source,
                )


def _seconds(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds(), 0)
