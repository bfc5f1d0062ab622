"""A report laid out: tables of values with their units and charts, before they become a file or a mail."""

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
    """A table; `total` is its last row, apart from the others; the first `names` columns are words."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    names: int = 1

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """With the total."""
        return self.rows + ((self.total,) if self.total else ())


@dataclass(frozen=True, slots=True)
class DayChart:
    """Bars of a value by day, and a line over them where there is one. `line` is empty or as long as `bars`."""

    title: str
    days: tuple[str, ...]
    unit: Unit
    bars: tuple[float, ...]
    bar_name: str
    line: tuple[float, ...] = ()
    line_name: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One person's day of so many minutes: runs (first minute, last minute, layer), and its ends in words."""

    name: str
    minutes: int
    runs: tuple[tuple[int, int, str], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a file of a report says. `lines` tell company, period and time zone."""

    title: str
    company: str
    currency: str
    language: Literal["ru", "uk", "en"]
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    charts: tuple[DayChart, ...] = ()
    strips: tuple[Strip, ...] = ()
    name: str = field(default="report")
