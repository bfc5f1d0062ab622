"""/worktime"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read, Write
from api.error_answers import caller_language
from api.errors import Conflict, NotFound, errors
from api.exports import csv_file
from api.exports.table import MEDIA_TYPES
from api.kit.days import Days
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.worktime import export, queries
from api.worktime.schemas import (
    Beat,
    CorrectionDecision,
    CorrectionStatus,
    CorrectionWish,
    DayPage,
    HeatMap,
    ManagerStrip,
    ShiftAnswer,
    TimeCorrection,
    TimeReport,
    Today,
    WorkState,
)

router = Router(prefix="/worktime", tags=["worktime"])
CSV_FILE = {MEDIA_TYPES["csv"]: {"schema": {"type": "string", "format": "binary"}}}


@router.get("/today", response_model=Today)
async def work_today(tx: Read) -> JsonBytes:
    """The caller's day, and the question about a day that ended by itself, if there is one."""
    return JsonBytes(await queries.today(tx))


@router.post("/beat", response_model=WorkState)
async def beat(tx: Write, seen: Beat | None = None) -> JsonBytes:
    """«There was input»: once a minute is enough, more do no harm. Sets the minute, opens the day when it is new."""
    return JsonBytes(await queries.beat(tx, seen or Beat()))


@router.post("/start", response_model=WorkState)
async def start_work(tx: Write) -> JsonBytes:
    """Goes on after «stop work»; ends a break, too."""
    return JsonBytes(await queries.start_work(tx))


@router.post("/stop", response_model=WorkState)
async def stop_work(tx: Write) -> JsonBytes:
    """Ends the shift on all devices. Beats do not open it again; a change, a sign-in or `start` does."""
    return JsonBytes(await queries.stop_work(tx))


@router.post("/break", response_model=WorkState, responses=errors(Conflict))
async def start_break(tx: Write) -> JsonBytes:
    """Time off within the shift. 409 `not_at_work` outside of one; a second call changes nothing."""
    return JsonBytes(await queries.start_break(tx))


@router.post("/break/end", response_model=WorkState)
async def end_break(tx: Write) -> JsonBytes:
    """Back at work."""
    return JsonBytes(await queries.end_break(tx))


@router.post("/days/{day}/answer", status_code=204, responses=errors(NotFound, Conflict))
async def answer_shift_question(day: date, answer: ShiftAnswer, tx: Write) -> None:
    """Answers `question` of `/today`: confirms the measured end, or names another with a reason."""
    await queries.answer_question(tx, day=day, answer=answer)


@router.get("/days", response_model=TimeReport, responses=errors(NotFound))
async def read_time_report(
    tx: Read, days: Days, manager_id: UUID | None = None, everybody: bool = False
) -> JsonBytes:
    """Working time by day and manager: the caller's, one manager's, or everybody's (admins)."""
    return JsonBytes(await queries.report(tx, manager_id=manager_id, everybody=everybody, days=days))


@router.get("/days/{day}", response_model=DayPage, responses=errors(NotFound))
async def read_work_day(day: date, tx: Read, manager_id: UUID | None = None) -> JsonBytes:
    """One day of one manager (the caller by default): figures, sign-ins, breaks, the strip, corrections, clients."""
    return JsonBytes(await queries.day_page(tx, manager_id=manager_id, day=day))


@router.get("/team", response_model=list[ManagerStrip])
async def read_team_strips(
    tx: Read, day: Annotated[date | None, Query(description="Today by default.")] = None
) -> JsonBytes:
    """A day of everybody to draw; admins only."""
    return JsonBytes(await queries.team_strips(tx, day=day))


@router.get("/heat-map", response_model=HeatMap, responses=errors(NotFound))
async def read_heat_map(tx: Read, days: Days, manager_id: UUID | None = None) -> JsonBytes:
    """Every day of a period, active minutes by hour; the caller's by default."""
    return JsonBytes(await queries.heat_map(tx, manager_id=manager_id, days=days))


@router.get("/corrections", response_model=Listing[TimeCorrection])
async def list_corrections(
    tx: Read, page: Paging, manager_id: UUID | None = None, status: CorrectionStatus | None = None
) -> JsonBytes:
    """Disputed days, newest first: a manager's own, an admin everybody's."""
    return listing(await queries.corrections(tx, manager_id=manager_id, status=status, page=page))


@router.post("/corrections", status_code=201, response_model=TimeCorrection, responses=errors(Conflict))
async def ask_correction(wish: CorrectionWish, tx: Write) -> JsonBytes:
    """Disputes a day of one's own; one request a day at a time."""
    return JsonBytes(await queries.ask_correction(tx, wish), status_code=201)


@router.post(
    "/corrections/{id}/decision", response_model=TimeCorrection, responses=errors(NotFound, Conflict)
)
async def decide_correction(id: UUID, decision: CorrectionDecision, tx: Write) -> JsonBytes:
    """Accepts or declines; admins only, and not about themselves while there is another one."""
    return JsonBytes(await queries.decide_correction(tx, id=id, decision=decision))


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"description": "The file.", "content": CSV_FILE}, **errors(NotFound)},
)
async def export_time(
    request: Request,
    days: Days,
    user: CurrentUser,
    db: Db,
    what: export.What = "days",
    manager_id: UUID | None = None,
) -> StreamingResponse:
    """Everything Smena measured of the caller, as CSV; times are the company's."""
    language = caller_language(request)
    found = await export.rows(db, user, what, manager_id=manager_id, days=days)
    body = csv_file.stream(export.HEADERS[what][language], export.cells(found), language)
    return StreamingResponse(
        body,
        media_type=MEDIA_TYPES["csv"],
        headers={"content-disposition": f'attachment; filename="{what}-{days.from_day}-{days.to_day}.csv"'},
    )
