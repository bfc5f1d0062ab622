"""Working time: presence, activity, the plan and how it was kept, calls, and minutes on clients."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from tests.kpi.calendar import days_between, local_day, midnight, whole_day
from tests.kpi.history import GRACE, IDLE, TOLERANCE, Deal, History, Session, Spell, Work
from tests.kpi.slow import spells
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead
from tests.kpi.slow.closings import first_win
from tests.kpi.slow.plan import planned

MINUTE = timedelta(minutes=1)


def count(history: History, manager: UUID, clients: Iterable[Lead], books: Books) -> None:
    """One manager's time; the plan is counted day by day (`plan_of_day`), it has no end."""
    work = history.work[manager]
    present = presence(work)
    for day in {d for a, b in present for d in days_between(local_day(a), local_day(b) + timedelta(days=1))}:
        books.add(day, manager, "presence_minutes", spells.minutes(spells.overlap(present, [whole_day(day)])))
    for minute in active(work):
        books.add(minute, manager, "active_minutes")
    _lateness(history, work, manager, books)
    _focus(work, manager, clients, books)


def presence(work: Work) -> list[Spell]:
    """The union of sessions without breaks. One that nobody closed lasts until its last sign of work and the grace."""
    return spells.without(((s.since, ended(s)) for s in work.sessions), work.breaks)


def ended(session: Session) -> datetime:
    """When it was over."""
    return session.until + timedelta(minutes=GRACE) if session.open else session.until


def plan_of_day(history: History, work: Work, day: date) -> tuple[int, int]:
    """Planned minutes that fall on this day, last night's too, and those of them that he was present."""
    shifts = [planned(history, work, d) for d in (day - timedelta(days=1), day)]
    plan = spells.overlap([s for s in shifts if s], [whole_day(day)])
    return spells.minutes(plan), spells.minutes(spells.overlap(plan, presence(work)))


def active(work: Work) -> Iterable[datetime]:
    """Minutes seen, and gaps that are short enough."""
    seen = sorted(work.minutes)
    yield from seen
    for before, after in pairwise(seen):
        unseen = (after - before) // MINUTE - 1
        if unseen <= IDLE:
            yield from (before + MINUTE * (n + 1) for n in range(unseen))


def _lateness(history: History, work: Work, manager: UUID, books: Books) -> None:
    """Of each shift, by the day it belongs to: when it began and ended against that day's plan."""
    for day in {s.day for s in work.sessions}:
        plan = planned(history, work, day)
        if plan:
            shift = [s for s in work.sessions if s.day == day]
            books.add(day, manager, "late_minutes", _late(plan[0], min(s.since for s in shift)))
            books.add(day, manager, "left_early_minutes", _late(max(ended(s) for s in shift), plan[1]))


def _late(due: datetime, actual: datetime) -> int:
    return (actual - due) // MINUTE if actual - due > TOLERANCE * MINUTE else 0


def _focus(work: Work, manager: UUID, clients: Iterable[Lead], books: Books) -> None:
    """A minute belongs to the client that a record turned out to be; it paid off if he bought on that day or later."""
    of_record = {record.id: client for client in clients for record in client.records}
    for minute, spent in work.minutes.items():
        client = of_record[spent[0].id] if spent else None
        if client and client.excluded is None:
            win = first_win(client)
            paid_off = win is not None and win >= midnight(local_day(minute))
            books.add(minute, manager, "focus_minutes", source=client.source)
            books.add(minute, manager, "focus_won_minutes", int(paid_off), source=client.source)


def minutes_on_deals(
    history: History, clients: Iterable[Lead]
) -> dict[str, list[tuple[datetime, Deal | None]]]:
    """Every minute that anybody spent on a client, with the deal that was open."""
    of_record = {record.id: str(client.record.id) for client in clients for record in client.records}
    found: dict[str, list[tuple[datetime, Deal | None]]] = defaultdict(list)
    for work in history.work.values():
        for at, spent in work.minutes.items():
            if spent:
                found[of_record[spent[0].id]].append((at, spent[1]))
    return found


def count_calls(client: Lead, books: Books) -> None:
    """Calls and meetings that somebody logged with how long they took."""
    for touch, _ in client.touches:
        if touch.kind in ("call", "meeting") and touch.author and touch.seconds:
            books.calls[local_day(touch.at), touch.author] += touch.seconds


def count_attested(books: Books) -> None:
    """Those of a day in whole minutes."""
    for (day, author), seconds in books.calls.items():
        books.add(day, author, "attested_minutes", (seconds + 30) // 60)
