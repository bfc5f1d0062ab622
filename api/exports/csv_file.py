"""CSV as Excel, LibreOffice and Google Sheets open it by a double click: UTF-8 with BOM, CRLF, no live formulas."""

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from api.exports.table import Cell, Rows
from api.messages import Language

BOM = "\ufeff"
# Spreadsheets run a cell that begins like this; a phone number is no formula and stays readable.
LIVE = re.compile(r"[=+\-@\t\r]")
PHONE = re.compile(r"\+\d{6,15}")
DELIMITERS: dict[Language, str] = {"ru": ";", "uk": ";", "en": ","}


def safe(cell: Cell) -> str:
    """The text of a cell that no spreadsheet runs: a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    text = str(cell)
    if isinstance(cell, str) and LIVE.match(text) and not PHONE.fullmatch(text):
        return "'" + text
    return text


async def stream(headers: Sequence[str], rows: Rows, language: Language) -> AsyncIterator[bytes]:
    """The file in pieces."""
    yield (BOM + lines([headers], language)).encode()
    async for stretch in rows:
        yield lines(stretch, language).encode()


def lines(rows: Sequence[Sequence[Cell]], language: Language) -> str:
    """Rows as CSV text, in the delimiter that the language's spreadsheets expect."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=DELIMITERS[language], lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()
