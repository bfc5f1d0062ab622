"""Tasks: done, on time, overdue."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from tests.kpi.calendar import whole_day
from tests.kpi.history import Span
from tests.kpi.slow.books import Books
from tests.kpi.slow.client import Lead
from tests.kpi.slow.closings import FIVE


def count(client: Lead, books: Books) -> None:
    """What was done for one client; a tick that the same hand took back at once was a slip."""
    for spans in client.tasks:
        for span, after in zip(spans, [*spans[1:], None], strict=True):
            if span.closed_as != "completed" or span.closed_at is None or _slip(span, after):
                continue
            on_time = span.due is None or span.closed_at <= span.due
            books.add(span.closed_at, span.manager, "tasks_done", owner=client.owner)
            books.add(span.closed_at, span.manager, "tasks_on_time", int(on_time), owner=client.owner)


def _slip(span: Span, after: Span | None) -> bool:
    return (
        after is not None and span.closed_at is not None and after.opened_by is not None
        and after.opened_by == span.closed_by and after.opened_at - span.closed_at <= FIVE
    )  # fmt: skip


def overdue(clients: Iterable[Lead], day: date, now: datetime) -> dict[tuple[UUID, UUID], int]:
    """Open and past due at the end of the day, of today: now. By who had the task then, and who has it now."""
    end = min(whole_day(day)[1], now)
    late: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for client in clients:
        for span in (s for spans in client.tasks for s in spans if client.counts):
            closed = span.closed_at is not None and span.closed_at < end
            if span.due and span.due < end and span.opened_at < end and not closed:
                late[span.manager, client.owner] += 1
    return late
