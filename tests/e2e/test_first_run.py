"""An installation that nobody has set up yet: it asks once, and once only. Story 10, for it runs in an environment of its own."""

import os
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.installation import ROOT, Installation
from tests.e2e.person import Person
from tests.e2e.ringline import CALLER, KEY, Ringline, environment_with
from tests.e2e.test_every_page import settle, violations
from tests.support.processes import serving

EMAIL, PASSWORD = "first@romashka.example", "a-first-password-1"
COMPANY = {"company_name": "Ромашка", "time_zone": "Europe/Kyiv", "currency": "UAH", "phone_region": "UA", "locale": "ru"}  # fmt: skip


@pytest.fixture(scope="module")
def ringline() -> Iterator[Ringline]:
    vendor = Ringline()
    with serving(vendor.app):
        yield vendor


@pytest.fixture(scope="module")
def empty(ringline: Ringline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`./smena up` with fresh data and no demo, where somebody has installed a package."""
    place = tmp_path_factory.mktemp("first-run")
    python = environment_with(ROOT / "examples" / "ringline", place / "environment")
    with pytest.MonkeyPatch.context() as environment:
        environment.setitem(os.environ, "RINGLINE_API_BASE", ringline.url)
        with Installation(place / "data", python=python) as running:
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
    page.get_by_label("Электронная почта").fill(EMAIL)
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
    assert set_up(empty, "other@example.com") == 409


def set_up(empty: Installation, email: str) -> int:
    """Without a browser; the status."""
    first = {**COMPANY, "full_name": "Ирина Первая", "email": email, "password": PASSWORD}
    return httpx.post(f"{empty.url}/api/v1/setup", json=first, timeout=15).status_code


def test_story_10_a_source_from_a_package_is_connected_and_its_call_is_a_lead(
    empty: Installation, contexts: Callable[..., BrowserContext], ringline: Ringline
) -> None:
    set_up(empty, EMAIL)  # by the test before this one, as a rule
    head = Person(contexts().new_page(), empty.url)
    head.sign_in(EMAIL, PASSWORD)
    page = head.page
    page.goto(f"{empty.url}/sources")
    page.get_by_role("button", name="Добавить канал").first.click()
    gallery = page.get_by_role("dialog", name="Откуда ещё приходят клиенты?")
    expect(gallery.get_by_text("Заявки из установленного пакета «ringline».")).to_be_visible()
    gallery.get_by_role("button", name="Подключить: ringline").click()

    sheet = page.get_by_role("dialog", name="ringline")
    expect(sheet.locator("li", has_text="Ключи").last).to_contain_text("Предстоит")
    sheet.get_by_label("Ключ API").fill("опечатка")
    sheet.get_by_role("button", name="Подключить", exact=True).click()
    expect(sheet.get_by_text("Канал не принял эти ключи")).to_be_visible()
    sheet.get_by_label("Ключ API").fill(KEY)
    sheet.get_by_role("button", name="Подключить", exact=True).click()
    expect(sheet.get_by_text("Майстерня").first).to_be_visible()
    settle(page)
    assert violations(page) == []

    page.goto(f"{empty.url}/clients")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ringline.call()
    # Nobody reloads.
    expect(page.get_by_role("row").filter(has_text=CALLER)).to_contain_text("ringline")
