"""Stored reports on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.deals.refs import OwnerRef
from api.kpi.schemas import DaysReport, FunnelReport, ManagersReport, SourcesReport, Unit

ReportKind = Literal["daily", "weekly", "monthly"]


class StoredReportRow(BaseModel):
    """A report as the list shows it. `to_day` is the day after its last."""

    id: UUID
    kind: ReportKind
    from_day: date
    to_day: date
    made_at: datetime
    manager: OwnerRef | None = Field(description="Whose; null: the whole team's.")


class Moved(BaseModel):
    """A figure of the report that says something else now."""

    of: Literal["total", "before", "manager", "median", "source", "stage", "reason", "day"] = Field(
        description="What it is a figure of; `before`: of all, in the period before."
    )
    id: str | None = Field(description="Of which one: an id, a reason, a day; null for those of all.")
    name: str | None
    metric: str
    unit: Unit
    was: float | None
    now: float | None
    expected: bool = Field(
        description="What was still open has gone on (a lead has bought, a deal has moved): no correction."
    )


class StoredReport(StoredReportRow):
    """With the figures as they were when it was made, and those that have moved since."""

    managers: ManagersReport
    sources: SourcesReport
    funnel: FunnelReport
    days: DaysReport
    moved: list[Moved] = Field(description="What the facts say by now, where it is something else.")
