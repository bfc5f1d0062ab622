"""A report as XLSX: numbers, money, shares and durations as such, the header in view, the total apart."""

import io
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from api.exports.xlsx_file import FORBIDDEN, MAX_CELL
from api.kit.money import exponent, to_decimal
from api.reports.document import Cell, Document, Table

HEADER = PatternFill("solid", fgColor="EEF0F6")
LINE = Border(top=Side("thin", color="9AA0B4"))
FORMATS = {
    "count": "#,##0",
    "share": "0.0%",
    "ratio": "0.0%",
    "minutes": "[h]:mm",
    "seconds": "[h]:mm:ss",
    "per_hour": "0.00",
}


def xlsx_bytes(document: Document) -> bytes:
    """A sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in document.tables:
        _fill(book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31]), document, table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, document: Document, table: Table) -> None:
    head = (document.company, document.title, *document.lines)
    for number, line in enumerate(head, 1):
        _put(sheet.cell(number, 1), Cell(line), document)
        sheet.cell(number, 1).font = Font(bold=number <= 2, size=14 if number == 2 else 11)
    top = len(head) + 2
    for place, name in enumerate(table.headers, 1):
        cell = sheet.cell(top, place, name)
        cell.font, cell.fill = Font(bold=True), HEADER
        cell.alignment = Alignment(
            wrap_text=True, horizontal="left" if place == 1 else "right", vertical="top"
        )
        sheet.column_dimensions[get_column_letter(place)].width = (
            28 if place <= table.names else max(13, len(name) + 2)
        )
    for number, row in enumerate(table.all_rows, top + 1):
        for place, value in enumerate(row, 1):
            _put(cell := sheet.cell(number, place), value, document)
            if table.total is row:
                cell.font, cell.border = Font(bold=True), LINE
    sheet.freeze_panes = sheet.cell(top + 1, 2)


def _put(cell: Any, value: Cell, document: Document) -> None:
    if isinstance(value.value, str):
        cell.value = FORBIDDEN.sub(" ", value.value)[:MAX_CELL]
        cell.data_type = "s"  # text, whatever it begins with: no formula comes out of our data
        return
    if value.value is None:
        return
    if value.unit in ("money", "money_per_hour"):
        cell.value = to_decimal(round(value.value), document.currency)
        digits = exponent(document.currency)
        cell.number_format = "#,##0" + (f".{'0' * digits}" if digits else "")
        return
    scale = {"minutes": 1_440, "seconds": 86_400}.get(value.unit)
    cell.value = value.value / scale if scale else value.value
    cell.number_format = FORMATS[value.unit]
