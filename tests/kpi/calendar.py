"""The company's days and clocks."""

from datetime import UTC, date, datetime, time, timedelta

from tests.kpi.history import ZONE, Hours, Spell


def local_day(at: datetime) -> date:
    """The company's day."""
    return at.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """Its first moment. In UTC: between two moments of one zone Python subtracts clocks, not time."""
    return datetime.combine(day, time(0), tzinfo=ZONE).astimezone(UTC)


def days_between(first: date, last: date) -> list[date]:
    """From the first up to the last, that one not included."""
    return [first + timedelta(days=n) for n in range((last - first).days)]


def whole_day(day: date) -> Spell:
    """From midnight to midnight, 23 to 25 hours."""
    return midnight(day), midnight(day + timedelta(days=1))


def hours_of(day: date, hours: Hours) -> Spell:
    """When these hours of that day are."""
    starts, ends = hours
    return _moment(day, starts), _moment(day + timedelta(days=ends <= starts), ends)


def _moment(day: date, minutes: int) -> datetime:
    """A time of day that comes twice or never is taken as winter time, as PostgreSQL takes it."""
    at = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=ZONE)
    return min(at, at.replace(fold=1), key=lambda t: t.utcoffset() or timedelta()).astimezone(UTC)
