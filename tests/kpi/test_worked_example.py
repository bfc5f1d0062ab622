"""The numbers of docs/kpi.md and docs/kpi.ru.md are those that the database computes from their story."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.settings import ROOT
from tests.db.history import History
from tests.kpi.counted import seen_by
from tests.kpi.worked_example import PHONE, SITE, write
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN

PAGES = ("kpi.md", "kpi.ru.md")
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
MARCH = "'2026-03-01', '2026-04-01'"
# What passes with time is no number of a page.
UNTOLD = {"unripe"}


@pytest.fixture(scope="module")
async def told(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as base:
        async with base.connected() as connection, connection.transaction():
            await write(History(connection))
        yield base


def tables(name: str) -> list[dict[str, list[float | None]]]:
    """The tables of the page's last chapter: figures, times, stages, sources, now."""
    chapter = (ROOT / "docs" / name).read_text("utf-8").split("\n## ")[-1]
    return [
        {
            key: [None if cell.strip() in ("", "—") else float(cell) for cell in cells.split("|")]
            for key, cells in ROW.findall(part)
        }
        for part in chapter.split("\n### ")[1:]
    ]


@pytest.mark.parametrize("name", PAGES)
async def test_the_figures(told: Base, name: str) -> None:
    async with seen_by(told) as admin:
        found = await admin.fetchval(
            f"select app.kpi_figures(s)::text from app.kpi_period_sums($1, {MARCH}) s where s.manager_id = $1", ANNA.id
        )  # fmt: skip
    figures = {key: [f["numerator"], f["denominator"], f["value"]] for key, f in json.loads(found).items()}
    assert tables(name)[0] == {key: row for key, row in figures.items() if key not in UNTOLD}


@pytest.mark.parametrize("name", PAGES)
async def test_the_times(told: Base, name: str) -> None:
    async with seen_by(told) as admin:
        rows = await admin.fetch(f"select * from app.kpi_times($1, {MARCH}) where not is_team", ANNA.id)
    times = {
        row["key"]: [float(row[column]) for column in ("median", "p90", "mean", "sample")] for row in rows
    }
    assert tables(name)[1] == times
    keys = await told.rows("select key from app.kpi_metrics() where kind = 'time'")
    assert times.keys() == {row["key"] for row in keys}


@pytest.mark.parametrize("name", PAGES)
async def test_the_funnel(told: Base, name: str) -> None:
    async with seen_by(told) as admin:
        (row,) = await admin.fetch(f"select * from app.kpi_stages($1, {MARCH})", ANNA.id)
    stage = {f"stage_{key}": [float(value)] for key, value in row.items() if key != "stage_id"}
    stage["stage_passed"] = [float(row["advanced"] + row["won"])]
    assert tables(name)[2] == stage
    keys = await told.rows("select key from app.kpi_metrics() where kind = 'stage'")
    assert stage.keys() == {row["key"] for row in keys}


@pytest.mark.parametrize("name", PAGES)
async def test_what_sources_give(told: Base, name: str) -> None:
    async with seen_by(told) as admin:
        rows = await admin.fetch(
            f"select s.source_id, app.kpi_source_figures(s)::text as figures from app.kpi_period_sums(null, {MARCH}, false, true) s"
        )
    of = {row["source_id"]: json.loads(row["figures"]) for row in rows}
    sources = tables(name)[3]
    assert len(sources) == 6
    assert sources == {key: [of[source][key]["value"] for source in (SITE, PHONE)] for key in sources}


@pytest.mark.parametrize("name", PAGES)
async def test_speed_and_load(told: Base, name: str) -> None:
    async with seen_by(told) as admin:
        velocity = json.loads(await admin.fetchval("select app.kpi_velocity($1)::text", BOHDAN.id))
        loads = {r["manager_id"]: r for r in await admin.fetch("select * from app.kpi_workload(null)")}
    now: dict[str, Any] = {
        key: [velocity[key]] for key in ("open_deals", "average_minor", "win_rate", "cycle_days")
    }
    now["velocity"] = [velocity["value"]]
    now["workload"] = [float(loads[BOHDAN.id]["total"])]
    now["team_median"] = [float(loads[BOHDAN.id]["team_median"])]
    assert tables(name)[4] == now
    assert loads[ANNA.id]["total"] == 3


@pytest.mark.parametrize("name", PAGES)
async def test_every_figure_is_on_the_page(told: Base, name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    keys = await told.rows("select key from app.kpi_metrics() union select key from app.kpi_ratios()")
    # And what is measured beside the catalogue.
    others = {"velocity", "workload", "clock_in", "clock_out", "corrected_minutes", "break_minutes"}
    for key in {row["key"] for row in keys} | others:
        assert f"`{key}`" in text, key
