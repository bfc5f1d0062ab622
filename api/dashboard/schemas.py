"""Dashboards on the wire. Every figure is the database's (`app.lead_figures`, `app.sales_figures`, `app.kpi_board`, `app.work_shift`)."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.clients.schemas import SourceRef, Status
from api.deals.refs import ClientToCall, OwnerRef
from api.deals.schemas import DealCard
from api.tasks.schemas import TaskCard
from api.worktime.schemas import ShiftState, WorkShift

PeriodName = Literal["today", "week", "month"]


class Period(BaseModel):
    """[from, to) in the company's days; `before` is the same stretch of the period before."""

    name: PeriodName
    time_zone: str
    from_day: date
    to_day: date
    before_from: date
    before_to: date


class DayValue(BaseModel):
    """One point of a sparkline."""

    day: date
    value: float | None


class Figure(BaseModel):
    """A count or a sum with its past. `spark` has every day from at least 14 days back up to today."""

    value: int
    previous: int
    spark: list[DayValue]


class MoneyFigure(Figure):
    """A sum in minor units."""

    currency: str


class RatioFigure(BaseModel):
    """A share. `value` null: nothing to divide by, show a dash."""

    value: float | None
    numerator: int
    denominator: int
    unripe: int = Field(description="Leads younger than the conversion window that have not won yet.")
    lower_bound: bool = Field(description="There are unripe leads: the share can only grow.")
    small_sample: bool = Field(description="Fewer than 5 leads.")
    window_days: int
    previous: float | None
    spark: list[DayValue]


class Kpi(BaseModel):
    """The four numbers."""

    leads: Figure
    deals_won: Figure
    conversion: RatioFigure
    sales: MoneyFigure


class Waiting(BaseModel):
    """A client who wrote last and has no answer yet."""

    client: ClientToCall
    source: SourceRef | None
    waiting_since: datetime
    late: bool = Field(
        description="Longer than the company's time to answer, counted in its office hours, as the escalation does."
    )
    channel: str
    words: str = Field(description="Beginning of what he wrote.")


class Waitings(BaseModel):
    """The longest waiting first."""

    count: int = Field(description="Stops counting at 1000.")
    items: list[Waiting]


class TaskPile(BaseModel):
    """Some tasks and how many there are."""

    count: int
    items: list[TaskCard]


class DealPile(BaseModel):
    """Some deals and how many there are."""

    count: int
    items: list[DealCard]


class ToDoNow(BaseModel):
    """What to do now, in this order."""

    waiting: Waitings
    overdue: TaskPile
    without_next_step: DealPile
    stale: DealPile = Field(
        description="Deals with a next step that stand in their stage longer than it allows."
    )


class LatestClient(ClientToCall):
    """A client who came lately."""

    status: Status
    source: SourceRef | None
    received_at: datetime
    waiting_since: datetime | None


class ManagerDashboard(BaseModel):
    """One manager's first page."""

    manager: OwnerRef
    period: Period
    kpi: Kpi
    day: WorkShift
    now: ToDoNow
    tasks: TaskPile = Field(description="Open tasks that are not overdue, due first.")
    latest_clients: list[LatestClient]
    latest_deals: list[DealCard]


class Answered(BaseModel):
    """Leads answered within the company's minutes, of those answered or past their deadline."""

    in_time: int
    due: int
    share: float | None
    small_sample: bool


class Conversion(BaseModel):
    """A cohort's share without its past."""

    value: float | None
    numerator: int
    denominator: int
    unripe: int
    small_sample: bool


class Load(BaseModel):
    """What lies on a colleague now."""

    open_deals: int
    tasks_due: int = Field(description="Open, due within seven days or overdue.")
    waiting: int
    total: int


class TeamRow(BaseModel):
    """One colleague. `manager` null: what nobody has owned."""

    manager: OwnerRef | None
    active: bool = Field(description="False for a former colleague who still has figures in the period.")
    state: ShiftState
    started_at: datetime | None = Field(description="Of the shift that lasts, or of today's.")
    ended_at: datetime | None
    presence_minutes: int = Field(description="In the period.")
    presence_today_minutes: int
    active_minutes: int = Field(description="Of the period: use of Smena itself.")
    activity_rate: float | None = Field(description="active / presence; null under 15 minutes of presence.")
    leads: int
    answered: Answered
    conversion: Conversion
    deals_won: int
    deals_lost: int
    sales_minor: int
    load: Load


class TeamTotals(BaseModel):
    """Sums over all rows, and what they were before."""

    leads: Figure
    deals_won: Figure
    conversion: RatioFigure
    sales: MoneyFigure
    answered: Answered
    presence_minutes: int
    working_now: int


class SourceRow(BaseModel):
    """One source from lead to sale. `source` null: clients without one."""

    source: SourceRef | None
    leads: int
    converted: int
    deals_won: int
    sales_minor: int


class TeamDashboard(BaseModel):
    """The head's first page."""

    period: Period
    currency: str
    sla_minutes: int
    totals: TeamTotals
    team: list[TeamRow]
    sources: list[SourceRow]
