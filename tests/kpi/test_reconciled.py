"""Sums reconcile: rollups to facts, managers to the team, days to the period, rows to the figure."""

import random
from datetime import timedelta

from tests.kpi.conftest import Company
from tests.kpi.counted import KEYS, by_day, close_all, days, plain, rebuild, seen_by, total, windows
from tests.kpi.slow.books import Counts

SAMPLE = 25  # people, where each asks the database anew


async def test_rollups_say_what_the_facts_say(company: Company) -> None:
    async with seen_by(company.base) as admin:
        before = [by_day(await days(admin, "kpi_days", None, *w)) for w in windows(company.history.now)]
        sources = [await days(admin, "kpi_days", None, *w, True) for w in windows(company.history.now)]
        first = await company.base.value("select app.first_fact_day()")
        await rebuild(company.base, first, company.today + timedelta(days=1))
        after = [by_day(await days(admin, "kpi_days", None, *w)) for w in windows(company.history.now)]
        assert [_used(x) for x in after] == [_used(x) for x in before]
        names = await company.base.rows(
            "select attname from pg_attribute where attrelid = 'public.kpi_daily'::regclass and attnum > 2"
            " intersect select attname from pg_attribute where attrelid = 'public.kpi_daily_sources'::regclass"
        )
        for w, facts in zip(windows(company.history.now), sources, strict=True):
            rolled, counted_now = total(await days(admin, "kpi_days", None, *w, True)), total(facts)
            assert [rolled[row[0]] for row in names] == [counted_now[row[0]] for row in names]


async def test_closing_day_by_day_stores_what_a_rebuild_stores(company: Company) -> None:
    closable = await company.base.value("select app.kpi_closable_until()")
    await rebuild(company.base, await company.base.value("select app.first_fact_day()"), closable)
    stored = (
        "select md5(string_agg(k::text, '' order by k.day, k.manager_id)) from public.kpi_daily k",
        "select md5(string_agg(x.r, '' order by x.r)) from (select (to_jsonb(k) - 'id')::text as r from public.kpi_daily_sources k) x",
    )
    rebuilt = [await company.base.value(sql) for sql in stored]
    for table in ("public.kpi_daily", "public.kpi_daily_sources", "private.kpi_closed_days"):
        await company.base.run(
            f"delete from {table} where day between $1 and $2",
            closable - timedelta(days=25),
            closable - timedelta(days=9),
        )
    await company.base.run(
        "insert into private.kpi_touched_days (day) select $1::date - n from generate_series(30, 40) n",
        closable,
    )
    await company.base.run(
        "insert into private.kpi_touched_days (day) values ($1::date - 90), ($1::date - 95)", closable
    )
    assert await close_all(company.base) == 2 + 2, "two months at once, two days alone"
    assert [await company.base.value(sql) for sql in stored] == rebuilt


def _used(counts: Counts) -> dict[object, object]:
    return {key: {k: v for k, v in row.items() if v} for key, row in counts.items() if any(row.values())}


async def test_managers_add_up_to_the_team_and_days_to_the_period(company: Company) -> None:
    some = random.Random(1).sample(company.history.managers, SAMPLE)
    async with seen_by(company.base) as admin:
        for from_day, to_day in windows(company.history.now):
            team = await days(admin, "kpi_period_sums", None, from_day, to_day)
            daily = await days(admin, "kpi_days", None, from_day, to_day)
            flows, whole = total(daily), total(team)
            for key in whole.keys() - {"tasks_overdue"}:
                assert flows[key] == whole[key], key
            last = [
                row
                for row in daily
                if row["day"] == min(to_day, company.today + timedelta(days=1)) - timedelta(days=1)
            ]
            assert total(last).get("tasks_overdue", 0) == whole.get("tasks_overdue", 0)
            mine = {row["manager_id"]: plain(row) for row in team}
            for manager in some:
                own = await days(admin, "kpi_period_sums", manager, from_day, to_day)
                assert total(own) == mine.get(manager, {})
            current = await days(admin, "kpi_period_sums", None, from_day, to_day, True)
            assert total(current) == whole, "another view of the same whole"


async def test_the_rows_behind_every_figure_are_as_many_as_it_says(company: Company) -> None:
    async with seen_by(company.base) as admin:
        metrics = await admin.fetch("select * from app.kpi_metrics() where kind = 'sum'")
        from_day, to_day = windows(company.history.now)[2]
        for manager in (None, *random.Random(2).sample(company.history.managers, 4)):
            for by_current in (False, True):
                whole = total(await days(admin, "kpi_period_sums", manager, from_day, to_day, by_current))
                for metric in metrics:
                    found = await admin.fetchval(
                        "select coalesce(sum(amount), 0) from app.kpi_rows($1, $2, $3, $4, $5, 'numerator', null, null, null, null, 1000000)",
                        metric["key"], manager, from_day, to_day, by_current,
                    )  # fmt: skip
                    assert found == whole.get(metric["key"], 0), (metric["key"], manager, by_current)


async def test_pages_of_rows_miss_none_and_repeat_none(company: Company) -> None:
    from_day, to_day = windows(company.history.now)[2]
    sql = "select id, at from app.kpi_rows('tasks_overdue', null, $1, $2, false, 'numerator', null, null, $3, $4, $5)"
    async with seen_by(company.base) as admin:
        whole = [row["id"] for row in await admin.fetch(sql, from_day, to_day, None, None, 1000000)]
        assert len(whole) > 100
        paged, after = [], (None, None)
        while page := await admin.fetch(sql, from_day, to_day, *after, 37):
            paged += [row["id"] for row in page]
            after = (page[-1]["at"], page[-1]["id"])
    assert paged == whole


async def test_catalogue_and_rollup_name_the_same_figures(company: Company) -> None:
    columns = await company.base.rows(
        "select attname from pg_attribute where attrelid = 'app.kpi_sums'::regclass and attnum > 3"
    )
    keys = await company.base.rows("select key from app.kpi_metrics() where kind = 'sum'")
    assert [row[0] for row in columns] == [row[0] for row in keys]
    stored = await company.base.rows(
        "select attname from pg_attribute where attrelid = 'public.kpi_daily'::regclass and attnum > 2"
    )
    assert [row[0] for row in stored] == [row[0] for row in keys if row[0] != "unripe"]
    assert set(KEYS) == {"day", "manager_id", "source_id"}
