"""XLSX with dates as dates and a header that stays in view."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from api.exports.table import Cell, Rows

PIECE = 1 << 16
IN_MEMORY = 8 << 20
MAX_CELL = 32_767
# Control characters that XML cannot carry.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


async def stream(title: str, headers: Sequence[str], rows: Rows) -> AsyncIterator[bytes]:
    """The file in pieces; it is written to disk first, off the event loop."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, title, headers)
    async for stretch in rows:
        await asyncio.to_thread(_append, sheet, stretch)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        await asyncio.to_thread(_save, book, file)
        while piece := file.read(PIECE):
            yield piece


def _sheet(book: Workbook, title: str, headers: Sequence[str]) -> Any:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for place, header in enumerate(headers, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(header) + 4)
    cells = []
    for header in headers:
        cell = WriteOnlyCell(sheet, value=header)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
    return sheet


def _append(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    text = FORBIDDEN.sub(" ", value)[:MAX_CELL]
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # text, whatever it begins with: no formula comes out of our data
    return cell


def _save(book: Workbook, file: IO[bytes]) -> None:
    book.save(file)
    file.seek(0)
