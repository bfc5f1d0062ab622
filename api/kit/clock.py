"""The time, in one place, so that tests can set it. Everything that must hold uses the database's `now()`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.errors import Invalid


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def zone(name: str, *, field: str = "time_zone") -> ZoneInfo:
    """The IANA zone; raises Invalid on the given field for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(fields={field: "unknown_time_zone"}) from error


def day_in(zone_name: str, at: datetime | None = None) -> date:
    """The company's calendar day at a moment (now by default)."""
    return (at or now()).astimezone(zone(zone_name)).date()
