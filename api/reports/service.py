"""A stored report beside what the facts say now."""

from typing import Any
from uuid import UUID

from api.db.transaction import Transaction
from api.kpi.queries import Asked
from api.messages import Language
from api.reports import queries
from api.reports.document import Document
from api.reports.laying import days, lines
from api.reports.tabulate import Answer, tables
from api.reports.words import words

# Of open deals and young leads everybody knows that they move.
EXPECTED = ("conversion", "tasks_overdue", "converted")


def asked_of(from_day: Any, to_day: Any, manager: UUID | None) -> Asked:
    """The question that a stored report answers."""
    return Asked("custom", from_day, to_day, manager, False)


def moved(was: Answer, now: Answer) -> list[dict[str, Any]]:
    """Figures of all whose value is another one by now."""
    old, new = was["total"]["figures"], now["total"]["figures"]
    return [
        {"metric": key, "unit": figure["unit"], "was": old[key]["value"], "now": figure["value"]}
        for key, figure in new.items()
        if key in old and key not in EXPECTED and figure["value"] != old[key]["value"]
    ]


async def with_moved(tx: Transaction, report: dict[str, Any], question: Asked) -> dict[str, Any]:
    """The report and what has moved since."""
    now = await queries.answer(tx, "managers", question)
    return {**report, "moved": moved(report["managers"], now)}


def lay_out_stored(report: dict[str, Any], language: Language, *, company: str) -> Document:
    """A stored report with all its tables as a document."""
    said = words(language)
    period = report["managers"]["period"]
    whose = report["manager"]["full_name"] if report["manager"] else said["team"]
    made = [
        table
        for name in ("managers", "time", "sources", "funnel")
        for table in tables(name, report["managers" if name == "time" else name], language, None, True)
    ]
    title = f"{said['kind'][report['kind']]}: {days(report['from_day'], report['to_day'], language)}"
    return Document(
        title=title,
        company=company,
        currency=period["currency"],
        language=language,
        lines=lines(period, language, whose=whose),
        tables=tuple(made),
        name=f"{report['kind']}-{report['from_day']}",
    )
