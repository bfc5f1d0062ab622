"""Readings of this moment, and targets: as a slow count of the histories has them."""

import json
import random

from tests.kpi.conftest import Company
from tests.kpi.counted import days, seen_by
from tests.kpi.slow import now
from tests.support.people import ANNA, BOHDAN

GOALS = {
    "leads": 7, "leads_handled": 3, "deals_created": 11, "deals_won": 2, "sales": 1_234_567, "tasks_done": 5, "interactions_out": 9,
    "active_minutes": 333,
}  # fmt: skip


async def test_velocity(company: Company) -> None:
    slow = company.slow
    counted = {
        manager: now.velocity(company.history, slow.clients, slow.books, manager)
        for manager in (None, *company.history.managers)
    }
    unknown = [manager for manager, value in counted.items() if value is None]
    assert unknown, "some have no closed deal, or none whose cycle is known"
    async with seen_by(company.base) as admin:
        for manager in (None, *unknown[:4], *random.Random(5).sample(company.history.managers, 8)):
            told = json.loads(await admin.fetchval("select app.kpi_velocity($1)::text", manager))
            assert told["value"] == counted[manager], manager


async def test_workload(company: Company) -> None:
    loads = now.workload(company.history, company.slow.clients)
    # Of the template's people nobody has anything.
    loads |= dict.fromkeys((ANNA.id, BOHDAN.id), (0, 0, 0, False))
    async with seen_by(company.base) as admin:
        rows = await days(admin, "kpi_workload", None)
    told = {r["manager_id"]: (r["open_deals"], r["tasks_due"], r["waiting"], r["on_leave"]) for r in rows}
    assert told == loads
    assert {row["total"] == sum(loads[row["manager_id"]][:3]) for row in rows} == {True}
    assert {row["team_median"] for row in rows} == {now.median(loads)}
    assert any(load[3] for load in loads.values()), "somebody is away"


async def test_targets(company: Company) -> None:
    months = {day.replace(day=1) for day, _ in company.slow.books.days}
    people = random.Random(4).sample(company.history.managers, 12)
    async with seen_by(company.base) as admin:
        for month in sorted(months)[-4:]:
            for manager in people:
                await admin.execute("select app.set_targets($1, $2, $3)", manager, month, json.dumps(GOALS))
            rows = await days(admin, "kpi_targets", None, month)
            assert len(rows) == len(people) * len(GOALS)
            for row in rows:
                counted = now.progress(
                    company.history, company.slow.books, row["manager_id"], month, row["metric"], row["goal"]
                )
                assert (row["value"], row["share"], row["pace"]) == counted, (month, dict(row))
