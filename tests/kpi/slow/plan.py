"""What was planned, and which day a shift belongs to."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tests.kpi.calendar import hours_of, local_day
from tests.kpi.history import GRACE, History, Spell, Work


def planned(history: History, work: Work, day: date) -> Spell | None:
    """His own exception wins over the company's holiday, that over his week: of the plans begun by then the latest."""
    if day in work.exceptions:
        hours = work.exceptions[day][1]
    elif day in history.holidays:
        hours = None
    else:
        weeks = [week for since, week in work.plans if since <= day]
        hours = weeks[-1].get(day.isoweekday()) if weeks else None
    return hours_of(day, hours) if hours else None


def shift_day(history: History, work: Work, at: datetime) -> date:
    """The day of a shift that begins then: yesterday while yesterday's planned shift, and the grace after it, last; tomorrow within
    two hours before its planned shift, unless today's lasts."""
    today = local_day(at)
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    night = planned(history, work, yesterday)
    if night and night[0] <= at < night[1] + timedelta(minutes=GRACE):
        return yesterday
    now, soon = planned(history, work, today), planned(history, work, tomorrow)
    if soon and soon[0] <= at + timedelta(hours=2) and not (now and now[0] <= at < now[1]):
        return tomorrow
    return today


def away_today(history: History, manager: UUID) -> bool:
    """On leave, ill, or off."""
    work = history.work.get(manager)
    exception = work.exceptions.get(local_day(history.now)) if work else None
    return exception is not None and exception[0] in ("leave", "sick", "day_off")
