"""A stored report against what the facts say now: every figure that it shows, and whether its change was to be expected.

Some figures of a closed period are open by their nature: a young lead may still buy, an unanswered one be answered, an open deal
go on. When such a thing happens later, nothing was wrong with the report (`expected`). A figure that grows older without anything
happening never changes at all: what ripens alone (`unripe`) is not a figure, and overdue tasks are those at the period's end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.reports.tabulate import COLUMNS, COMPARED, OUTCOMES, Answer

SHOWN = tuple(dict.fromkeys((*COLUMNS["managers"], *COLUMNS["time"], *COMPARED)))
HOURLY = ("sales_per_hour", "won_per_hour", "leads_per_hour")
DAILY = ("sales", "deals_won", "presence_minutes", "active_minutes")
# Shares whose numerator may grow while what they are of stays.
GROWING = ("conversion", "time_on_won_share")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: of all, of a manager, of a day..."""

    of: str
    id: str | None
    metric: str


@dataclass(frozen=True, slots=True)
class Said:
    """What stands there. `basis`: the cases it is about; while they are the same ones, a change of `grown` was to be expected."""

    value: float | None
    unit: str
    name: str | None = None
    basis: Any = None
    grown: float = 0


def changes(was: Answer, now: Answer) -> list[dict[str, Any]]:
    """Every shown figure that says something else, of the whole first."""
    before, after = dict(_figures(was)), dict(_figures(now))
    nothing = Said(None, "count")
    return [
        _change(place, before.get(place, nothing), after.get(place, nothing))
        for place in dict.fromkeys((*before, *after))
        # A dash and nothing at all are the same.
        if (before.get(place, nothing).value or 0) != (after.get(place, nothing).value or 0)
    ]


def _change(place: Place, was: Said, now: Said) -> dict[str, Any]:
    known = was if now.value is None else now
    return {
        "of": place.of,
        "id": place.id,
        "name": known.name,
        "metric": place.metric,
        "unit": known.unit,
        "was": was.value,
        "now": now.value,
        "expected": was.basis is not None and was.basis == now.basis and now.grown >= was.grown,
    }


def _figures(report: Answer) -> Iterator[tuple[Place, Said]]:
    managers, total = report["managers"], report["managers"]["total"]
    yield from _row("total", None, None, total, SHOWN)
    yield from _row("before", None, None, {"figures": total["before"]}, SHOWN)
    for row in managers["managers"]:
        who = row["manager"] or {"id": "nobody", "full_name": None}
        yield from _row("manager", who["id"], who["full_name"], row, SHOWN)
    for metric in HOURLY:
        median = managers["team_medians"].get(metric)
        if median:
            # Of the people who work here now: whoever leaves takes his part of it along.
            yield Place("median", None, metric), Said(median["median"], _unit(metric), basis="team")
    for row in report["sources"]["sources"]:
        source = row["source"] or {"id": "none", "name": None}
        yield from _row("source", source["id"], source["name"], row, COLUMNS["sources"])
    yield from _funnel(report["funnel"])
    for day in report["days"]["days"]:
        for metric in DAILY:
            yield Place("day", day["day"], metric), Said(day["values"][metric], _unit(metric))


def _row(
    of: str, id_: str | None, name: str | None, row: Answer, metrics: tuple[str, ...]
) -> Iterator[tuple[Place, Said]]:
    figures = row["figures"]
    for metric in metrics:
        if metric in figures:
            found = figures[metric]
            basis, grown = (found["denominator"], found["numerator"]) if metric in GROWING else (None, 0)
            yield Place(of, id_, metric), Said(found["value"], found["unit"], name, basis, grown)
        elif "times" in row:
            # An answer that came later moves the median.
            took = row["times"].get(metric) or {"median": None, "sample": 0}
            basis, grown = figures["leads"]["value"], took["sample"]
            yield Place(of, id_, metric), Said(took["median"], "seconds", name, basis, grown)


def _funnel(funnel: Answer) -> Iterator[tuple[Place, Said]]:
    """Deals go on after the period: while the same number has entered, the rest was to be expected."""
    for row in funnel["stages"]:
        stage, entered = row["stage"], row["entered"]
        yield Place("stage", stage["id"], "stage_entered"), Said(entered, "count", stage["name"])
        for outcome in OUTCOMES:
            yield (
                Place("stage", stage["id"], f"stage_{outcome}"),
                Said(row[outcome], "count", stage["name"], entered),
            )
        yield (
            Place("stage", stage["id"], "stage_passed"),
            Said(row["conversion"]["value"], "share", stage["name"], entered),
        )
    for row in funnel["lost_reasons"]:
        yield Place("reason", row["reason"], "deals_lost"), Said(row["deals"], "count")


def _unit(metric: str) -> str:
    if metric.endswith("minutes"):
        return "minutes"
    if metric.startswith("sales"):
        return "money_per_hour" if metric.endswith("hour") else "money"
    return "per_hour" if metric.endswith("hour") else "count"
