"""A report as PDF: text as text in a font that has every letter we write, the heading on each page, pages numbered."""

from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import FontFace

from api.reports.document import Cell, Document, Table
from api.reports.pdf_charts import draw_days, draw_strips
from api.reports.printing import printed
from api.reports.words import words

FONTS = Path(__file__).parent / "fonts"
INK, MUTED, RULE, GROUND = (34, 35, 43), (107, 108, 120), (222, 223, 230), (245, 246, 250)
MARGIN = 14


class _Page(FPDF):
    """A4 across, with the foot on every page."""

    def __init__(self, document: Document) -> None:
        super().__init__(orientation="landscape", format="A4")
        self._document = document
        self.set_title(f"{document.title} · {document.company}")
        self.set_lang(document.language)
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, 16)
        self.add_font("Inter", "", FONTS / "Inter-Regular.ttf")
        self.add_font("Inter", "B", FONTS / "Inter-SemiBold.ttf")

    def footer(self) -> None:
        """Company and report left, the number of the page right."""
        self.set_y(-12)
        self.set_font("Inter", size=7.5)
        self.set_text_color(*MUTED)
        page = words(self._document.language)["page"].format(number=self.page_no())
        self.cell(self.epw / 2, 5, f"{self._document.company} · {self._document.title}")
        self.cell(self.epw / 2, 5, page, align=Align.R)


def pdf_bytes(document: Document) -> bytes:
    """The whole file."""
    page = _Page(document)
    page.add_page()
    _heading(page, document)
    if document.charts:
        draw_days(page, document, document.charts)
    if document.strips:
        draw_strips(page, document, document.strips)
    for number, table in enumerate(document.tables):
        if number or len(document.tables) > 1:
            _subtitle(page, table)
        if table.all_rows:
            _table(page, document, table)
    return bytes(page.output())


def _heading(page: FPDF, document: Document) -> None:
    page.set_text_color(*MUTED)
    page.set_font("Inter", size=9)
    page.cell(0, 5, document.company, new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*INK)
    page.set_font("Inter", "B", 17)
    page.cell(0, 10, document.title, new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*MUTED)
    page.set_font("Inter", size=8.5)
    for line in document.lines:
        page.cell(0, 4.6, line, new_x="LMARGIN", new_y="NEXT")
    page.ln(3)


def _subtitle(page: FPDF, table: Table) -> None:
    # Never alone at the foot of a page.
    if page.will_page_break(36):
        page.add_page()
    page.ln(2)
    page.set_text_color(*INK)
    page.set_font("Inter", "B", 11)
    page.cell(0, 8, table.title, new_x="LMARGIN", new_y="NEXT")


def _table(page: FPDF, document: Document, table: Table) -> None:
    page.set_font("Inter", size=8)
    page.set_text_color(*INK)
    page.set_draw_color(*RULE)
    columns = len(table.headers)
    width = page.epw if columns > 3 else page.epw * 0.4
    with page.table(
        width=width,
        align="LEFT",
        col_widths=(2.2, *(1.6 for _ in range(table.names - 1)), *(1 for _ in range(columns - table.names))),
        text_align=(*("LEFT" for _ in range(table.names)), *("RIGHT" for _ in range(columns - table.names))),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", color=MUTED, fill_color=GROUND, size_pt=7),
        line_height=4.6,
        padding=1.1,
    ) as body:
        body.row(table.headers)
        for cells in table.all_rows:
            style = FontFace(emphasis="BOLD") if cells is table.total else None
            body.row([_text(cell, document) for cell in cells], style=style)


def _text(cell: Cell, document: Document) -> str:
    """As everywhere, with a word for the one sign that the font has not."""
    at_least = words(document.language)["at_least"]
    return printed(cell, document.currency, document.language).replace("≥", at_least)
