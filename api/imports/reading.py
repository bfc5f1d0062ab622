"""What every reader of files gives: rows of text with the line each began on."""

from dataclasses import dataclass, field
from typing import Literal

from api.errors import Invalid
from api.imports.schemas import MAX_COLUMNS, MAX_ROWS


class UnreadableFile(Invalid):
    """The file cannot be read; the code says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params=params)


@dataclass
class Sheet:
    """The rows of a file, empty ones left out; `numbers` are lines as a person counts them."""

    file_format: Literal["csv", "xlsx"]
    encoding: str | None = None
    delimiter: str | None = None
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, number: int, cells: list[str]) -> None:
        """Keeps a row that holds anything; raises UnreadableFile beyond the limits."""
        cleaned = [cell.replace("\x00", "").strip() for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if not cleaned:
            return
        if len(cleaned) > MAX_COLUMNS:
            raise UnreadableFile("too_many_columns", limit=MAX_COLUMNS)
        if len(self.rows) > MAX_ROWS:  # the header is one more
            raise UnreadableFile("too_many_rows", limit=MAX_ROWS)
        self.rows.append(cleaned)
        self.numbers.append(number)
