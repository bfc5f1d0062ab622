"""Statements about the plan."""

from datetime import date
from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.days import DayRange
from api.kit.json import as_json
from api.schedule.schemas import ExceptionEdit, WeekEdit

sql = load(__file__)


async def plan(tx: Transaction, *, manager_id: UUID | None, everybody: bool, days: DayRange) -> str:
    """A JSON array of `schemas.PlannedShift`: the caller's, one manager's, or everybody's (admins)."""
    return await tx.document(
        sql.plan, manager_id=manager_id, everybody=everybody, from_day=days.from_day, to_day=days.to_day
    )


async def week(tx: Transaction, *, manager_id: UUID, day: date | None) -> str:
    """`schemas.WeekPlan`; raises NotFound for somebody the caller may not see."""
    return await tx.document(sql.week, manager_id=manager_id, day=day)


async def set_week(tx: Transaction, *, manager_id: UUID, edit: WeekEdit) -> None:
    """The plan from a day on; admins only."""
    days = [each.model_dump(mode="json") for each in edit.days]
    await tx.run(sql.set_week, manager_id=manager_id, valid_from=edit.valid_from, days=as_json(days))


async def exceptions(tx: Transaction, *, manager_id: UUID | None, days: DayRange) -> str:
    """A JSON array of `schemas.ScheduleException`, the company's holidays among them."""
    return await tx.document(
        sql.exceptions, manager_id=manager_id, from_day=days.from_day, to_day=days.to_day
    )


async def set_exceptions(tx: Transaction, edit: ExceptionEdit) -> str:
    """How many days were set; admins only."""
    return await tx.document(sql.set_exceptions, **edit.model_dump())


async def remove_exception(tx: Transaction, *, id: UUID) -> None:
    """The weekly plan holds on that day again; raises NotFound."""
    await tx.row(sql.remove_exception, id=id)
