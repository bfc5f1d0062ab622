"""Rows of the demo, one list a table, in the order in which foreign keys want them."""

from collections import defaultdict
from typing import Any

TABLES = (
    "lead_sources", "site_keys", "stages", "clients", "client_contacts", "ownership_events", "interactions", "touches", "deals",
    "deal_stage_events", "tasks", "schedule_rules", "work_schedule", "work_sessions", "work_breaks",
    "activity_days", "focus_minutes", "time_corrections", "business_hours", "segments", "notifications",
)  # fmt: skip

Row = dict[str, Any]


class Rows:
    """Collects rows by table; every row of a table names the same columns."""

    def __init__(self) -> None:
        self.by_table: dict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, **row: Any) -> Row:
        """Appends a row and returns it, so that a later part of the story may still change it."""
        self.by_table[table].append(row)
        return row

    def records(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and the records for COPY."""
        rows = self.by_table[table]
        columns = list(rows[0]) if rows else []
        return columns, [tuple(row[column] for column in columns) for row in rows]
