"""Charts of a PDF as lines and rectangles: nothing that grows coarse on paper."""

import math

from fpdf import FPDF

from api.kit.money import exponent
from api.reports.charts import LAYERS
from api.reports.document import Cell, DayChart, Document, Strip
from api.reports.printing import printed
from api.reports.words import words

INK, MUTED, RULE, GROUND = (34, 35, 43), (107, 108, 120), (222, 223, 230), (240, 241, 246)
ACCENT, PALE, LINE = (79, 70, 200), (190, 187, 233), (138, 140, 155)
LOOKS = {"planned": RULE, "presence": PALE, "breaks": (240, 200, 130), "active": ACCENT}
HEIGHT, GAP, LEFT, FOOT = 40.0, 10.0, 17.0, 5.0
NAME, ENDS, ROW = 46.0, 24.0, 6.4


def draw_days(page: FPDF, document: Document, charts: tuple[DayChart, ...]) -> None:
    """Side by side over the width of the page."""
    width = (page.epw - GAP * (len(charts) - 1)) / len(charts)
    top = page.get_y() + 2
    for number, chart in enumerate(charts):
        _title(page, page.l_margin + number * (width + GAP), top, width, chart)
        _days(page, document, chart, page.l_margin + number * (width + GAP) + LEFT, top + 9, width - LEFT)
    page.set_xy(page.l_margin, top + 9 + HEIGHT + FOOT + 4)
    _done(page)


def draw_strips(page: FPDF, document: Document, strips: tuple[Strip, ...]) -> None:
    """A line for each person: his name, his day, and when it began and ended."""
    said = words(document.language)["strips"]
    _write(page, page.l_margin, page.get_y() + 2, page.epw, said["title"], bold=True, size=9.5)
    page.ln(8)
    width = page.epw - NAME - ENDS
    for strip in strips:
        if page.will_page_break(ROW + 5):
            page.add_page()
        top = page.get_y()
        _write(page, page.l_margin, top, NAME - 2, strip.name)
        _write(page, page.l_margin + NAME + width, top, ENDS, strip.words, align="R", color=MUTED)
        left, scale = page.l_margin + NAME, width / strip.minutes
        _box(page, left, top + 0.9, width, 3.2, GROUND)
        for first, last, layer in strip.runs:
            _box(page, left + first * scale, top + 0.9, max(0.15, (last - first) * scale), 3.2, LOOKS[layer])
        page.set_y(top + ROW)
    foot, minutes = page.get_y() - 1, strips[0].minutes
    for hour in range(0, 25, 3):
        # Clocks change in the small hours: a day of 23 or 25 hours goes on by the clock after them.
        at = hour * 60 + (minutes - 1_440 if hour > 3 else 0)
        middle = page.l_margin + NAME + width * at / minutes
        _write(page, middle - 5, foot, 10, str(hour), align="C", size=6.5, color=MUTED)
    page.set_xy(page.l_margin + page.c_margin, foot + 6)
    _legend(page, [(said[layer], LOOKS[layer]) for layer in reversed(LAYERS)])
    page.ln(8)
    _done(page)


def _done(page: FPDF) -> None:
    """A table takes a fill colour that somebody left for its own."""
    page.set_fill_color(page.DEFAULT_FILL_COLOR)


def _days(page: FPDF, document: Document, chart: DayChart, left: float, top: float, width: float) -> None:
    most = _round_top(max((*chart.bars, *chart.line, 0)), chart.unit, document.currency)
    page.set_line_width(0.15)
    for part in (0, 0.5, 1):
        level = top + HEIGHT * (1 - part)
        page.set_draw_color(*RULE)
        page.line(left, level, left + width, level)
        text = printed(Cell(most * part, chart.unit), document.currency, document.language) if part else "0"
        _write(page, left - LEFT, level - 2, LEFT - 1.5, text, align="R", size=6.5, color=MUTED)
    step = width / len(chart.bars)
    for number, value in enumerate(chart.bars):
        height = HEIGHT * max(value, 0) / most
        _box(page, left + step * number + step * 0.18, top + HEIGHT - height, step * 0.64, height, ACCENT)
    every = math.ceil(len(chart.days) / 11)
    for number in range(0, len(chart.days), every):
        middle = left + step * (number + 0.5)
        _write(page, middle - 7, top + HEIGHT + 0.8, 14, chart.days[number], align="C", size=6.5, color=MUTED)
    if chart.line:
        page.set_draw_color(*LINE)
        page.set_line_width(0.5)
        page.polyline(
            [
                (left + step * (n + 0.5), top + HEIGHT * (1 - value / most))
                for n, value in enumerate(chart.line)
            ]
        )


def _title(page: FPDF, left: float, top: float, width: float, chart: DayChart) -> None:
    _write(page, left, top, width, chart.title, bold=True, size=9.5)
    if chart.line:
        page.set_xy(left + page.get_string_width(chart.title) + 6, top)
        _legend(page, [(chart.bar_name, ACCENT), (chart.line_name, LINE)])


def _legend(page: FPDF, items: list[tuple[str, tuple[int, int, int]]]) -> None:
    page.set_font("Inter", size=7)
    for name, color in items:
        left, top = page.get_x(), page.get_y()
        _box(page, left, top + 1.6, 3.4, 1.6, color)
        _write(page, left + 4, top, page.get_string_width(name) + 6, name, size=7, color=MUTED)


def _round_top(most: float, unit: str, currency: str) -> float:
    """The next round value in what people count in, whose half is round, too."""
    base = 60 if unit == "minutes" else 10 ** exponent(currency)
    value = most / base
    if value <= 0:
        return float(base)
    size = 10 ** math.floor(math.log10(value))
    return float(next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= value) * base)


def _box(
    page: FPDF, left: float, top: float, width: float, height: float, color: tuple[int, int, int]
) -> None:
    if height > 0:
        page.set_fill_color(*color)
        page.rect(left, top, width, height, style="F")


def _write(
    page: FPDF, left: float, top: float, width: float, text: str, *,
    align: str = "L", size: float = 8, bold: bool = False, color: tuple[int, int, int] = INK,
) -> None:  # fmt: skip
    page.set_font("Inter", "B" if bold else "", size)
    page.set_text_color(*color)
    page.set_xy(left, top)
    page.cell(width, 5, text, align=align)
