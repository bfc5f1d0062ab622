"""Figures on the wire. Every one is the database's; sums of money are minor units of the company's currency, times are seconds."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import SourceRef
from api.deals.refs import OwnerRef
from api.kit.money import Currency
from api.kit.schemas import Payload
from api.stages.schemas import StageKey

PeriodName = Literal[
    "today", "yesterday", "week", "last_week", "month", "last_month", "quarter", "last_quarter", "custom"
]
By = Literal["event", "current"]
Part = Literal["numerator", "denominator"]
Unit = Literal["count", "money", "share", "ratio", "seconds", "minutes", "per_hour", "money_per_hour"]
TargetMetric = Literal[
    "leads", "leads_handled", "deals_created", "deals_won", "sales", "tasks_done", "interactions_out", "active_minutes"
]  # fmt: skip
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"])]


class ReportPeriod(BaseModel):
    """[from, to) in the company's days, and what it is compared with."""

    name: PeriodName
    from_day: date
    to_day: date
    before_from: date
    before_to: date
    time_zone: str
    currency: str
    live: bool = Field(description="It holds today: the figures still move.")
    window_days: int = Field(description="Days in which a lead may become a sale to count as converted.")
    sla_minutes: int


class KpiFigure(BaseModel):
    """A figure and what it is made of. The rows behind it: `/kpi/rows` with its key, and `part` for a ratio."""

    value: float | None = Field(description="Null: nothing to divide by, or too little to say; show a dash.")
    numerator: int | None = Field(description="Null for a plain sum.")
    denominator: int | None
    small_sample: bool = Field(description="Fewer than five cases.")
    unripe: int | None = Field(description="Cases that are still open: the share is a lower bound.")
    unit: Unit


class Took(BaseModel):
    """How long something took, in seconds."""

    median: float
    p90: float
    mean: float
    sample: int
    small_sample: bool


Figures = dict[str, KpiFigure]
Times = dict[str, Took]


class Totals(BaseModel):
    """All rows together."""

    figures: Figures
    before: Figures = Field(description="Of the period before.")


class TimedTotals(Totals):
    """With what took how long."""

    times: Times


class ManagerRow(BaseModel):
    """One manager's figures. `manager` null: what nobody has owned."""

    manager: OwnerRef | None
    active: bool
    figures: Figures
    before: Figures
    times: Times


class TeamMedian(BaseModel):
    """The middle of the team; null when fewer than three have the figure."""

    median: float | None
    sample: int


class ManagersReport(BaseModel):
    """A row per manager."""

    period: ReportPeriod
    by: By
    total: TimedTotals
    team_medians: dict[str, TeamMedian]
    managers: list[ManagerRow]


class SourceFigures(BaseModel):
    """One source from lead to sale. `source` null: without one."""

    source: SourceRef | None
    figures: Figures
    before: Figures


class SourcesReport(BaseModel):
    """A row per source."""

    period: ReportPeriod
    by: By
    total: Totals
    sources: list[SourceFigures]


class OriginTotals(BaseModel):
    """All origins together."""

    figures: Figures


class OriginCampaign(BaseModel):
    """A campaign of a type. Null: without one; `rest`: the campaigns that bring less than the fifty above, together."""

    campaign: str | None
    rest: bool
    figures: Figures


class OriginType(BaseModel):
    """A type of a channel: a comment, a form, a direct message."""

    type: str | None
    figures: Figures
    campaigns: list[OriginCampaign]


class OriginChannel(BaseModel):
    """A channel. Null: clients without a source."""

    channel: str | None
    figures: Figures
    types: list[OriginType]


class OriginsReport(BaseModel):
    """A tree of where clients came from; every level adds up to the one above."""

    period: ReportPeriod
    by: By
    total: OriginTotals
    channels: list[OriginChannel]


class FunnelStage(BaseModel):
    """A stage of the funnel as reports name it."""

    id: UUID
    key: StageKey | None
    name: str
    color: str


class StageFigures(BaseModel):
    """What became of the deals that entered a stage in the period: the five add up to `entered`."""

    stage: FunnelStage
    entered: int
    advanced: int
    won: int
    lost: int
    moved_back: int
    still_there: int
    conversion: KpiFigure


class LostReasonCount(BaseModel):
    """Why deals were lost."""

    reason: str
    deals: int


class FunnelReport(BaseModel):
    """A row per open stage, in their order."""

    period: ReportPeriod
    by: By
    stages: list[StageFigures]
    lost_reasons: list[LostReasonCount]


class Compared(BaseModel):
    """One figure of two periods."""

    now: KpiFigure
    before: KpiFigure
    difference: float | None
    change: float | None = Field(description="Difference as a share of what it was before.")


class CompareReport(BaseModel):
    """Two periods side by side; `period.before_*` is the other one."""

    period: ReportPeriod
    by: By
    figures: dict[str, Compared]


class KpiDay(BaseModel):
    """One day."""

    day: date
    values: dict[str, int]


class DaysReport(BaseModel):
    """Every day of the period up to today, with every additive figure."""

    period: ReportPeriod
    days: list[KpiDay]


class Velocity(BaseModel):
    """Money a day at the present pace. Null where an input is missing."""

    value: int | None
    open_deals: int
    average_minor: int | None
    win_rate: float | None
    cycle_days: float | None
    deals_won: int
    closed: int
    small_sample: bool


class Workload(BaseModel):
    """What lies on a manager now."""

    manager: OwnerRef
    open_deals: int
    tasks_due: int
    waiting: int
    total: int
    on_leave: bool
    team_median: float | None


class PresentReport(BaseModel):
    """Readings of now, not of a period."""

    at: datetime
    currency: str
    velocity: Velocity
    workload: list[Workload]


class Ref(BaseModel):
    """A client by his name."""

    id: UUID
    name: str


class TitleRef(BaseModel):
    """A deal or a task by its title."""

    id: UUID
    title: str


class FactRow(BaseModel):
    """One row behind a figure."""

    id: UUID
    at: datetime
    amount: float | None = Field(
        description="What it adds to the figure: 1, a sum, minutes, seconds. Null: a sum in a currency without a rate."
    )
    manager: OwnerRef | None
    client: Ref | None
    deal: TitleRef | None
    task: TitleRef | None
    source: SourceRef | None
    elsewhere: bool = Field(description="The client is a colleague's now: he counts, but is not shown.")


class RowsSum(BaseModel):
    """What the rows come to: their number or their sum is the figure."""

    rows: int
    sum: float


class Formula(BaseModel):
    """A figure explained in the reader's language."""

    key: str
    unit: Unit
    name: str
    formula: str
    note: str
    numerator: str | None
    denominator: str | None


class Formulas(BaseModel):
    """All of them."""

    items: list[Formula]


class Target(BaseModel):
    """A goal of a month."""

    metric: TargetMetric
    goal: int
    value: int
    share: float
    pace: float = Field(description="What the days gone by would have brought at an even walk.")


class ManagerTargets(BaseModel):
    """One manager's goals."""

    manager: OwnerRef
    targets: list[Target]


class TargetsReport(BaseModel):
    """Goals of a month."""

    month: date
    currency: str
    managers: list[ManagerTargets]


class TargetGoals(Payload):
    """Goals to set; null takes one away, one that is not named stays."""

    goals: dict[TargetMetric, Annotated[int, Field(ge=1, le=10**14)] | None]


class ExchangeRate(BaseModel):
    """A rate from `set_at` on: one unit of `currency` is `rate` units of `to_currency`."""

    id: UUID
    currency: str
    to_currency: str
    rate: str
    set_at: datetime


class NewRate(Payload):
    """One unit of `currency` in the company's."""

    currency: Currency
    rate: Annotated[Decimal, Field(gt=0, lt=10**9, max_digits=20, decimal_places=10)]


class OfficeDay(Payload):
    """When the office is open on a weekday (1 is Monday). At or before `opens`: until the next day."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    opens: Clock
    closes: Clock


class OfficeHours(Payload):
    """All weekdays that have hours."""

    items: list[OfficeDay]
