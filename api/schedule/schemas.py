"""The plan on the wire. Times of day are the company's, `HH:MM`; `ends` at or before `starts` is on the next day."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload

ExceptionKind = Literal["day_off", "leave", "sick", "holiday", "swap"]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday.")]


class PlannedShift(BaseModel):
    """A day of somebody's plan. Without times it is a day off, for the reason in `kind`."""

    manager_id: UUID
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    kind: Literal["rule", "day_off", "leave", "sick", "holiday", "swap"] = Field(
        description="`rule`: the weekly plan; else the exception that took its place."
    )
    exception_id: UUID | None
    note: str | None


class WeekRule(BaseModel):
    """The hours of one weekday, and from when to when they hold (null: until something else is planned)."""

    weekday: int
    starts: str
    ends: str
    valid_from: date
    valid_to: date | None


class WeekPlan(BaseModel):
    """The week that holds on `day`, and the days from which another one is planned."""

    day: date
    days: list[WeekRule]
    changes_on: list[date]


class WeekdayHours(Payload):
    """One working weekday; weekdays that are left out are days off."""

    weekday: Weekday
    starts: time
    ends: time


class WeekEdit(Payload):
    """The plan from `valid_from` on. What was planned for the days before stays."""

    valid_from: date
    days: list[WeekdayHours] = Field(max_length=7)


class ScheduleException(BaseModel):
    """A day that differs from the week; without a manager it is a holiday of the whole company."""

    id: UUID
    manager_id: UUID | None
    day: date
    kind: ExceptionKind
    starts: str | None
    ends: str | None
    note: str | None


class ExceptionEdit(Payload):
    """The same exception for each day from `from_day` to `to_day`, both included; it replaces what stood there."""

    manager_id: UUID | None = Field(default=None, description="Null: everybody; only for a holiday.")
    from_day: date
    to_day: date
    kind: ExceptionKind
    starts: time | None = None
    ends: time | None = None
    note: str | None = Field(default=None, max_length=500)


class ExceptionsSet(BaseModel):
    """How many days were set."""

    days: int
