"""/imports."""

from typing import Any
from uuid import UUID

from fastapi import Request, status
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read, Write
from api.error_answers import caller_language
from api.errors import Conflict, Invalid, NotFound, TooLarge, errors
from api.exports import csv_file
from api.exports.table import MEDIA_TYPES
from api.imports import errors_file, queries, service
from api.imports.schemas import MAX_BYTES, Import, ImportPlan, ImportPreview, ImportSummary, UndoneImport
from api.kit.json import JsonBytes, as_json
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router

router = Router(prefix="/imports", tags=["imports"])
FILE: dict[str, Any] = {"type": "string", "format": "binary", "description": "CSV or XLSX, up to 20 MB."}
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "required": ["file"], "properties": {"file": FILE}}
        }
    },
}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=Import,
    responses=errors(TooLarge),
    openapi_extra={"requestBody": BODY},
)
async def upload_import(request: Request, user: CurrentUser, db: Db) -> JsonBytes:
    """Reads a CSV or XLSX file (20 MB, 50,000 rows) and suggests which column is what. Nothing is imported yet."""
    # Read by hand: a declared UploadFile is on disk before anybody can ask how large it is.
    if int(request.headers.get("content-length") or MAX_BYTES * 2) > MAX_BYTES + 10_000:
        raise TooLarge
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid(fields={"file": "missing"})
        data = await file.read()
    return JsonBytes(await service.store(db, user, file_name=file.filename or "file", data=data), 201)


@router.get("", response_model=Listing[ImportSummary])
async def list_imports(tx: Read, page: Paging) -> JsonBytes:
    """The caller's imports, newest first."""
    return listing(await queries.newest(tx, page=page))


@router.get("/{import_id}", response_model=Import, responses=errors(NotFound))
async def get_import(import_id: UUID, tx: Read) -> JsonBytes:
    """How far an import is; ask every second while it runs."""
    return JsonBytes(await queries.document(tx, import_id=import_id))


@router.post("/{import_id}/preview", response_model=ImportPreview, responses=errors(NotFound))
async def preview_import(request: Request, import_id: UUID, plan: ImportPlan, tx: Read) -> JsonBytes:
    """What a run with this plan would do, of the first 5,000 rows. Nothing is written."""
    language = caller_language(request)
    return JsonBytes(as_json(await service.preview(tx, import_id=import_id, plan=plan, language=language)))


@router.post("/{import_id}/run", response_model=Import, responses=errors(NotFound, Conflict))
async def run_import(import_id: UUID, plan: ImportPlan, user: CurrentUser, db: Db) -> JsonBytes:
    """Makes clients of the rows; answers when all are done. A run that was cut off goes on with its first plan."""
    return JsonBytes(await service.run(db, user, import_id=import_id, plan=plan))


@router.post("/{import_id}/undo", responses=errors(NotFound, Conflict))
async def undo_import(import_id: UUID, tx: Write) -> UndoneImport:
    """Puts the clients that an import made into the archive, except those that somebody has worked on since."""
    return UndoneImport(archived=await queries.undo(tx, import_id=import_id))


@router.get(
    "/{import_id}/errors.csv",
    response_class=StreamingResponse,
    responses={
        **errors(NotFound),
        200: {"description": "The file.", "content": {MEDIA_TYPES["csv"]: {"schema": FILE}}},
    },
)
async def download_import_errors(
    request: Request, import_id: UUID, user: CurrentUser, db: Db
) -> StreamingResponse:
    """The rows that did not become clients, as they came, with line and reason: mend it and import it again."""
    language = caller_language(request)
    headers = await errors_file.headers(db, user, import_id=import_id, language=language)
    rows = errors_file.table(db, user, import_id=import_id, width=len(headers) - 2, language=language)
    return StreamingResponse(
        csv_file.stream(headers, rows, language),
        media_type=MEDIA_TYPES["csv"],
        headers={"content-disposition": 'attachment; filename="import-errors.csv"'},
    )
