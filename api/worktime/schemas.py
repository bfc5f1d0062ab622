"""A working day on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

ShiftState = Literal["working", "away", "off"]


class WorkSession(BaseModel):
    """One sign-in of the day; `last_beat_at` is when it was heard of last."""

    id: UUID
    started_at: datetime
    last_beat_at: datetime
    ended_at: datetime | None
    ended_by: Literal["sign_out", "manager", "auto", "admin"] | None


class PlannedDay(BaseModel):
    """The shift as planned."""

    starts_at: datetime
    ends_at: datetime


class WorkDay(BaseModel):
    """What the day ring shows."""

    day: date
    time_zone: str
    state: ShiftState | None = Field(description="`away`: signed in, but not heard of for 15 minutes.")
    started_at: datetime | None
    ended_at: datetime | None
    presence_minutes: int = Field(description="Union of all sessions of the day.")
    planned: PlannedDay | None
    planned_minutes: int | None
    sessions: list[WorkSession]
