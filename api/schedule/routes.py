"""/schedule"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.db.dependencies import Read, Write
from api.errors import NotFound, errors
from api.kit.days import Days
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.schedule import queries, rules
from api.schedule.schemas import (
    ExceptionEdit,
    ExceptionsSet,
    PlannedShift,
    ScheduleException,
    WeekEdit,
    WeekPlan,
)

router = Router(prefix="/schedule", tags=["schedule"])


@router.get("/plan", response_model=list[PlannedShift], responses=errors(NotFound))
async def read_plan(
    tx: Read, days: Days, manager_id: UUID | None = None, everybody: bool = False
) -> JsonBytes:
    """Who is planned when, exceptions applied: the caller, one manager, or everybody (admins). Days off without a
    reason are left out."""
    return JsonBytes(await queries.plan(tx, manager_id=manager_id, everybody=everybody, days=days))


@router.get("/week/{manager_id}", response_model=WeekPlan, responses=errors(NotFound))
async def read_week(
    manager_id: UUID, tx: Read, day: Annotated[date | None, Query(description="Today by default.")] = None
) -> JsonBytes:
    """The weekly hours that hold on a day; a manager reads his own."""
    return JsonBytes(await queries.week(tx, manager_id=manager_id, day=day))


@router.put("/week/{manager_id}", response_model=WeekPlan, responses=errors(NotFound))
async def set_week(manager_id: UUID, edit: WeekEdit, tx: Write) -> JsonBytes:
    """Plans the weeks from a day on and leaves the days before alone; admins only."""
    rules.check_week(edit)
    await queries.set_week(tx, manager_id=manager_id, edit=edit)
    return JsonBytes(await queries.week(tx, manager_id=manager_id, day=edit.valid_from))


@router.get("/exceptions", response_model=list[ScheduleException])
async def list_exceptions(tx: Read, days: Days, manager_id: UUID | None = None) -> JsonBytes:
    """Days off, leave, swaps and the company's holidays; a manager sees his own and the holidays."""
    return JsonBytes(await queries.exceptions(tx, manager_id=manager_id, days=days))


@router.post("/exceptions", response_model=ExceptionsSet, responses=errors(NotFound))
async def set_exceptions(edit: ExceptionEdit, tx: Write) -> JsonBytes:
    """Sets a day, or a stretch of days, for one manager, or a holiday for all; admins only."""
    rules.check_exception(edit)
    return JsonBytes(await queries.set_exceptions(tx, edit))


@router.delete("/exceptions/{id}", status_code=204, responses=errors(NotFound))
async def remove_exception(id: UUID, tx: Write) -> None:
    """The weekly plan holds on that day again; admins only (404 for others)."""
    await queries.remove_exception(tx, id=id)
