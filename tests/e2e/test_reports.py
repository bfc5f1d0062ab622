"""Story 4: figures per manager for any period with the rows behind each, and their files."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.reports.words import words
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


def named(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Rows of managers by name."""
    return {row["manager"]["full_name"]: row for row in report["managers"] if row["manager"]}


@pytest.mark.parametrize("period", ["month", "last_week"])
def test_story_4_figures_per_manager_and_the_rows_behind_each(
    smena: Installation, at_work: Callable[..., Page], head: Caller, period: str
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/reports?period={period}")
    report = head.get(f"/kpi/managers?period={period}")
    table = page.get_by_role("table", name="Менеджеры")
    expect(table).to_be_visible()
    expect(page.get_by_text("по времени Europe/Kyiv")).to_be_visible()
    name, row = max(named(report).items(), key=lambda item: item[1]["figures"]["deals_won"]["value"])
    line = table.locator("tr", has_text=name)
    for metric, label in (("leads", "Лиды"), ("deals_won", "Выиграно")):
        value = row["figures"][metric]["value"]
        line.get_by_role("button", name=re.compile(f"^{label}: {value}")).click()
        sheet = page.get_by_role("dialog")
        expect(sheet.get_by_text(re.compile(rf"^{value} стро"))).to_be_visible()
        expect(sheet.locator("time")).to_have_count(min(value, 50))
        expect(page).to_have_url(re.compile(f"rows={metric}"))
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
    page.reload()
    expect(page).to_have_url(re.compile(f"period={period}"))
    expect(line.get_by_role("button", name=re.compile("^Лиды:"))).to_have_text(
        str(row["figures"]["leads"]["value"])
    )


def test_a_manager_sees_his_own_alone(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/reports")
    table = page.get_by_role("table", name="Менеджеры")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(table).to_contain_text("Анна")
    expect(page.get_by_text("Богдан")).to_have_count(0)


@pytest.mark.parametrize("kind", ["XLSX", "PDF", "CSV"])
def test_a_report_is_saved_as_it_is_seen(
    smena: Installation, at_work: Callable[..., Page], kind: str
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/reports?tab=sources&sort=leads&dir=asc")
    page.get_by_role("button", name="Скачать").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name=re.compile(kind)).click()
    assert re.fullmatch(
        rf"sources-\d{{4}}-\d\d-\d\d-\d{{4}}-\d\d-\d\d\.{kind.lower()}", saved.value.suggested_filename
    )


def test_reasons_of_loss_and_the_period_before_open_their_rows(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    page = at_work("admin")
    sheet = page.get_by_role("dialog")
    reason = head.get("/kpi/funnel?period=last_month")["lost_reasons"][0]
    page.goto(f"{smena.url}/reports?tab=funnel&period=last_month")
    said = words("ru")["reasons"][reason["reason"]]
    page.get_by_role("button", name=f"{said}: {reason['deals']}").click()
    expect(sheet.get_by_text(re.compile(rf"^{reason['deals']} стро"))).to_be_visible()
    expect(sheet.get_by_text(said, exact=True)).to_be_visible()
    page.reload()
    expect(sheet.locator("time")).to_have_count(min(reason["deals"], 50))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("reason="))

    before = head.get("/kpi/compare?period=last_month")["figures"]["deals_won"]["before"]["value"]
    page.goto(f"{smena.url}/reports?tab=compare&period=last_month")
    page.get_by_role("button", name=re.compile(f"^Выиграно: {before}$")).last.click()
    expect(sheet.get_by_text(re.compile(rf"^{before} стро"))).to_be_visible()
