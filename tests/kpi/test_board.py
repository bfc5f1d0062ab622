"""The team's dashboard adds up in one pass what the reports add up day by day: the sums are the same, rolled up or not."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from asyncpg import Connection

from tests.kpi.conftest import Company
from tests.kpi.counted import rebuild, seen_by

NAMES = {
    "leads": "leads",
    "converted": "converted",
    "unripe": "unripe",
    "answered_in_time": "in_time",
    "answer_due": "due",
    "deals_won": "won",
    "deals_lost": "lost",
    "sales": "sales_minor",
    "presence_minutes": "presence_minutes",
    "active_minutes": "active_minutes",
}
OF_SOURCES = ("leads", "converted", "deals_won", "sales")
OF_DAYS = (*OF_SOURCES, "unripe")


async def test_the_board_says_what_the_days_say(company: Company) -> None:
    to_day = company.today + timedelta(days=1)
    periods = [(to_day - timedelta(days=n + 40), to_day - timedelta(days=n)) for n in (1, 7, 31, 75)]
    async with seen_by(company.base) as admin:
        live = [await _board(admin, *period, to_day) for period in periods]
        for found, period in zip(live, periods, strict=True):
            assert found == await _days(admin, *period, to_day)
        first = await company.base.value("select app.first_fact_day()")
        await rebuild(company.base, first, to_day)
        assert [await _board(admin, *period, to_day) for period in periods] == live


Sums = dict[str, Counter[tuple[Any, str]]]


async def _board(admin: Connection, from_day: date, since: date, to_day: date) -> Sums:
    sums: Sums = {"day": Counter(), "manager": Counter(), "source": Counter()}
    for row in await admin.fetch("select * from app.kpi_board($1, $2, $3)", from_day, since, to_day):
        split = row["split"]
        key = row["day"] if split == "day" else row[f"{split}_id"]
        for name, column in NAMES.items():
            # Unripe leads of the days before are not told.
            if row[column] is not None and not (name == "unripe" and split == "day" and key < since):
                sums[split][key, name] += row[column]
    return _said(sums)


async def _days(admin: Connection, from_day: date, since: date, to_day: date) -> Sums:
    sums: Sums = {"day": Counter(), "manager": Counter(), "source": Counter()}
    for row in await admin.fetch("select * from app.kpi_days(null, $1, $2)", from_day, to_day):
        for name in OF_DAYS:
            if name != "unripe" or row["day"] >= since:
                sums["day"][row["day"], name] += row[name]
        if row["day"] >= since:
            for name in NAMES:
                sums["manager"][row["manager_id"], name] += row[name]
    for row in await admin.fetch("select * from app.kpi_days(null, $1, $2, true)", since, to_day):
        for name in OF_SOURCES:
            sums["source"][row["source_id"], name] += row[name]
    return _said(sums)


def _said(sums: Sums) -> Sums:
    return {split: Counter({key: n for key, n in by.items() if n}) for split, by in sums.items()}
