"""/api/v1/reports."""

import json
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read
from api.error_answers import caller_language
from api.errors import NotFound, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.kpi.queries import Asked
from api.kpi.routes import asked
from api.reports import files, queries
from api.reports.files import Format
from api.reports.laying import lay_out
from api.reports.schemas import ReportKind, StoredReport, StoredReportRow
from api.reports.service import asked_of, lay_out_stored, with_moved
from api.reports.tabulate import Report

router = Router(prefix="/reports", tags=["reports"], responses=errors(NotFound))


@router.get("/{report}/export", response_class=StreamingResponse, responses=files.RESPONSES)
async def export_report(
    request: Request,
    report: Report,
    question: Annotated[Asked, Depends(asked)],
    user: CurrentUser,
    db: Db,
    file_format: Annotated[Format, Query(alias="format")] = "xlsx",
    sort: Annotated[str | None, Query(max_length=60, description="A figure's key, or `name`.")] = None,
    direction: Annotated[Literal["asc", "desc"], Query(alias="dir")] = "desc",
) -> StreamingResponse:
    """A report as its page shows it, in the caller's language and by the company's clock."""
    async with db.read(user) as tx:
        answer = await queries.answer(tx, report, question)
        answer |= await queries.drawn(tx, report, question, answer["period"]) if file_format == "pdf" else {}
        names = await queries.heading(tx, manager=question.manager)
    document = lay_out(
        report, answer, caller_language(request), company=names["company"] or "Smena", whose=names["whose"] or "",
        sort=sort, down=direction == "desc",
    )  # fmt: skip
    return await files.download(document, file_format)


@router.get("/stored", response_model=Listing[StoredReportRow])
async def list_stored_reports(tx: Read, page: Paging, kind: ReportKind | None = None) -> JsonBytes:
    """Reports of closed days, weeks and months, the newest first: a manager's own, an admin's all."""
    after = page.after(date, UUID, order="reports")
    row = await queries.stored(tx, kind=kind, after=(after[0], after[1]), limit=page.limit)
    return listing(row, order="reports")


@router.get("/stored/{report_id}", response_model=StoredReport)
async def read_stored_report(tx: Read, report_id: UUID) -> JsonBytes:
    """A report as it was when it was made, with what has moved since."""
    report = await queries.stored_report(tx, report_id)
    manager = UUID(report["manager"]["id"]) if report["manager"] else None
    question = asked_of(date.fromisoformat(report["from_day"]), date.fromisoformat(report["to_day"]), manager)
    return JsonBytes(json.dumps(await with_moved(tx, report, question), ensure_ascii=False))


@router.get("/stored/{report_id}/export", response_class=StreamingResponse, responses=files.RESPONSES)
async def export_stored_report(
    request: Request,
    report_id: UUID,
    user: CurrentUser,
    db: Db,
    file_format: Annotated[Format, Query(alias="format")] = "xlsx",
) -> StreamingResponse:
    """A stored report with all its tables as a file."""
    async with db.read(user) as tx:
        report = await queries.stored_report(tx, report_id)
        names = await queries.heading(tx, manager=None)
    document = lay_out_stored(report, caller_language(request), company=names["company"] or "Smena")
    return await files.download(document, file_format)
