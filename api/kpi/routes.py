"""/api/v1/kpi."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from api.db.dependencies import Read, Write
from api.error_answers import caller_language
from api.errors import NotFound, errors
from api.kit.json import JsonBytes, as_json
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.kpi import formulas, queries
from api.kpi.queries import Asked
from api.kpi.schemas import (
    By,
    CompareReport,
    DaysReport,
    ExchangeRate,
    FactRow,
    Formulas,
    FunnelReport,
    ManagersReport,
    NewRate,
    OfficeHours,
    OriginsReport,
    Part,
    PeriodName,
    PresentReport,
    RowsSum,
    SourcesReport,
    TargetGoals,
    TargetsReport,
)

router = Router(prefix="/kpi", tags=["kpi"], responses=errors(NotFound))

Whose = Annotated[UUID | None, Query(description="Whose; without it everybody's, for admins only.")]


def asked(
    period: PeriodName = "month",
    from_day: Annotated[
        date | None, Query(alias="from", description="With `period=custom`: the first day.")
    ] = None,
    to_day: Annotated[
        date | None, Query(alias="to", description="With `period=custom`: the day after the last.")
    ] = None,
    manager: Whose = None,
    by: Annotated[
        By, Query(description="Credit to the owner at the event, or to the present one.")
    ] = "event",
) -> Asked:
    """What every report is asked for."""
    return Asked(period, from_day, to_day, manager, by == "current")


def chosen(
    metric: Annotated[str, Query(max_length=60, description="The figure's key.")],
    part: Part = "numerator",
    source: Annotated[UUID | None, Query(description="Of this source; all zeros: of those without.")] = None,
    stage: Annotated[UUID | None, Query(description="With `stage_*`: of this stage.")] = None,
    reason: Annotated[
        str | None, Query(max_length=60, description="Of deals closed for this reason.")
    ] = None,
    channel: Annotated[
        str | None, Query(max_length=120, description="Of clients of this origin; empty: without one.")
    ] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=120, description="As `channel`.")] = None,
    campaign: Annotated[str | None, Query(max_length=500, description="As `channel`.")] = None,
) -> dict[str, Any]:
    """Which figure's rows."""
    return {
        "metric": metric, "part": part, "source": source, "stage": stage, "reason": reason,
        "channel": channel, "type": type_, "campaign": campaign,
    }  # fmt: skip


Report = Annotated[Asked, Depends(asked)]
Chosen = Annotated[dict[str, Any], Depends(chosen)]


@router.get("/managers", response_model=ManagersReport)
async def kpi_managers(tx: Read, report: Report) -> JsonBytes:
    """Every figure per manager with the period before, what took how long, and the team's medians."""
    return JsonBytes(await queries.managers(tx, report))


@router.get("/sources", response_model=SourcesReport)
async def kpi_sources(tx: Read, report: Report) -> JsonBytes:
    """Every source from lead to sale to sales per hour spent on it."""
    return JsonBytes(await queries.sources(tx, report))


@router.get("/origins", response_model=OriginsReport)
async def kpi_origins(tx: Read, report: Report) -> JsonBytes:
    """From lead to sale by where clients came from: channel, type of it, campaign of that."""
    return JsonBytes(await queries.origins(tx, report))


@router.get("/funnel", response_model=FunnelReport)
async def kpi_funnel(tx: Read, report: Report) -> JsonBytes:
    """What became of the deals that entered each stage, and why deals were lost."""
    return JsonBytes(await queries.funnel(tx, report))


@router.get("/compare", response_model=CompareReport)
async def kpi_compare(
    tx: Read,
    report: Report,
    against_from: Annotated[
        date | None, Query(description="Another period to compare with: its first day.")
    ] = None,
    against_to: Annotated[date | None, Query(description="And the day after its last.")] = None,
) -> JsonBytes:
    """Every figure of the period and of the one before, or of another."""
    return JsonBytes(await queries.compare(tx, report, (against_from, against_to)))


@router.get("/days", response_model=DaysReport)
async def kpi_days(tx: Read, report: Report) -> JsonBytes:
    """Every additive figure of every day, for charts."""
    return JsonBytes(await queries.days(tx, report))


@router.get("/now", response_model=PresentReport)
async def kpi_now(tx: Read, manager: Whose = None) -> JsonBytes:
    """Speed of sales and what lies on whom at this moment."""
    return JsonBytes(await queries.present(tx, manager=manager))


@router.get("/rows", response_model=Listing[FactRow])
async def kpi_rows(tx: Read, report: Report, which: Chosen, page: Paging) -> JsonBytes:
    """The rows behind a figure, the newest first; their number or sum is the figure."""
    order = f"kpi:{which['metric']}:{which['part']}"
    after = page.after(datetime, UUID, order=order)
    return listing(await queries.rows(tx, report, which, (after[0], after[1]), page.limit), order=order)


@router.get("/rows/sum", response_model=RowsSum)
async def kpi_rows_sum(tx: Read, report: Report, which: Chosen) -> JsonBytes:
    """How many rows are behind a figure and what they come to."""
    return JsonBytes(await queries.rows_sum(tx, report, which))


@router.get("/formulas", response_model=Formulas)
async def kpi_formulas(request: Request, tx: Read) -> JsonBytes:
    """What every figure means, in the caller's language."""
    return JsonBytes(as_json({"items": formulas.explained(caller_language(request))}))


@router.get("/targets", response_model=TargetsReport)
async def kpi_targets(
    tx: Read, month: Annotated[date, Query(description="Any day of it.")], manager: Whose = None
) -> JsonBytes:
    """Goals of a month and how far they are."""
    return JsonBytes(await queries.targets(tx, manager=manager, month=month))


@router.put("/targets/{manager_id}/{month}", response_model=TargetsReport)
async def set_kpi_targets(tx: Write, manager_id: UUID, month: date, body: TargetGoals) -> JsonBytes:
    """Sets a manager's goals of a month; admins only."""
    await queries.set_targets(tx, manager=manager_id, month=month, goals=as_json(body.goals))
    return JsonBytes(await queries.targets(tx, manager=manager_id, month=month))


@router.get("/exchange-rates", response_model=Listing[ExchangeRate])
async def exchange_rates(tx: Read, page: Paging) -> JsonBytes:
    """What other currencies have been worth, the newest first."""
    return listing(await queries.exchange_rates(tx, page))


@router.post("/exchange-rates", response_model=ExchangeRate, status_code=201)
async def set_exchange_rate(tx: Write, body: NewRate) -> JsonBytes:
    """A rate from now on: deals won from now on are counted by it; admins only."""
    made = await queries.set_exchange_rate(tx, currency=body.currency, rate=str(body.rate))
    return JsonBytes(made, status_code=201)


@router.get("/office-hours", response_model=OfficeHours)
async def office_hours(tx: Read) -> JsonBytes:
    """When the office is open: first responses are measured by it, too."""
    return JsonBytes(await queries.business_hours(tx))


@router.put("/office-hours", response_model=OfficeHours)
async def set_office_hours(tx: Write, body: OfficeHours) -> JsonBytes:
    """Replaces them; admins only."""
    await queries.set_business_hours(tx, hours=as_json(body.model_dump()["items"]))
    return JsonBytes(await queries.business_hours(tx))
