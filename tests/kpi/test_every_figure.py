"""Every figure of every report, as the API answers it: its rows are counted one by one, and the parts add up to the whole.

A small company with a random past around a change of clocks. The rows of a figure are read page by page once for everybody and
told apart by manager, source and day; what a row of a report opens by itself is asked for as well.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api import sales
from tests.kpi import writing
from tests.kpi.chance import Chance
from tests.kpi.history import ZONE, Session, Work
from tests.kpi.slow.numbers import percentile
from tests.support import client
from tests.support.cluster import Templates
from tests.support.people import ADMIN

HISTORIES, SEED, MANAGERS = 40, 14, 3
PATH, NOBODY = "/api/v1/kpi", "00000000-0000-0000-0000-000000000000"
FATES = ("advanced", "won", "lost", "moved_back", "still_there")
# Of the end of the period, not a sum over its days.
STATES = {"tasks_overdue"}
Json = dict[str, Any]


@dataclass
class Reader:
    """One reader's questions about the same days; `rows` are all rows of a figure, read once."""

    http: httpx.AsyncClient
    asked: dict[str, str]
    read: dict[str, list[Json]] = field(default_factory=dict)

    async def report(self, name: str, **more: str) -> Json:
        """A page's answer."""
        return sales.made(await self.http.get(f"{PATH}/{name}", params={**self.asked, **more}))

    async def rows(self, metric: str, **more: str) -> list[Json]:
        """All rows of a figure, page after page; none comes twice."""
        key = f"{metric} {more}"
        if key not in self.read:
            found = await sales.pages(
                self.http, f"{PATH}/rows", **self.asked, metric=metric, **more, limit=40
            )
            assert len({(row["id"], row["at"]) for row in found}) == len(found), metric
            self.read[key] = found
        return self.read[key]

    async def opens(self, figure: Json, metric: str, **scope: str) -> None:
        """What a figure opens comes to it; a ratio opens what is above and what is below."""
        parts = ["numerator"] if figure["denominator"] is None else ["numerator", "denominator"]
        for part in parts:
            params = {**self.asked, "metric": metric, "part": part, **scope}
            came = sales.made(await self.http.get(f"{PATH}/rows/sum", params=params))
            assert came["sum"] == figure["value" if len(parts) == 1 else part], (metric, part, scope)


@pytest.fixture(scope="module")
async def company(templates: Templates) -> AsyncIterator[tuple[client.Api, Chance]]:
    async with templates.clone() as base:
        # Always the same past: of every figure there is something to count.
        chance = Chance(SEED, datetime(2026, 11, 26, 12, tzinfo=UTC), HISTORIES)
        chance.history.managers = chance.history.managers[:MANAGERS]
        for _ in range(HISTORIES):
            chance.add()
        chance.history.work[chance.history.managers[0]] = long_day(chance)
        await writing.write(base, chance.history)
        async with client.running(base) as api:
            yield api, chance


def long_day(chance: Chance) -> Work:
    """A planned Monday of eight hours and more on one buyer, begun late and left early: results per hour are told."""
    monday = chance.dice.changes[0] + timedelta(days=1)
    start, minutes = monday.replace(hour=9, minute=20), 490
    buyer = next(
        one for one in chance.history.clients
        if one.excluded is None and any(deal.moves[-1].stage == "won" and deal.moves[-1].at > monday for deal in one.deals)
    )  # fmt: skip
    session = Session(monday.date(), start, start + timedelta(minutes=minutes))
    work = Work(sessions=[session], plans=[(monday.date(), {1: (9 * 60, 18 * 60)})])
    work.minutes = {start + timedelta(minutes=n): (buyer, None) for n in range(minutes)}
    return work


def days_of(chance: Chance) -> dict[str, str]:
    """From before the change of clocks on, as days of one's own."""
    first = chance.dice.changes[0].date() - timedelta(days=6)
    return {"period": "custom", "from": str(first), "to": str(first + timedelta(days=45))}


@pytest.mark.parametrize("by", ["event", "current"])
async def test_every_figure_of_everybody(company: tuple[client.Api, Chance], by: str) -> None:
    api, chance = company
    await _walk(Reader(api.as_(ADMIN), {**days_of(chance), "by": by}), by)


async def test_every_figure_of_one_manager_for_the_head_and_for_himself(
    company: tuple[client.Api, Chance],
) -> None:
    api, chance = company
    manager = chance.history.managers[0]
    asked = {**days_of(chance), "by": "event", "manager": str(manager)}
    await _walk(Reader(api.as_(ADMIN), asked), "event")
    for name in ("managers", "sources", "funnel", "compare", "days"):
        mine, his = [await Reader(api.as_(who), asked).report(name) for who in (manager, ADMIN)]
        for answer in (mine, his):
            answer.pop("team_medians", None)  # a manager is not told of how few they are
        assert mine == his, name


async def _walk(reader: Reader, by: str) -> None:
    managers, sources, funnel, compare, days = [
        await reader.report(name) for name in ("managers", "sources", "funnel", "compare", "days")
    ]
    total = managers["total"]["figures"]
    nothing = {key for key, figure in total.items() if not figure["value"]}
    if "manager" not in reader.asked:
        assert not nothing, "there is something to count of everything"
    assert {key: pair["now"] for key, pair in compare["figures"].items()} == total
    assert {key: pair["before"] for key, pair in compare["figures"].items()} == managers["total"]["before"]
    sums = [key for key, figure in total.items() if figure["denominator"] is None]
    await _counted(reader, sums, managers, sources, days if by == "event" else None)
    await _parts(total, sums, managers, sources)
    await _timed(reader, managers)
    await _staged(reader, funnel, total["deals_lost"]["value"])
    await _opened(reader, managers, sources)


async def _counted(reader: Reader, sums: list[str], managers: Json, sources: Json, days: Json | None) -> None:
    """The rows of each sum, told apart by manager, source and day, are the figures of the pages."""
    for metric in sums:
        rows = await reader.rows(metric)
        assert sum(_sums(rows, _id).values()) == managers["total"]["figures"][metric]["value"], metric
        for row in managers["managers"]:
            assert _of(rows, "manager")[_id(row["manager"])] == row["figures"][metric]["value"], metric
        for row in sources["sources"] if metric in sources["total"]["figures"] else []:
            assert _of(rows, "source")[_id(row["source"])] == row["figures"][metric]["value"], metric
        by_day = _sums(rows, lambda row: datetime.fromisoformat(row["at"]).astimezone(ZONE).date())
        for day in days["days"] if days and metric not in STATES else []:
            assert by_day[date.fromisoformat(day["day"])] == day["values"][metric], (metric, day["day"])


def _of(rows: list[Json], what: str) -> dict[str, float]:
    return _sums(rows, lambda row: _id(row[what]))


def _sums(rows: list[Json], by: Callable[[Json], Any]) -> dict[Any, float]:
    found: dict[Any, float] = defaultdict(int)
    for row in rows:
        # A deal in a currency without a rate is won, its sum is not known.
        found[by(row)] += row["amount"] or 0
    return found


def _id(row: Json | None) -> str:
    return str(row["id"]) if row else NOBODY


async def _parts(total: Json, sums: list[str], managers: Json, sources: Json) -> None:
    """Managers come to the team, sources to their total and to the team; a ratio's parts are the figures of its row."""
    for metric in sums:
        assert sum(row["figures"][metric]["value"] for row in managers["managers"]) == total[metric]["value"]
        if metric in sources["total"]["figures"]:
            of_sources = sum(row["figures"][metric]["value"] for row in sources["sources"])
            assert of_sources == sources["total"]["figures"][metric]["value"] == total[metric]["value"], (
                metric
            )
    for key, figure in sources["total"]["figures"].items():
        assert figure == total[key], key


async def _timed(reader: Reader, managers: Json) -> None:
    """A duration is the median of its rows, its sample their number."""
    for key, took in managers["total"]["times"].items():
        rows = await reader.rows(key)
        assert len(rows) == took["sample"], key
        assert took["median"] == pytest.approx(percentile([row["amount"] for row in rows], 0.5), abs=0.01)
        theirs = [row["times"][key]["sample"] for row in managers["managers"] if key in row["times"]]
        assert sum(theirs) == took["sample"], key


async def _staged(reader: Reader, funnel: Json, lost: int) -> None:
    """Five fates come to the entries, each opens as many deals; reasons come to the lost deals."""
    assert any(stage["entered"] for stage in funnel["stages"])
    for stage in funnel["stages"]:
        assert stage["entered"] == sum(stage[fate] for fate in FATES)
        assert stage["conversion"]["numerator"] == stage["advanced"] + stage["won"]
        for fate in ("entered", *FATES):
            rows = await reader.rows(f"stage_{fate}", stage=stage["stage"]["id"])
            assert len({row["deal"]["id"] for row in rows}) == len(rows) == stage[fate], fate
    for reason in funnel["lost_reasons"]:
        rows = await reader.rows("deals_lost", reason=reason["reason"])
        assert len(rows) == reason["deals"], reason
    assert sum(reason["deals"] for reason in funnel["lost_reasons"]) == lost > 0


async def _opened(reader: Reader, managers: Json, sources: Json) -> None:
    """Every cell of the tables, as a click asks for it."""
    cells = [(figure, key, {}) for key, figure in managers["total"]["figures"].items()]
    for row in managers["managers"]:
        cells += [(figure, key, {"manager": _id(row["manager"])}) for key, figure in row["figures"].items()]
    for row in sources["sources"]:
        cells += [(figure, key, {"source": _id(row["source"])}) for key, figure in row["figures"].items()]
    for start in range(0, len(cells), 4):
        await asyncio.gather(
            *(reader.opens(figure, key, **scope) for figure, key, scope in cells[start : start + 4])
        )
