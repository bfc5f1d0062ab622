"""Thousands of random histories: the database's figures are those of the slow count, to the unit."""

import random
from datetime import date, timedelta
from uuid import UUID

import pytest
from asyncpg import Connection

from tests.kpi.conftest import Company
from tests.kpi.counted import by_day, by_source, days, plain, seen_by, windows
from tests.kpi.history import OPEN
from tests.kpi.slow import numbers
from tests.kpi.slow.books import Counts
from tests.kpi.slow.stages import FATES, stages
from tests.kpi.slow.tasks import overdue
from tests.kpi.slow.work import plan_of_day

SAMPLE = 25  # people, where each asks the database anew


async def test_every_figure_of_every_day_and_manager(company: Company) -> None:
    async with seen_by(company.base) as admin:
        for window in windows(company.history.now):
            found = by_day(await days(admin, "kpi_days", None, *window))
            _same(found, _expected(company, *window))


async def test_every_figure_of_every_source(company: Company) -> None:
    async with seen_by(company.base) as admin:
        for window in windows(company.history.now):
            found = by_source(await days(admin, "kpi_days", None, *window, True))
            expected = {k: v for k, v in company.slow.books.sources.items() if window[0] <= k[0] < window[1]}
            for (day, manager), row in _states(company, *window).items():
                expected.setdefault((day, manager, None), {}).update(row)
            _same(found, expected)


async def test_every_figure_by_the_present_owner(company: Company) -> None:
    async with seen_by(company.base) as admin:
        for from_day, to_day in windows(company.history.now):
            rows = await days(admin, "kpi_period_sums", None, from_day, to_day, True)
            expected: dict[UUID, dict[str, int]] = {}
            for (day, manager), row in company.slow.books.present.items():
                if from_day <= day < to_day:
                    _add(expected.setdefault(manager, {}), row)
            for (_, manager), row in _plans(company, from_day, to_day).items():
                _add(expected.setdefault(manager, {}), row)
            last = min(to_day, company.today + timedelta(days=1)) - timedelta(days=1)
            for (_, owner), late in overdue(company.slow.clients, last, company.history.now).items():
                _add(expected.setdefault(owner, {}), {"tasks_overdue": late})
            _same({row["manager_id"]: plain(row) for row in rows}, expected)


def _add(sums: dict[str, int], row: dict[str, int]) -> None:
    for key, amount in row.items():
        sums[key] = sums.get(key, 0) + amount


def _same(found: object, expected: object) -> None:
    assert isinstance(found, dict) and isinstance(expected, dict)
    for key in found.keys() | expected.keys():
        database = {k: v for k, v in found.get(key, {}).items() if v}
        by_hand = {k: v for k, v in expected.get(key, {}).items() if v}
        assert database == by_hand, key


def _expected(company: Company, from_day: date, to_day: date) -> Counts:
    counts = {k: dict(v) for k, v in company.slow.books.days.items() if from_day <= k[0] < to_day}
    for key, row in _states(company, from_day, to_day).items():
        counts.setdefault(key, {}).update(row)
    return counts


def _states(company: Company, from_day: date, to_day: date) -> Counts:
    """Of every day what has no end: overdue tasks, and the plan."""
    counts = _plans(company, from_day, to_day)
    for number in range((to_day - from_day).days):
        day = from_day + timedelta(days=number)
        for (manager, _), late in overdue(company.slow.clients, day, company.history.now).items():
            _add(counts.setdefault((day, manager), {}), {"tasks_overdue": late})
    return counts


def _plans(company: Company, from_day: date, to_day: date) -> Counts:
    counts: Counts = {}
    for manager, work in company.history.work.items():
        for number in range((to_day - from_day).days):
            day = from_day + timedelta(days=number)
            planned, adherent = plan_of_day(company.history, work, day)
            counts[day, manager] = {"planned_minutes": planned, "adherent_minutes": adherent}
    return counts


async def test_times(company: Company) -> None:
    until = company.today + timedelta(days=1)
    async with seen_by(company.base) as admin:
        rows = await days(admin, "kpi_times", None, until - timedelta(days=600), until, False)
    expected = {(m, key): values for m, by in company.slow.books.times.items() for key, values in by.items()}
    assert {(row["manager_id"], row["key"]) for row in rows if not row["is_team"]} == expected.keys()
    assert len({key for _, key in expected}) == 8
    for row in rows:
        of_all = [v for (_, key), values in expected.items() if key == row["key"] for v in values]
        values = of_all if row["is_team"] else expected[row["manager_id"], row["key"]]
        counted = (
            len(values),
            numbers.percentile(values, 0.5),
            numbers.percentile(values, 0.9),
            numbers.mean(values),
        )
        told = tuple(float(row[name]) for name in ("sample", "median", "p90", "mean"))
        assert told == pytest.approx(counted, abs=0.001), (row["manager_id"], row["key"])


async def test_what_became_of_the_deals_in_each_stage(company: Company) -> None:
    async with seen_by(company.base) as admin:
        for window in windows(company.history.now):
            expected = stages(company.slow.clients, *window)
            for fate in FATES:
                by_hand = {key: fates[fate] for key, fates in expected.items() if fates[fate]}
                assert await _rows_of(company, admin, f"stage_{fate}", window) == by_hand, fate
            entered = await _rows_of(company, admin, "stage_entered", window)
            assert entered == {key: sum(fates.values()) for key, fates in expected.items()}
            for row in await days(admin, "kpi_stages", None, *window):
                assert sum(row[fate] for fate in FATES) == row["entered"], "five outcomes add up"
                stage = next(name for name, id in company.stages.items() if id == row["stage_id"])
                for fate in FATES:
                    assert row[fate] == sum(f[fate] for (_, s), f in expected.items() if s == stage)


async def test_the_funnel_of_one_manager_is_his_part_of_the_whole(company: Company) -> None:
    some = random.Random(3).sample(company.history.managers, SAMPLE)
    sql = """select s.id as stage_id, r.manager_id, count(*) as deals from public.stages s
      cross join app.kpi_rows('stage_entered', null, $1, $2, true, 'numerator', null, s.id, null, null, 100000) r group by 1, 2"""
    async with seen_by(company.base) as admin:
        for from_day, to_day in windows(company.history.now):
            expected = stages(company.slow.clients, from_day, to_day)
            whole = await admin.fetch(sql, from_day, to_day)
            for manager in some:
                his = await days(admin, "kpi_stages", manager, from_day, to_day)
                assert {row["stage_id"]: row["entered"] for row in his} == {
                    company.stages[s]: sum(fates.values())
                    for (m, s), fates in expected.items()
                    if m == manager
                }
                now_his = await days(admin, "kpi_stages", manager, from_day, to_day, True)
                assert {row["stage_id"]: row["entered"] for row in now_his} == {
                    row["stage_id"]: row["deals"] for row in whole if row["manager_id"] == manager
                }


async def _rows_of(
    company: Company, admin: Connection, metric: str, window: tuple[date, date]
) -> dict[tuple[UUID, str], int]:
    """The rows behind a figure of the funnel, counted per manager and stage."""
    sql = """select r.manager_id, count(*) as deals from app.kpi_rows($1, null, $2, $3, false, 'numerator', null, $4, null, null, 100000) r
      group by 1"""
    return {
        (row["manager_id"], stage): row["deals"]
        for stage in OPEN
        for row in await admin.fetch(sql, metric, *window, company.stages[stage])
    }


async def test_shifts_belong_to_the_days_that_the_engine_would_give_them(company: Company) -> None:
    works = [(m, w) for m, w in company.history.work.items() if w.sessions]
    for manager, work in random.Random(3).sample(works, min(SAMPLE, len(works))):
        for session in work.sessions:
            day = await company.base.value("select app.shift_day($1, $2)", manager, session.since)
            assert day == session.day, (manager, session.since)
