"""`?from_day=&to_day=`: a stretch of company days, both included."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from api.errors import Invalid

MAX_DAYS = 366


@dataclass(frozen=True)
class DayRange:
    """The first and the last day."""

    from_day: date
    to_day: date


async def _days(
    from_day: date, to_day: Annotated[date, Query(description="The last day, included.")]
) -> DayRange:
    if to_day < from_day:
        raise Invalid(fields={"to_day": "days_out_of_order"})
    if (to_day - from_day).days >= MAX_DAYS:
        raise Invalid(fields={"to_day": "too_many_days"})
    return DayRange(from_day, to_day)


Days = Annotated[DayRange, Depends(_days)]
