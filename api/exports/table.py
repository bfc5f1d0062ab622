"""A table to write: headers in the reader's language, rows of plain values."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Literal

Cell = str | int | float | datetime | None
Rows = AsyncIterator[Sequence[Sequence[Cell]]]
"""Rows in stretches, so that no export is ever whole in memory."""
Format = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
