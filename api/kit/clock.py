"""The time, in one place, so that tests can set it. Everything that must hold uses the database's `now()`."""

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError

from api.errors import Invalid

# What the database keeps of moments and days that people enter: beyond it calendars, and JSON, break.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _plausible(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise PydanticCustomError("moment_out_of_range", "between 1970 and 2200")
    return at


def _plausible_day(day: date) -> date:
    if not EARLIEST.date() <= day < LATEST.date():
        raise PydanticCustomError("moment_out_of_range", "between 1970 and 2200")
    return day


Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]
"""A moment that somebody enters, with its offset; 1970 to 2199."""
Day = Annotated[date, AfterValidator(_plausible_day)]
"""A day that somebody enters; 1970 to 2199."""


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
