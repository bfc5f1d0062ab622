"""Statements of stored reports, and the answers of api.kpi that a report is laid out from."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.kpi import queries as kpi
from api.kpi.queries import Asked
from api.reports.tabulate import Report

sql = load(__file__)


async def heading(tx: Transaction, *, manager: UUID | None) -> Record:
    """`company`, and `whose` for one manager's figures."""
    return await tx.row(sql.heading, manager=manager)


async def answer(tx: Transaction, report: Report, asked: Asked) -> dict[str, Any]:
    """What the page of a report asks the API for."""
    if report == "compare":
        text = await kpi.compare(tx, asked, (None, None))
    elif report == "sources":
        text = await kpi.sources(tx, asked)
    elif report == "origins":
        text = await kpi.origins(tx, asked)
    elif report == "funnel":
        text = await kpi.funnel(tx, asked)
    else:
        text = await kpi.managers(tx, asked)
    found: dict[str, Any] = json.loads(text)
    return found


async def drawn(tx: Transaction, report: Report, asked: Asked, period: dict[str, Any]) -> dict[str, Any]:
    """What a document of the report draws: `days`, and of the time of a single day its `strips`."""
    if report not in ("managers", "time"):
        return {}
    days = json.loads(await kpi.days(tx, asked))
    if report == "managers" or len(days["days"]) > 1:
        return {"days": days}
    day = date.fromisoformat(period["from_day"])
    return {"strips": json.loads(await tx.document(sql.strips, manager=asked.manager, day=day))}


async def answers(tx: Transaction, asked: Asked) -> dict[str, Any]:
    """All that a stored report is made of."""
    return {
        "managers": json.loads(await kpi.managers(tx, asked)),
        "sources": json.loads(await kpi.sources(tx, asked)),
        "funnel": json.loads(await kpi.funnel(tx, asked)),
        "days": json.loads(await kpi.days(tx, asked)),
    }


async def snapshot(tx: Transaction, asked: Asked) -> str:
    """The answers that a stored report keeps, as one document."""
    return json.dumps(await answers(tx, asked), ensure_ascii=False)


async def stored(
    tx: Transaction, *, kind: str | None, after: tuple[date | None, UUID | None], limit: int
) -> Record:
    """One page of the stored reports that the caller may see."""
    return await tx.row(sql.stored, kind=kind, after_day=after[0], after_id=after[1], limit=limit)


async def stored_report(tx: Transaction, report_id: UUID) -> dict[str, Any]:
    """A stored report with its snapshot; NotFound."""
    found: dict[str, Any] = json.loads(await tx.document(sql.stored_report, id=report_id))
    return found
