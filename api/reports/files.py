"""A document as the file that was asked for."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi.responses import StreamingResponse

from api.reports.csv_report import csv_bytes
from api.reports.document import Document
from api.reports.xlsx_report import xlsx_bytes

Format = Literal["csv", "xlsx", "pdf"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def pdf_bytes(document: Document) -> bytes:
    """The PDF; its library comes with the first one: 30 MB that most processes never need."""
    from api.reports.pdf_report import pdf_bytes as write  # noqa: PLC0415

    return write(document)


WRITERS = {"csv": csv_bytes, "xlsx": xlsx_bytes, "pdf": pdf_bytes}
PIECE = 1 << 16
FILE = {"schema": {"type": "string", "format": "binary"}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {kind: FILE for kind in MEDIA_TYPES.values()}}
}


async def download(document: Document, file_format: Format) -> StreamingResponse:
    """The file in pieces, made off the event loop: a report is as many rows as there are managers."""
    made = await asyncio.to_thread(WRITERS[file_format], document)
    return StreamingResponse(
        _pieces(made),
        media_type=MEDIA_TYPES[file_format],
        headers={"content-disposition": f'attachment; filename="{document.name}.{file_format}"'},
    )


async def _pieces(made: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(made), PIECE):
        yield made[start : start + PIECE]
