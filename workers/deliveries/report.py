"""A stored report as a mail: what matters in the mail itself, all of it in a sheet and a document beside it."""

import html
import json
from datetime import date, timedelta

from api.messages import Language
from api.reports.document import Document, Table
from api.reports.files import MEDIA_TYPES, pdf_bytes
from api.reports.printing import number, printed
from api.reports.service import lay_out_stored
from api.reports.tabulate import figure_cell
from api.reports.words import words
from api.reports.xlsx_report import xlsx_bytes
from workers.deliveries.compose import SETTINGS_PATH
from workers.deliveries.delivery import Delivery
from workers.deliveries.message import Attachment, Item, Message, Section

HEADLINES = ("sales", "deals_won", "leads", "conversion", "sla", "active_minutes")
# Of the table of managers: name, leads, conversion, won, sales. More does not fit a telephone.
SHOWN = (0, 1, 5, 6, 9)
TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:13px">{}</table>'
TH = '<th align="{}" style="padding:6px 4px;border-bottom:1px solid #c9cbd6;color:#6b6c78;font-weight:500;font-size:12px">{}</th>'
TD = '<td align="{}" style="padding:7px 4px;border-bottom:1px solid #e6e6ec;{}">{}</td>'


def report_message(delivery: Delivery, document: str, public_url: str) -> Message:
    """The mail of a report in its reader's language, with two files."""
    language: Language = delivery.locale if delivery.locale in ("uk", "en") else "ru"  # type: ignore[assignment]
    report = json.loads(document)
    said = words(language)
    laid = lay_out_stored(report, language, company=delivery.company)
    last = date.fromisoformat(report["to_day"]) - timedelta(days=1)
    link = f"{public_url}/reports?tab=ready&report={report['id']}&from={report['from_day']}&to={last}"
    return Message(
        locale=delivery.locale,
        title=laid.title,
        lines=(*laid.lines, said["mail_files"]),
        link=link,
        button=said["open"],
        footer=said["footer"],
        footer_link=public_url + SETTINGS_PATH,
        sections=(Section("", _headlines(report, laid, language, link)),),
        html=_table(laid, laid.tables[0]) if len(laid.tables[0].rows) > 1 else "",
        attachments=tuple(
            Attachment(f"{laid.name}.{kind}", MEDIA_TYPES[kind], write(laid))  # type: ignore[index]
            for kind, write in (("xlsx", xlsx_bytes), ("pdf", pdf_bytes))
        ),
    )


def _headlines(report: dict[str, object], laid: Document, language: Language, link: str) -> tuple[Item, ...]:
    said = words(language)
    total = report["managers"]["total"]  # type: ignore[index]
    items = []
    for key in HEADLINES:
        now, before = total["figures"][key], total["before"][key]
        text = f"{said['figure'][key]}: {printed(figure_cell(now), laid.currency, language)}"
        change = _change(now, before, language)
        items.append(
            Item(text, said["to_before"][report["kind"]].format(change=change) if change else "", link)
        )
    return tuple(items)


def _change(now: dict[str, object], before: dict[str, object], language: Language) -> str:
    """As the page has it: nothing while leads may still buy or there is nothing to compare with."""
    value, was = now["value"], before["value"]
    if not isinstance(value, int | float) or not isinstance(was, int | float) or now["unripe"]:
        return ""
    if now["unit"] in ("share", "ratio"):
        points = (value - was) * 100
        sign = "+" if points > 0 else ""
        return (
            str(words(language)["points"]).format(amount=sign + number(points, language, 1)) if points else ""
        )
    if was <= 0 or value == was:
        return ""
    share = (value - was) / was * 100
    return f"{'+' if share > 0 else ''}{number(share, language, 1 if abs(share) < 10 else 0)}\u00a0%"


def _table(laid: Document, table: Table) -> str:
    """The managers by rows, a few figures each: plain cells that any mail program shows alike."""

    def line(cells: list[str], shape: str, style: str | None = None) -> str:
        sides = ["left" if place == 0 else "right" for place in range(len(cells))]
        if style is None:
            return f"<tr>{''.join(shape.format(side, cell) for side, cell in zip(sides, cells, strict=True))}</tr>"
        return f"<tr>{''.join(shape.format(side, style, cell) for side, cell in zip(sides, cells, strict=True))}</tr>"

    rows = [line([html.escape(table.headers[place]) for place in SHOWN], TH)]
    for cells in table.all_rows:
        texts = [html.escape(printed(cells[place], laid.currency, laid.language)) for place in SHOWN]
        rows.append(line(texts, TD, "font-weight:600" if cells is table.total else ""))
    return TABLE.format("".join(rows))
