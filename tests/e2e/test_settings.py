"""What an admin sets about working time, where he looks for it, and what everybody reads of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    """Puts back what a test has set."""
    with Caller(smena, "admin") as caller:
        company, office = caller.get("/company"), caller.get("/kpi/office-hours")
        yield caller
        now = caller.get("/company")
        caller.patch("/company", now["version"], {"idle_limit_minutes": company["idle_limit_minutes"]})
        caller.put("/kpi/office-hours", office)


def test_the_rules_of_measuring_are_set_with_working_time_and_told_to_everybody(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    page, manager = at_work("admin"), at_work("anna")
    page.goto(f"{smena.url}/settings")
    page.get_by_role("tab", name="Рабочее время").click()
    limit = page.get_by_role("textbox", name="Предел простоя, минут")
    limit.fill("7")
    limit.press("Tab")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("button", name="Сохранить")).to_have_count(0)
    assert head.get("/company")["idle_limit_minutes"] == 7
    company = head.get("/company")
    manager.goto(f"{smena.url}/profile/time")
    for words in (
        "Пауза до 7 минут считается работой.",
        f"Если вас не видно дольше {company['shift_grace_minutes']} минут",
        f"Минуты хранятся {company['retention_months']} месяцев",
    ):
        expect(manager.get_by_text(words)).to_be_visible()


def test_office_hours_are_read_at_a_glance_and_changed_on_request(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/settings?tab=time")
    panel = page.locator("section").filter(has_text="Часы работы компании")
    expect(panel.get_by_text("09:00 – 19:00").first).to_be_visible()
    panel.get_by_role("button", name="Изменить").click()
    panel.get_by_text("суббота", exact=True).click()
    panel.get_by_role("button", name="Сохранить").click()
    expect(panel.get_by_role("button", name="Изменить")).to_be_visible()
    assert 6 in {row["weekday"] for row in head.get("/kpi/office-hours")["items"]}
    expect(panel.get_by_text("09:00 – 19:00")).to_have_count(6)
