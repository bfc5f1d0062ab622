"""Lead sources: the snippet, the rule, the key, what waits for a look."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


@pytest.fixture
def sources(smena: Installation, at_work: Callable[..., Page]) -> Page:
    page = at_work("admin")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{smena.url}/sources")
    return page


def add(page: Page) -> str:
    """A new site through the form; its name. Its sheet is open."""
    name = f"Лендинг {uuid4().hex[:6]}"
    page.get_by_role("button", name="Добавить канал").click()
    page.get_by_role("button", name="Ещё один: Сайт").click()
    form = page.get_by_role("dialog", name="Новый сайт")
    form.get_by_label("Название").fill(name)
    form.get_by_label("Адреса сайта").fill("https://shop.example")
    form.get_by_role("button", name="Добавить").click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    return name


def send(smena: Installation, key: str, origin: str, name: str) -> httpx.Response:
    """What a browser on that page would send."""
    body = {
        "site_key": key,
        "name": name,
        "phone": "067 123 45 67",
        "submission_id": uuid4().hex,
        "elapsed_ms": 9000,
    }
    url = f"{smena.keys().api_url}/api/v1/public/leads"
    return httpx.post(url, json=body, headers={"origin": origin}, timeout=15)


def test_the_snippet_is_copied_and_the_rule_changed(sources: Page, head: Caller) -> None:
    page = sources
    name = add(page)
    found = next(row for row in head.get("/lead-sources")["items"] if row["name"] == name)
    page.get_by_role("button", name="Скопировать код").first.click()
    expect(page.get_by_role("button", name="Скопировано")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f'data-site="{found["site_key"]}"' in copied and "widget.js" in copied
    page.get_by_role("radio", name="Простая форма").click()
    expect(page.get_by_text('name="_gotcha"')).to_be_visible()

    page.get_by_role("tab", name="Распределение").click()
    page.get_by_role("radio", name="Всегда одному менеджеру").click(force=True)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Выберите менеджера")).to_be_visible()
    page.get_by_role("combobox", name="Менеджер").fill("Ирина")
    page.get_by_role("option", name="Ирина Соколова").click()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено")).to_be_visible()
    changed = head.get(f"/lead-sources/{found['id']}")
    assert changed["assignment_rule"] == "fixed"
    page.keyboard.press("Escape")
    expect(page.locator("li", has_text=name)).to_contain_text("Ирина Соколова")


def test_a_lead_from_an_unknown_page_waits_and_is_let_in(
    sources: Page, smena: Installation, head: Caller
) -> None:
    page = sources
    name = add(page)
    found = next(row for row in head.get("/lead-sources")["items"] if row["name"] == name)
    client = f"Гость {uuid4().hex[:6]}"
    assert send(smena, found["site_key"], "https://stranger.example", client).status_code == 202
    page.get_by_role("tab", name="Заявки").click()
    waiting = page.locator("li", has_text=client)
    expect(waiting).to_contain_text("нет в списке адресов сайта")
    expect(waiting).to_contain_text("+380 67 123 45 67")
    waiting.get_by_role("button", name="Это заявка").click()
    expect(page.get_by_text("Заявка принята")).to_be_visible()
    page.get_by_role("radio", name="Все").click()
    expect(page.locator("li", has_text=client)).to_contain_text("Принято")
    page.get_by_role("link", name="Открыть клиента").click()
    expect(page.get_by_text(client).first).to_be_visible()


def test_a_test_lead_a_secret_and_a_pause(sources: Page, smena: Installation, head: Caller) -> None:
    page = sources
    name = add(page)
    found = next(row for row in head.get("/lead-sources")["items"] if row["name"] == name)
    page.get_by_role("button", name="Создать секрет").click()
    shown = page.get_by_role("dialog", name="Секрет для сервера")
    expect(shown.get_by_text("smsec_")).to_be_visible()
    shown.get_by_role("button", name="Скопировал").click()
    expect(page.get_by_text("smsec_")).to_have_count(0)
    expect(page.get_by_text("Посмотреть его снова нельзя")).to_be_visible()
    page.get_by_role("button", name="Отправить проверочную заявку").click()
    page.get_by_role("tab", name="Заявки").click()
    expect(page.get_by_text("Проверка связи").first).to_be_visible()
    page.get_by_role("switch", name="Принимать заявки").click(force=True)
    expect(page.get_by_text("сайт получает отказ")).to_be_visible()
    assert send(smena, found["site_key"], "https://shop.example", "Никто").status_code in (403, 404, 410)
    page.get_by_role("button", name=f"Действия: {name}").click()
    page.get_by_role("menuitem", name="Убрать источник").click()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
