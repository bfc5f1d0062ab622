"""/api/v1/dashboard."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.dashboard import queries
from api.dashboard.schemas import ManagerDashboard, PeriodName, TeamDashboard
from api.db.dependencies import Read
from api.errors import NotFound, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router

router = Router(prefix="/dashboard", tags=["dashboard"])

Colleague = Annotated[
    UUID | None, Query(description="Whose page; one's own by default, an admin may name anybody.")
]


@router.get("/manager", response_model=ManagerDashboard, responses=errors(NotFound))
async def manager_dashboard(tx: Read, period: PeriodName = "month", manager: Colleague = None) -> JsonBytes:
    """Four numbers, the day, what to do now, tasks, the latest clients and deals."""
    return JsonBytes(await queries.manager(tx, period=period, manager=manager))


@router.get("/team", response_model=TeamDashboard)
async def team_dashboard(tx: Read, period: PeriodName = "month") -> JsonBytes:
    """Totals, one row per colleague, sources from lead to sale; admins only."""
    return JsonBytes(await queries.team(tx, period=period))
