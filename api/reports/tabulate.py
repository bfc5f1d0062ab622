"""From the answers of api.kpi to tables: the same figures in the same columns as the page shows."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from api.messages import Language
from api.reports.document import Cell, Table
from api.reports.words import words

Report = Literal["managers", "time", "sources", "origins", "funnel", "compare"]
Answer = dict[str, Any]
COLUMNS: dict[str, tuple[str, ...]] = {
    "managers": (
        "leads", "leads_handled", "sla", "reaction_lag", "conversion", "deals_won", "deals_lost", "win_rate", "sales", "avg_deal",
        "sales_per_hour",
    ),
    "time": (
        "presence_minutes", "active_minutes", "activity_rate", "attested_minutes", "planned_minutes", "adherence", "utilisation",
        "late_minutes", "left_early_minutes",
    ),
    "sources": (
        "leads", "sla", "conversion", "deals_won", "deals_lost", "win_rate", "sales", "avg_deal", "focus_minutes",
        "sales_per_focus_hour",
    ),
    "origins": ("leads", "sla", "conversion", "deals_won", "deals_lost", "win_rate", "sales", "avg_deal"),
}  # fmt: skip
COMPARED = (
    "leads", "leads_handled", "conversion", "deals_created", "deals_won", "deals_lost", "win_rate", "sales", "avg_deal", "sla",
    "repeat_inquiries", "interactions_out", "interactions_in", "tasks_done", "tasks_on_time_share", "tasks_overdue",
    "presence_minutes", "active_minutes", "activity_rate", "adherence", "late_minutes", "sales_per_hour", "won_per_hour",
    "leads_per_hour", "time_on_won_share",
)  # fmt: skip
OUTCOMES = ("advanced", "won", "still_there", "moved_back", "lost")


def figure_cell(figure: Answer | None) -> Cell:
    """A figure of the API as a cell."""
    if figure is None:
        return Cell(None, "count")
    return Cell(
        figure["value"], figure["unit"], is_bound=bool(figure["unripe"]) and figure["value"] is not None
    )


def _figure(row: Answer, key: str) -> Cell:
    if key in row["figures"]:
        return figure_cell(row["figures"][key])
    took = row.get("times", {}).get(key)
    return Cell(took["median"] if took else None, "seconds")


def tables(report: Report, answer: Answer, language: Language, sort: str | None, down: bool) -> list[Table]:
    """The tables of one report."""
    if report == "funnel":
        return _funnel(answer, language)
    if report == "compare":
        return [_compare(answer, language)]
    if report == "origins":
        return [_origins(answer, language, sort, down)]
    said = words(language)
    source = report == "sources"
    rows: list[Answer] = answer["sources" if source else "managers"]
    if report == "time":
        rows = [row for row in rows if row["manager"]]

    def name(row: Answer) -> str:
        owner = row["source" if source else "manager"]
        if owner is None:
            return str(said["no_source" if source else "nobody"])
        return str(owner["name" if source else "full_name"])

    keys = COLUMNS[report]
    made = [
        (Cell(name(row)), *(_figure(row, key) for key in keys)) for row in _sorted(rows, sort, down, name)
    ]
    return [
        Table(
            title=said["tab"][report],
            headers=(said["source" if source else "manager"], *(said["figure"][key] for key in keys)),
            rows=tuple(made),
            total=(Cell(said["total"]), *(_figure(answer["total"], key) for key in keys)),
        )
    ]


def _sorted(
    rows: Sequence[Answer], sort: str | None, down: bool, name: Callable[[Answer], str]
) -> list[Answer]:
    """As the page sorts: what has no value comes last, either way."""
    if not sort:
        return list(rows)
    if sort == "name":
        return sorted(rows, key=lambda row: name(row).casefold(), reverse=down)

    def value(row: Answer) -> float | None:
        found = _figure(row, sort).value
        return float(found) if isinstance(found, int | float) else None

    known = sorted(
        (row for row in rows if value(row) is not None), key=lambda row: value(row) or 0, reverse=down
    )
    return known + [row for row in rows if value(row) is None]


def _funnel(answer: Answer, language: Language) -> list[Table]:
    said = words(language)
    stages = tuple(
        (
            Cell(said["stages"].get(row["stage"]["key"]) or row["stage"]["name"]),
            Cell(row["entered"], "count"),
            *(Cell(row[outcome], "count") for outcome in OUTCOMES),
            figure_cell(row["conversion"]),
        )
        for row in answer["stages"]
    )
    headers = (
        said["stage"], said["entered"], *(said["funnel"][outcome] for outcome in OUTCOMES), said["conversion"],
    )  # fmt: skip
    reasons = tuple(
        (Cell(said["reasons"].get(row["reason"], row["reason"])), Cell(row["deals"], "count"))
        for row in answer["lost_reasons"]
    )
    return [
        Table(said["tab"]["funnel"], headers, stages),
        Table(said["lost_title"], (said["reason"], said["deals"]), reasons),
    ]


def _origins(answer: Answer, language: Language, sort: str | None, down: bool) -> Table:
    """The tree of the page, row by row: a channel, its types, the campaigns of each."""
    said, keys = words(language), COLUMNS["origins"]
    named = said["origin"]

    def channel(row: Answer) -> str:
        return str(named["channels"].get(row["channel"]) or row["channel"] or said["no_source"])

    def kind(row: Answer) -> str:
        return str(named["types"].get(row["type"]) or row["type"])

    def campaign(row: Answer) -> str:
        return str(named["rest"] if row["rest"] else row["campaign"] or named["no_campaign"])

    def line(row: Answer, *names: str) -> tuple[Cell, ...]:
        return (*(Cell(name) for name in names), *(_figure(row, key) for key in keys))

    rows: list[tuple[Cell, ...]] = []
    for one in _sorted(answer["channels"], sort, down, channel):
        rows.append(line(one, channel(one), "", ""))
        for two in _sorted(one["types"], sort, down, kind):
            rows.append(line(two, channel(one), kind(two), ""))
            rows += [
                line(three, channel(one), kind(two), campaign(three))
                for three in _sorted(two["campaigns"], sort, down, campaign)
            ]
    return Table(
        title=said["tab"]["origins"],
        headers=(*named["headers"], *(said["figure"][key] for key in keys)),
        rows=tuple(rows),
        total=line(answer["total"], said["total"], "", ""),
        names=len(named["headers"]),
    )


def _compare(answer: Answer, language: Language) -> Table:
    said = words(language)
    rows = []
    for key in COMPARED:
        pair = answer["figures"][key]
        unit = pair["now"]["unit"]
        change = Cell(None, "share") if unit in ("share", "ratio") else Cell(pair["change"], "share")
        rows.append(
            (
                Cell(said["figure"][key]),
                figure_cell(pair["now"]),
                figure_cell(pair["before"]),
                Cell(pair["difference"], unit),
                change,
            )
        )
    headers = (said["figure_name"], said["now"], said["before_column"], said["difference"], said["change"])
    return Table(said["tab"]["compare"], headers, tuple(rows))
