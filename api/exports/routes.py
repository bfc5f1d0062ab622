"""/clients/export."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from api.auth.dependencies import CurrentUser
from api.clients.filters import Filters
from api.db.dependencies import Db
from api.error_answers import caller_language
from api.exports import clients, csv_file, xlsx_file
from api.exports.table import MEDIA_TYPES, Format
from api.kit.clock import now
from api.kit.routing import Router

router = Router(tags=["clients"])
FILE = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/clients/export",
    response_class=StreamingResponse,
    responses={200: {"description": "The file.", "content": {kind: FILE for kind in MEDIA_TYPES.values()}}},
)
async def export_clients(
    request: Request,
    filters: Filters,
    user: CurrentUser,
    db: Db,
    file_format: Annotated[Format, Query(alias="format")] = "csv",
) -> StreamingResponse:
    """What the list shows, all of it, as a file; headers in the caller's language, dates in the company's time zone."""
    language = caller_language(request)
    first = await clients.first_stretch(db, user, filters)
    rows = clients.table(db, user, filters, first, language)
    headers = clients.HEADERS[language]
    if file_format == "csv":
        body = csv_file.stream(headers, rows, language)
    else:
        body = xlsx_file.stream(clients.TITLES[language], headers, rows)
    name = f"clients-{now():%Y-%m-%d}.{file_format}"
    return StreamingResponse(
        body,
        media_type=MEDIA_TYPES[file_format],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
