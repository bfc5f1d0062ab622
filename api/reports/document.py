"""A report laid out: tables of values with their units, before they become a file or a mail."""

from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["text", "count", "money", "share", "ratio", "seconds", "minutes", "per_hour", "money_per_hour"]
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in its unit; money in minor units. `is_bound`: it can only grow."""

    value: Value
    unit: Unit = "text"
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `total` is its last row, apart from the others."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """With the total."""
        return self.rows + ((self.total,) if self.total else ())


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a file of a report says. `lines` tell company, period and time zone."""

    title: str
    company: str
    currency: str
    language: Literal["ru", "uk", "en"]
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    name: str = field(default="report")
