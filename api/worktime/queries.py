"""Statements about working time. Who and when come from the token and from the database's clock."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.days import DayRange
from api.kit.paging import Page
from api.worktime.schemas import Beat, CorrectionDecision, CorrectionStatus, CorrectionWish, ShiftAnswer

sql = load(__file__)


async def today(tx: Transaction) -> str:
    """`schemas.Today`."""
    return await tx.document(sql.today)


async def beat(tx: Transaction, seen: Beat) -> str:
    """«I am at work», with what is open; `schemas.WorkState`."""
    return await tx.document(sql.beat, client_id=seen.client_id, deal_id=seen.deal_id)


async def start_work(tx: Transaction) -> str:
    """Goes on after the end of work; `schemas.WorkState`."""
    return await tx.document(sql.start_work)


async def start_break(tx: Transaction) -> str:
    """`schemas.WorkState`; Conflict `not_at_work` outside a shift."""
    return await tx.document(sql.start_break)


async def end_break(tx: Transaction) -> str:
    """`schemas.WorkState`."""
    return await tx.document(sql.end_break)


async def stop_work(tx: Transaction) -> str:
    """Ends the shift on all devices; `schemas.WorkState`."""
    return await tx.document(sql.stop_work)


async def answer_question(tx: Transaction, *, day: date, answer: ShiftAnswer) -> None:
    """Confirms the end of a day that ended by itself, or disputes it."""
    await tx.run(sql.answer_question, day=day, ended_at=answer.ended_at, reason=answer.reason)


async def report(tx: Transaction, *, manager_id: UUID | None, everybody: bool, days: DayRange) -> str:
    """`schemas.TimeReport` of the caller, one manager or everybody."""
    return await tx.document(
        sql.report, manager_id=manager_id, everybody=everybody, from_day=days.from_day, to_day=days.to_day
    )


async def day_page(tx: Transaction, *, manager_id: UUID | None, day: date) -> str:
    """`schemas.DayPage`; raises NotFound for somebody the caller may not see."""
    return await tx.document(sql.day_page, manager_id=manager_id, day=day)


async def team_strips(tx: Transaction, *, day: date | None) -> str:
    """A JSON array of `schemas.ManagerStrip`; admins only."""
    return await tx.document(sql.team_strips, day=day)


async def heat_map(tx: Transaction, *, manager_id: UUID | None, days: DayRange) -> str:
    """`schemas.HeatMap`."""
    return await tx.document(sql.heat_map, manager_id=manager_id, from_day=days.from_day, to_day=days.to_day)


async def corrections(
    tx: Transaction, *, manager_id: UUID | None, status: CorrectionStatus | None, page: Page
) -> Record:
    """`items` (JSON text), `next`, `total`, newest first: the caller's own, an admin everybody's."""
    after_at, after_id = page.after(datetime, UUID)
    return await tx.row(
        sql.corrections,
        manager_id=manager_id,
        status=status,
        after_at=after_at,
        after_id=after_id,
        limit=page.limit,
    )


async def ask_correction(tx: Transaction, wish: CorrectionWish) -> str:
    """`schemas.TimeCorrection` as it was asked."""
    return await correction(tx, id=await tx.value(sql.ask_correction, **wish.model_dump()))


async def decide_correction(tx: Transaction, *, id: UUID, decision: CorrectionDecision) -> str:
    """`schemas.TimeCorrection` as it was decided; admins only."""
    await tx.run(sql.decide_correction, id=id, **decision.model_dump())
    return await correction(tx, id=id)


async def correction(tx: Transaction, *, id: UUID) -> str:
    """`schemas.TimeCorrection`; raises NotFound."""
    return await tx.document(sql.correction, id=id)
