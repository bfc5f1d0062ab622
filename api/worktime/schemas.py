"""Working time on the wire. Minutes are whole; runs are minutes since the midnight that began the company's day."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from api.deals.refs import OwnerRef
from api.kit.schemas import Payload

ShiftState = Literal["working", "break", "away", "off"]
EndedBy = Literal["sign_out", "manager", "auto", "admin"]
Absence = Literal["day_off", "leave", "sick", "holiday"]
CorrectionKind = Literal["shift_end", "worked_away", "not_worked", "other"]
CorrectionStatus = Literal["open", "accepted", "declined"]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class WorkSession(BaseModel):
    """One sign-in of the day; `last_beat_at` is when it was heard of last."""

    id: UUID
    started_at: datetime
    last_beat_at: datetime
    ended_at: datetime | None
    ended_by: EndedBy | None
    user_agent: str | None


class WorkBreak(BaseModel):
    """Time off within the shift; the one without an end is now."""

    id: UUID
    started_at: datetime
    ended_at: datetime | None
    ended_by: Literal["manager", "work", "stop", "auto"] | None = Field(
        description="`work`: something was changed, so the break was over; `auto`: nobody came back."
    )


class PlannedDay(BaseModel):
    """The shift as planned."""

    starts_at: datetime
    ends_at: datetime


class WorkFigures(BaseModel):
    """A day, or the sum of several. Each ratio stands beside what it is made of; null: nothing to divide by."""

    presence_minutes: int = Field(description="Union of all sessions, without breaks.")
    break_minutes: int
    active_minutes: int = Field(description="Minutes of use; gaps up to the idle limit are filled.")
    attested_minutes: int = Field(
        description="Calls and meetings logged with a duration; never mixed with `active_minutes`."
    )
    planned_minutes: int | None
    adherent_minutes: int = Field(description="Presence within the plan.")
    activity_rate: float | None = Field(description="active / presence; null under 15 minutes of presence.")
    adherence: float | None = Field(description="adherent / planned")
    utilisation: float | None = Field(description="active / planned")


class ShiftQuestion(BaseModel):
    """A day that nobody ended by hand: when is it to have ended? Ask once after sign-in."""

    day: date
    started_at: datetime
    ended_at: datetime = Field(description="As it is measured: the last sign of work and the grace.")
    last_seen_at: datetime


class WorkDay(WorkFigures):
    """One day, with the shift that is labelled by it."""

    day: date
    time_zone: str
    state: ShiftState | None = Field(description="`away`: signed in, but not heard of for 15 minutes.")
    started_at: datetime | None
    ended_at: datetime | None
    closed_by: EndedBy | None = Field(description="`auto`: nobody did; it ended at the last beat + grace.")
    planned: PlannedDay | None
    absence: Absence | None = Field(description="Why there is no shift, where the schedule says so.")
    answer: Literal["confirmed", "disputed"] | None = Field(
        description="What the manager said about a day that ended by itself."
    )
    correction: CorrectionStatus | None = Field(description="State of the day's latest correction.")
    late_minutes: int | None
    left_early_minutes: int | None
    corrected_minutes: int | None = Field(
        description="Presence as accepted corrections would have it: show it beside, never instead."
    )
    sessions: list[WorkSession]
    breaks: list[WorkBreak]


class Today(WorkDay):
    """The caller's present shift, whole: after midnight `day` is still the one it began in."""

    question: ShiftQuestion | None


class Beat(Payload):
    """What is open on the screen; one that the caller may not see is ignored."""

    client_id: UUID | None = None
    deal_id: UUID | None = None


class WorkState(BaseModel):
    """What the caller is after it."""

    state: Literal["working", "break", "stopped", "off"] = Field(
        description="`stopped`: he ended his work, beats do not open it again; `off`: this sign-in has ended."
    )


class ShiftAnswer(Payload):
    """«It ended then» (nothing, or the measured end), or another end with a reason: that asks for a correction."""

    ended_at: AwareDatetime | None = None
    reason: Reason | None = None


class DayFigures(WorkFigures):
    """One day of one manager; days with nothing planned and nothing done are left out."""

    day: date
    manager_id: UUID
    clock_in: datetime | None
    clock_out: datetime | None
    late_minutes: int | None
    left_early_minutes: int | None
    absence: Absence | None
    corrected_minutes: int | None


class ManagerFigures(WorkFigures):
    """One manager over the whole period."""

    manager_id: UUID
    days_worked: int
    days_late: int
    late_minutes: int
    left_early_minutes: int
    corrected_minutes: int | None


class TimeReport(BaseModel):
    """Working time of a period: by day and manager, by manager, and in all. The sums are equal."""

    time_zone: str
    from_day: date
    to_day: date
    days: list[DayFigures]
    managers: list[ManagerFigures]
    total: WorkFigures


class Run(BaseModel):
    """Minutes since the day's beginning; `to` is no longer within."""

    from_minute: int = Field(alias="from")
    to: int


class DayStrip(BaseModel):
    """A day to draw. Longer or shorter than 1440 minutes on the days when clocks change."""

    starts_at: datetime
    minutes: int
    presence: list[Run]
    breaks: list[Run]
    planned: list[Run]
    active: list[Run]


class WorkShift(WorkDay):
    """What the day ring shows: the present shift, whole, though midnight divides its minutes between two days."""

    strip: DayStrip = Field(description="The day; of a shift over midnight 24 hours from noon.")


class ManagerStrip(BaseModel):
    """One manager's day."""

    manager: OwnerRef
    strip: DayStrip


class TimeCorrection(BaseModel):
    """A disputed day."""

    id: UUID
    manager: OwnerRef
    day: date
    kind: CorrectionKind
    proposed_start: datetime | None
    proposed_end: datetime | None
    reason: str
    status: CorrectionStatus
    decided_by: OwnerRef | None
    decided_at: datetime | None
    decision: str | None
    created_at: datetime


class FocusRow(BaseModel):
    """Minutes given to a client. The name is null when the client is not the reader's to see (any more)."""

    client_id: UUID
    name: str | None
    minutes: int


class DayPage(WorkDay):
    """Everything about one day of one manager."""

    manager: OwnerRef
    strip: DayStrip | None
    corrections: list[TimeCorrection]
    focus: list[FocusRow] = Field(description="Up to 20 clients, most minutes first.")


class HeatDay(BaseModel):
    """One day of the heat map."""

    day: date
    presence_minutes: int
    active_minutes: int
    planned_minutes: int
    hours: list[int] = Field(description="Active minutes by local hour, 24 of them.")


class HeatMap(BaseModel):
    """Presence and activity, every day of the period."""

    time_zone: str
    days: list[HeatDay]


class CorrectionWish(Payload):
    """`shift_end` needs `proposed_end`; `worked_away` and `not_worked` need both; `other` both or none."""

    day: date
    kind: CorrectionKind
    proposed_start: AwareDatetime | None = None
    proposed_end: AwareDatetime | None = None
    reason: Reason


class CorrectionDecision(Payload):
    """The head's answer. What was measured stays either way."""

    accepted: bool
    note: Annotated[str, Field(max_length=2000)] | None = None
