"""Minutes past the company's retention go; what was summed up of their days stays, and nothing that comes late touches it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.kpi import writing
from tests.kpi.chance import changes_of_clocks, made
from tests.kpi.counted import by_day, close_all, days, rebuild, seen_by, windows
from tests.kpi.history import History
from tests.kpi.slow import Slow
from tests.support.cluster import Templates
from tests.support.database import Base

HISTORIES, SEED = 120, 36
MINUTES = ("active_minutes", "focus_minutes", "focus_won_minutes")


@pytest.fixture(scope="module")
async def forgetful(templates: Templates) -> AsyncIterator[tuple[Base, History]]:
    """A company that has summed up everything and then forgot the minutes of the older change of clocks."""
    async with templates.clone() as base:
        history = made(HISTORIES, SEED, datetime.now(UTC).replace(microsecond=0))
        await writing.write(base, history)
        await rebuild(base, *await _whole(base))
        newer, _ = changes_of_clocks(history.now)
        months = (history.now - newer).days // 30 + 2
        await base.run("update public.company set retention_months = $1", months)
        async with base.as_service() as service:
            await service.execute("select app.forget_minutes()")
        yield base, history


async def _whole(base: Base) -> tuple[object, object]:
    (row,) = await base.rows("select app.first_fact_day(), app.day_of(now()) + 1")
    return tuple(row)  # type: ignore[return-value]


async def test_sums_stay_when_minutes_are_forgotten(forgetful: tuple[Base, History]) -> None:
    base, history = forgetful
    counted = Slow(history).books.days
    final = await base.value("select app.kpi_final_until()")
    for _ in range(2):
        async with seen_by(base) as admin:
            found = {}
            for window in windows(history.now):
                found |= by_day(await days(admin, "kpi_days", None, *window))
        sums = [
            (sum(row.get(key, 0) for k, row in found.items() if (k[0] < final) is old),
             sum(row.get(key, 0) for k, row in counted.items() if k in found and (k[0] < final) is old))
            for key in MINUTES for old in (True, False)
        ]  # fmt: skip
        assert all(stored == by_hand for stored, by_hand in sums), sums
        assert all(stored > 0 for stored, _ in sums[:4]), "minutes of both kinds, before and after"
        # Once more after an operator has rebuilt everything that is not final.
        await rebuild(base, *await _whole(base))
    assert await base.value("select min(day) from public.activity_days") >= final
    assert await base.value("select min(day) from public.focus_minutes") >= final


async def test_what_comes_late_recounts_no_day_whose_minutes_are_gone(
    forgetful: tuple[Base, History],
) -> None:
    base, _ = forgetful
    await base.run("delete from private.kpi_touched_days")
    final = await base.value("select app.kpi_final_until()")
    stored = "select md5(string_agg(k::text, '' order by k.day, k.manager_id)) from public.kpi_daily k where k.day < $1"
    before = await base.value(stored, final)
    late = """insert into public.interactions (client_id, owner_id, kind, direction, occurred_at)
      select c.id, c.owner_id, 'message', 'in', $1 from public.clients c limit 1"""
    for day in (final - timedelta(days=3), final + timedelta(days=3)):
        await base.run(late, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    touched = await base.rows("select distinct day from private.kpi_touched_days")
    assert [row["day"] for row in touched] == [final + timedelta(days=3)]
    await close_all(base)
    assert await base.value(stored, final) == before
