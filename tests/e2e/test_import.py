"""A file as people have them becomes clients, and what does not comes back with reasons."""

import csv
import io
import re
import time
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook, load_workbook
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.installation import Installation

RUN = int(time.time()) % 100_000
MARK = f"Завоз{RUN}"
# Windows-1251, semicolons, a quoted line break, a formula, a double within the file, a broken phone, an empty line.
NASTY = "\r\n".join(
    [
        "ФИО;Моб. телефон;Эл. почта;Примечание;Что-то",
        f'{MARK} Первая;050 {RUN:05}01;one{RUN}@example.com;"Две\nстроки; и точка с запятой";x',
        f"{MARK} Вторая;+38 (050) {RUN:05}-02;;=1+1;",
        f"{MARK} Двойная;050{RUN:05}01;;;",
        f"{MARK} Кривая;12;;;",
        ";;;;",
    ]
)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def nasty() -> FilePayload:
    return {"name": "Клиенты (новые).csv", "mimeType": "text/csv", "buffer": NASTY.encode("cp1251")}


def test_a_nasty_file_from_drop_to_errors_and_back(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/clients")
    page.get_by_role("button", name="Импорт и выгрузка").click()
    page.get_by_role("menuitem", name="Загрузить из файла").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(files=[nasty()])

    expect(page).to_have_url(re.compile("id="))
    expect(page.get_by_role("button", name=re.compile("Что в столбце «ФИО»"))).to_contain_text("Имя")
    expect(page.get_by_role("button", name=re.compile("«Моб. телефон»"))).to_contain_text("Телефон")
    expect(page.get_by_text(f"{MARK} Первая").last).to_be_visible()
    page.get_by_role("button", name=re.compile("«Что-то»")).click()
    page.get_by_role("option", name="Город").click()

    # Leaving loses nothing: the file and the choice wait.
    page.goto(f"{smena.url}/import")
    page.get_by_role("link", name=re.compile("Клиенты")).filter(has_text="Ждёт вас").first.click()
    expect(page.get_by_role("button", name=re.compile("«Что-то»"))).to_contain_text("Город")

    page.get_by_role("button", name=re.compile("^Загрузить")).click()
    expect(page.get_by_role("heading", name="Загрузка завершена")).to_be_visible()
    expect(page.locator("dl div").filter(has_text="Новых")).to_contain_text("2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать строки с причинами").click()
    text = download.value.path().read_text("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert {name for row in table for name in row if name.startswith(MARK)} == {
        f"{MARK} Двойная",
        f"{MARK} Кривая",
    }

    page.get_by_role("link", name="К клиентам").click()
    page.get_by_role("searchbox", name="Имя, телефон, почта").fill(MARK)
    rows = page.get_by_role("table", name="Клиенты").locator("tbody tr")
    expect(rows).to_have_count(2)
    page.go_back()


def workbook() -> FilePayload:
    """As Excel keeps a list: a title over the header, numbers as numbers, a date, a formula, a second sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "База"
    for row in (
        ["Ім'я", "Телефон", "E-mail", "Компанія", "Нотатка", "З нами з"],
        [
            f"{MARK} Ґудзик",
            380671000000 + RUN,
            f"book{RUN}@example.com",
            "ТОВ «Їжак»",
            "сума 1 500 ₴",
            date(2026, 3, 8),
        ],
        [f"{MARK} Ще один", f"067 2{RUN:06}", None, None, "=2+2", None],
        [f"{MARK} Биття", "немає", None, None, None, None],
    ):
        sheet.append(row)
    book.create_sheet("Інше").append(["не", "це"])
    bytes_of_it = io.BytesIO()
    book.save(bytes_of_it)
    return {"name": "База клієнтів.xlsx", "mimeType": XLSX, "buffer": bytes_of_it.getvalue()}


def test_a_workbook_from_drop_to_errors_and_export(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/import")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(files=[workbook()])

    expect(page).to_have_url(re.compile("id="))
    expect(page.get_by_role("button", name=re.compile("«Ім'я»"))).to_contain_text("Имя")
    expect(page.get_by_role("button", name=re.compile("«Телефон»"))).to_contain_text("Телефон")
    expect(page.get_by_role("button", name=re.compile("«Компанія»"))).to_contain_text("Компания")
    expect(page.get_by_text(f"{MARK} Ґудзик").last).to_be_visible()
    page.get_by_role("button", name=re.compile("^Загрузить")).click()
    expect(page.get_by_role("heading", name="Загрузка завершена")).to_be_visible()
    expect(page.locator("dl div").filter(has_text="Новых")).to_contain_text("2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать строки с причинами").click()
    assert f"{MARK} Биття" in download.value.path().read_text("utf-8-sig")

    page.get_by_role("link", name="К клиентам").click()
    page.get_by_role("searchbox", name="Имя, телефон, почта").fill(f"{MARK} Ґудзик")
    rows = page.get_by_role("table", name="Клиенты").locator("tbody tr")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Импорт и выгрузка").click()
    with page.expect_download() as exported:
        page.get_by_role("menuitem", name=re.compile("Excel")).click()
    table = load_workbook(io.BytesIO(exported.value.path().read_bytes())).active
    assert table is not None
    cells = {str(cell) for row in table.iter_rows(values_only=True) for cell in row}
    assert {f"{MARK} Ґудзик", f"book{RUN}@example.com", "ТОВ «Їжак»"} <= cells


def test_an_import_is_taken_back(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/import")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Выбрать файл").click()
    text = f"Имя,Телефон\r\n{MARK} Отмена,050{RUN:05}09\r\n"
    chooser.value.set_files(files=[{"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()}])
    page.get_by_role("button", name=re.compile("^Загрузить 1 строку")).click()
    page.get_by_role("button", name="Отменить загрузку").click()
    expect(page.get_by_role("heading", name="Загрузка отменена")).to_be_visible()


def test_a_file_that_is_none_is_said(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/import")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(files=[{"name": "пусто.csv", "mimeType": "text/csv", "buffer": b""}])
    expect(page.get_by_role("main").get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(f"{smena.url}/import")
