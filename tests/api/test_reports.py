"""Reports as files: the figures of the page with real types, in the reader's language, without live formulas."""

import csv
import io
import json
import re
import zlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.messages import LANGUAGES
from api.reports.charts import day_charts
from api.reports.document import Cell, Document, Table
from api.reports.printing import printed
from api.reports.words import words
from tests.db.clockwork import device, kyiv
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

REPORTS = ("managers", "time", "sources", "origins", "funnel", "compare")


@pytest.fixture
async def sold(db: Base) -> None:
    """Anna has a client who calls himself a formula, and has sold to him."""
    await db.run("update public.profiles set full_name = '=1+1' where id = $1", ANNA.id)
    async with db.as_user(ANNA.id) as connection:
        client = await connection.fetchval("insert into public.clients (name) values ('=2+2') returning id")
        deal = await connection.fetchval(
            "insert into public.deals (client_id, title, amount_minor) values ($1, 'Deal', 1234550) returning id",
            client,
        )
        won = await connection.fetchval("select id from public.stages where key = 'won'")
        await connection.execute("select app.move_deal($1, $2)", deal, won)


def table_of(sheet: object) -> list[list[object]]:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]
    return rows[next(i for i, row in enumerate(rows) if row[1] is not None) :]


@pytest.mark.usefixtures("sold")
async def test_a_sheet_has_real_types_a_frozen_header_and_a_total(api: Api) -> None:
    answer = await api.as_(ADMIN).get(
        "/api/v1/reports/managers/export?format=xlsx&period=today", headers={"accept-language": "ru"}
    )
    assert answer.status_code == 200
    assert 'filename="managers-' in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    header, *rows = table_of(book.worksheets[0])
    by_name = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_name["=1+1"]["Продажи"] == 12345.5
    assert by_name["Итого"]["Продажи"] == 12345.5
    assert by_name["Итого"]["Лиды"] == sum(int(str(row[1])) for row in rows[:-1])
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert book.worksheets[0].freeze_panes is not None


@pytest.mark.usefixtures("sold")
async def test_durations_are_times_and_shares_are_shares(api: Api) -> None:
    answer = await api.as_(ADMIN).get("/api/v1/reports/time/export?format=xlsx&period=today")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row}
    assert {"[h]:mm"} <= formats
    values = [v for row in table_of(sheet)[1:] for v in row[1:] if v is not None]
    assert all(isinstance(v, int | float | time | timedelta | datetime) for v in values)


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.usefixtures("sold")
async def test_every_report_in_every_language_and_kind(api: Api, report: str, language: str) -> None:
    for kind, magic in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF-")):
        answer = await api.as_(ADMIN).get(
            f"/api/v1/reports/{report}/export?format={kind}&period=month",
            headers={"accept-language": language},
        )
        assert answer.status_code == 200
        assert answer.content.startswith(magic)


def boxes(pdf: bytes) -> int:
    """How many filled rectangles are drawn."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return sum(zlib.decompress(text).count(b" re f") for text in streams if text[:1] == b"x")


def test_a_document_draws_its_days_and_a_table_stays_white() -> None:
    from api.reports.pdf_report import pdf_bytes

    table = Table("Менеджеры", ("Менеджер", "Лиды"), ((Cell("Анна"), Cell(3, "count")),))
    plain = Document("Менеджеры", "Ромашка", "UAH", "ru", (), (table,))
    days = [{"day": f"2026-03-{n:02}", "values": {"sales": n * 1_00, "active_minutes": 60, "presence_minutes": 90}} for n in range(1, 32)]  # fmt: skip
    charts = day_charts({"days": days}, "ru")
    assert [len(chart.bars) for chart in charts] == [31, 31]
    assert day_charts({"days": days[:1]}, "ru") == ()
    nothing = day_charts({"days": [{**day, "values": dict.fromkeys(day["values"], 0)} for day in days]}, "ru")  # type: ignore[call-overload]
    # Each bar, and the legend's two.
    assert boxes(pdf_bytes(replace(plain, charts=charts))) - boxes(pdf_bytes(plain)) == 31 + 31 + 2
    assert boxes(pdf_bytes(replace(plain, charts=nothing))) - boxes(pdf_bytes(plain)) == 2


async def test_of_one_day_everybodys_minutes_are_drawn(api: Api, db: Base) -> None:
    shift = await device(db)
    await shift.every_minute(kyiv("2026-03-02 09:00"), 40)
    path = "/api/v1/reports/time/export?format=pdf&period=custom&from=2026-03-02&to="
    drawn = [boxes((await api.as_(ADMIN).get(f"{path}2026-03-{end}")).content) for end in ("03", "04")]
    # The day itself, presence and activity, four in the legend, against two days' bars and the legend's two.
    assert drawn[0] - drawn[1] == (1 + 2 + 4) - (1 + 2)
    own = await api.as_(ANNA).get(f"{path}2026-03-03&manager={ANNA.id}")
    assert own.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("sold")
async def test_csv_says_numbers_as_the_language_writes_them(api: Api) -> None:
    path = "/api/v1/reports/managers/export?format=csv&period=today"
    russian = (await api.as_(ADMIN).get(path, headers={"accept-language": "ru"})).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(russian), delimiter=";"))
    assert [row[0] for row in rows if row and "1+1" in row[0]] == ["'=1+1"]
    assert any("12345,50" in row for row in rows)
    assert any("Europe/Kyiv" in cell for row in rows for cell in row)
    english = (await api.as_(ADMIN).get(path, headers={"accept-language": "en"})).content.decode("utf-8-sig")
    assert any("12345.50" in row for row in csv.reader(io.StringIO(english)))


@pytest.mark.usefixtures("sold")
async def test_a_file_by_origin_is_the_tree_of_the_page(api: Api, db: Base) -> None:
    source = await db.value("select id from public.lead_sources where channel = 'site'")
    word = '{"channel": "instagram", "type": "comment", "campaign": "осень"}'
    await db.run("update public.clients set source_id = $1, origin_decided = $2::text::jsonb", source, word)
    path = "/api/v1/reports/origins/export?format=csv&period=today"
    answer = await api.as_(ADMIN).get(path, headers={"accept-language": "ru"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    start = next(place for place, row in enumerate(rows) if row[:2] == ["Канал", "Тип"])
    tree = [row[:3] for row in rows[start + 1 :]]
    assert tree == [
        ["Instagram", "", ""],
        ["Instagram", "комментарий", ""],
        ["Instagram", "комментарий", "осень"],
        ["Итого", "", ""],
    ]
    assert {row[rows[start].index("Продажи")] for row in rows[start + 1 :]} == {"12345,50"}


def test_origins_are_called_as_on_the_screens() -> None:
    locales = Path(__file__).parents[2] / "frontend" / "src" / "shared" / "i18n" / "locales"
    for language in LANGUAGES:
        said = words(language)["origin"]
        seen = {
            name: json.loads((locales / language / f"{name}.json").read_text("utf-8"))
            for name in ("crm", "rules")
        }
        assert (said["channels"], said["types"]) == (seen["crm"]["channel"], seen["rules"]["type"]), language


async def test_a_file_is_sorted_as_the_page(api: Api, db: Base) -> None:
    async with db.as_user(BOHDAN.id) as connection:
        await connection.execute("insert into public.clients (name) values ('Лид')")
    for direction, place in (("desc", 0), ("asc", -1)):
        answer = await api.as_(ADMIN).get(
            f"/api/v1/reports/managers/export?format=xlsx&period=today&sort=leads&dir={direction}"
        )
        rows = table_of(load_workbook(io.BytesIO(answer.content)).worksheets[0])[1:-1]
        assert rows[place][0] == BOHDAN.full_name


async def test_a_manager_gets_his_own_file_and_nobody_elses(api: Api) -> None:
    path = "/api/v1/reports/managers/export?format=csv&period=month"
    assert (await api.as_(ANNA).get(path)).status_code == 403
    assert (await api.as_(ANNA).get(f"{path}&manager={BOHDAN.id}")).status_code == 404
    mine = await api.as_(ANNA).get(f"{path}&manager={ANNA.id}")
    assert mine.status_code == 200
    assert BOHDAN.full_name not in mine.text


def test_values_are_printed_as_people_read_them() -> None:
    def said(value: object, unit: str, language: str = "ru") -> str:
        return printed(Cell(value, unit), "UAH", language).replace("\u00a0", " ")  # type: ignore[arg-type]

    assert said(1234550, "money") == "12 345,50 ₴"
    assert said(1234500, "money", "en") == "12,345 ₴"
    assert said(0.0971, "share") == "9,7 %"
    assert said(455, "minutes") == "7 ч 35 мин"
    assert said(1_512_000, "seconds", "en") == "17.5 d"
    assert said(None, "share") == "—"
    assert (said(0, "minutes"), said(0, "seconds")) == ("0 мин", "0 с")
    assert printed(Cell(0.5, "share", is_bound=True), "UAH", "en") == "≥ 50.0%"


def test_an_empty_report_is_a_file_too() -> None:
    from api.reports.pdf_report import pdf_bytes
    from api.reports.xlsx_report import xlsx_bytes

    empty = Document(
        "Воронка", "Ромашка", "UAH", "ru", (str(date(2026, 1, 1)),), (Table("Воронка", ("Этап",), ()),)
    )
    assert pdf_bytes(empty).startswith(b"%PDF-")
    assert xlsx_bytes(empty).startswith(b"PK")
