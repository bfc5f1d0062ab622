"""An installation that nobody has set up yet: it asks once, and once only."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.installation import Installation

PASSWORD = "a-first-password-1"


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`./smena up` with fresh data and no demo."""
    with Installation(tmp_path_factory.mktemp("first-run") / "data") as running:
        yield running


def stages_are_the_companys_own(page: Page, empty: Installation) -> None:
    """Order by keyboard, one more stage, one less: here, where no other test needs them."""
    page.goto(f"{empty.url}/settings?tab=stages")
    rows = page.get_by_role("row")
    rows.first.locator("[slot=drag]").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    expect(rows).to_contain_text(["В работе", "Предложение", "Новые", "Выиграны", "Проиграны"])
    page.get_by_role("button", name="Добавить").click()
    page.get_by_label("Название").fill("Замер")
    page.get_by_role("dialog").get_by_role("button", name="Добавить").click()
    page.get_by_role("button", name="Убрать этап: Предложение").click()
    page.get_by_role("button", name="Убрать этап", exact=True).click()
    expect(rows).to_contain_text(["В работе", "Новые", "Замер", "Выиграны", "Проиграны"])
    page.reload()
    expect(rows).to_contain_text(["В работе", "Новые", "Замер", "Выиграны", "Проиграны"])


def test_the_first_admin_names_the_company_and_is_in(
    empty: Installation, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts().new_page()
    page.goto(f"{empty.url}/clients")
    expect(page).to_have_url(f"{empty.url}/setup")
    expect(page.get_by_role("combobox", name="Часовой пояс")).to_have_value("Europe/Kyiv")
    page.get_by_label("Название").fill("Ромашка")
    page.get_by_label("Имя и фамилия").fill("Ирина Первая")
    page.get_by_label("Электронная почта").fill("first@romashka.example")
    page.get_by_label("Пароль", exact=True).fill("short")
    page.get_by_role("button", name="Начать работу").click()
    expect(page.get_by_text("Не меньше 10 символов").last).to_be_visible()
    page.reload()
    expect(page.get_by_label("Название")).to_have_value("Ромашка")
    expect(page.get_by_label("Пароль", exact=True)).to_have_value("")

    late = contexts().new_page()
    late.goto(f"{empty.url}/setup")
    late.get_by_label("Название").fill("Чужая")
    late.get_by_label("Имя и фамилия").fill("Опоздавший")
    late.get_by_label("Электронная почта").fill("late@example.com")
    late.get_by_label("Пароль", exact=True).fill(PASSWORD)

    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Начать работу").click()
    expect(page.get_by_text("Ирина Первая").first).to_be_visible()
    page.goto(f"{empty.url}/deals")
    for stage in ("Новые", "В работе", "Предложение", "Выиграны", "Проиграны"):
        expect(page.get_by_text(stage).filter(visible=True).first).to_be_visible()
    page.goto(f"{empty.url}/sources")
    expect(page.get_by_role("link", name="Сайт")).to_be_visible()

    stages_are_the_companys_own(page, empty)

    late.get_by_role("button", name="Начать работу").click()
    expect(late.get_by_text("Первая настройка уже выполнена")).to_be_visible()
    expect(late.get_by_label("Название")).to_have_value("Чужая")
    late.goto(f"{empty.url}/setup")
    expect(late).to_have_url(re.compile("/sign-in"))
    again = {
        "company_name": "Чужая", "time_zone": "Europe/Kyiv", "currency": "UAH", "phone_region": "UA", "locale": "ru",
        "full_name": "Чужой", "email": "other@example.com", "password": PASSWORD,
    }  # fmt: skip
    assert httpx.post(f"{empty.url}/api/v1/setup", json=again, timeout=15).status_code == 409
