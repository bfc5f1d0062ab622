"""What a person reads: a Russian figure on a page or in a mail as a number and how exactly it was said; the cells of an XLSX file."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook

SPACES = str.maketrans("\u00a0\u202f−", "  -")
# Of money and of time, in its own unit or in seconds; a share is of one.
UNITS = {
    "": 1.0, "%": 0.01, "₴": 1.0, "тыс.": 1e3, "млн": 1e6, "с": 1.0, "мин": 60.0, "ч": 3_600.0, "дн.": 86_400.0, "дн": 86_400.0,
}  # fmt: skip
PART = re.compile(r"(-?\d[\d ]*(?:,\d+)?)\s*(тыс\.|млн|%|₴|мин|ч|сек\.|с|дн\.?)?")


@dataclass(frozen=True)
class Read:
    """A figure as it was read; None: a dash. `off`: by how much the exact one may differ."""

    value: float | None
    off: float = 0.0

    def means(self, exact: float | None) -> bool:
        """Whether these words say this number."""
        if self.value is None or exact is None:
            return self.value is exact
        return abs(self.value - exact) <= self.off * 1.0001


def read(text: str) -> Read:
    """«≥ 8,2 %», «2,8 млн ₴», «1 ч 9 мин», «47», «—»."""
    words = text.translate(SPACES).replace("≥", "").strip()
    if words == "—":
        return Read(None)
    found = PART.findall(words)
    assert found, text
    value, off = 0.0, 0.0
    for number, unit in found:
        scale = UNITS[unit.replace("сек.", "с")]
        value += float(number.replace(" ", "").replace(",", ".")) * scale
        off = scale * 10 ** -len(number.partition(",")[2]) / 2
    # Minutes and counts are whole, of which nothing is left out.
    return Read(value, off)


Table = dict[str, dict[str, Any]]


def sheets(file: bytes) -> dict[str, Table]:
    """Every sheet of a report: {title: {name of the row: {header: value}}}; times in seconds."""
    book = load_workbook(io.BytesIO(file))
    return {sheet.title: _table([list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book}


def _table(rows: list[list[Any]]) -> Table:
    head = next(i for i, row in enumerate(rows) if len(row) > 1 and row[1] is not None)
    return {
        str(row[0]): {str(name): _number(value) for name, value in zip(rows[head][1:], row[1:], strict=True)}
        for row in rows[head + 1 :]
    }


def _number(value: Any) -> float | None:
    """Excel counts time in days; openpyxl gives it as the kind it looks like."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.hour * 3_600 + value.minute * 60 + value.second + value.microsecond / 1e6
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds()
    return None if value is None else float(value)


class Cells(HTMLParser):
    """The rows of the tables in a mail."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        self._inside = tag in ("td", "th")
        if self._inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data
