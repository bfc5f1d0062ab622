"""A stored report beside what the facts say now."""

from typing import Any
from uuid import UUID

from api.db.transaction import Transaction
from api.kpi.queries import Asked
from api.messages import Language
from api.reports import queries
from api.reports.changes import changes
from api.reports.charts import day_charts
from api.reports.document import Document
from api.reports.laying import days, lines
from api.reports.tabulate import tables
from api.reports.words import words


def asked_of(from_day: Any, to_day: Any, manager: UUID | None) -> Asked:
    """The question that a stored report answers."""
    return Asked("custom", from_day, to_day, manager, False)


async def with_moved(tx: Transaction, report: dict[str, Any], question: Asked) -> dict[str, Any]:
    """The report and what has moved since."""
    return {**report, "moved": changes(report, await queries.answers(tx, question))}


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
        charts=day_charts(report["days"], language),
        name=f"{report['kind']}-{report['from_day']}",
    )
