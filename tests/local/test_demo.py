"""The demo's story, told on awkward days: nothing lies ahead that has happened, nothing is piled up on this minute."""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from local.demo.calendar import ZONE
from local.demo.live.moments import moment as moment_of
from local.demo.live.story import BEGINS, DIALOGS
from local.demo.rows import Row
from local.demo.seed import tell

AHEAD = {"due_at", "planned_start", "planned_end"}


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-23 08:05",  # a Monday morning
        "2026-11-26 11:00",
        "2026-11-28 15:00",  # a Saturday
        "2026-11-29 23:50",
        "2026-11-30 00:10",
        "2026-12-01 09:30",  # the first of a month
        "2027-01-01 12:00",
        "2027-03-28 04:10",  # clocks go forward
        "2026-10-25 03:30",  # and back
        "2028-02-29 10:00",
    ],
)
def test_the_story_fits_any_day(now: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE).astimezone(UTC)
    began = time.monotonic()
    rows = tell(Random(7), moment, ()).by_table
    assert time.monotonic() - began < 20
    counts = {table: len(rows[table]) for table in ("clients", "deals", "tasks", "interactions")}
    assert counts["clients"] == 3000 and abs(counts["deals"] - 2000) < 100
    assert abs(counts["tasks"] - 4000) < 50 and 14_000 < counts["interactions"] < 18_000
    late = [
        (table, column, row["id"])
        for table, found in rows.items()
        for row in found
        for column, value in row.items()
        if isinstance(value, datetime) and value > moment and column not in AHEAD
    ]
    assert late == []
    _believable_leads(rows["clients"], moment)
    _conversations_go_forward(moment)
    _every_day_has_its_order(rows)


def _believable_leads(clients: list[Row], moment: datetime) -> None:
    last_minutes = [row for row in clients if row["received_at"] > moment - timedelta(minutes=15)]
    assert len(last_minutes) <= 5, "nobody gets a week of leads in a quarter of an hour"
    week = [row for row in clients if row["received_at"] > moment - timedelta(days=7)]
    assert 25 <= len(week) <= 90


def _conversations_go_forward(moment: datetime) -> None:
    for dialog in DIALOGS:
        said = [moment_of(BEGINS, moment), *(moment_of(when, moment) for when, _, _ in dialog.lines), moment]
        assert said == sorted(said), dialog.lines


def _every_day_has_its_order(rows: dict[str, list[Row]]) -> None:
    days: dict[tuple[object, date], datetime] = {
        (row["manager_id"], row["day"]): row["started_at"] for row in rows["work_schedule"]
    }
    assert len(days) == len(rows["work_schedule"]), "one row a manager and day"
    born = {row["id"]: row["received_at"] for row in rows["clients"]}
    for table, column in (
        ("interactions", "occurred_at"),
        ("deals", "created_at"),
        ("ownership_events", "occurred_at"),
    ):
        assert all(row[column] >= born[row["client_id"]] for row in rows[table]), table
    assert all(row["closed_at"] is None or row["closed_at"] >= row["created_at"] for row in rows["deals"])
