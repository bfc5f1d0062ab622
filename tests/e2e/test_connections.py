"""A channel is connected with a key, in the browser: its message comes in live, its key is lost and given again. Telegram is simulated."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from simulator.telegram import TOKEN
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.test_every_page import settle, violations


@pytest.fixture
def vendor(smena: Installation) -> Iterator[httpx.Client]:
    """The simulated @BotFather; he gives the key back in the end."""
    with httpx.Client(
        base_url=f"{smena.keys().simulator_url}/_sim/telegram/smena_test_bot", timeout=30
    ) as http:
        yield http
        http.post("/token", json={"revoked": False}).raise_for_status()


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    """Whatever bot was connected is let go, before and after: there is one."""
    with Caller(smena, "admin") as caller:
        let_go(caller)
        yield caller
        let_go(caller)


def let_go(head: Caller) -> None:
    for source in head.get("/lead-sources?channel=telegram")["items"]:
        if source["account_name"] and source["state"] != "disconnected":
            head.post_empty(f"/lead-sources/{source['id']}/disconnect")


def test_a_bot_is_connected_writes_is_lost_and_mended(
    smena: Installation, at_work: Callable[..., Page], vendor: httpx.Client, head: Caller
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/sources")
    page.get_by_role("button", name="Добавить канал").click()
    gallery = page.get_by_role("dialog", name="Откуда ещё приходят клиенты?")
    expect(gallery.get_by_text("Клиенты пишут боту компании")).to_be_visible()
    assert violations(page) == []
    gallery.get_by_role("button", name="Подключить: Telegram").click()

    sheet = page.get_by_role("dialog", name=re.compile("^Telegram"))
    expect(sheet.get_by_text("@BotFather", exact=False).first).to_be_visible()
    expect(sheet.locator("li", has_text="Ключи").last).to_contain_text("Предстоит")
    sheet.get_by_label("Токен бота").fill("опечатка")
    sheet.get_by_role("button", name="Подключить", exact=True).click()
    expect(sheet.get_by_text("Этот ключ не подходит")).to_be_visible()
    expect(sheet.get_by_label("Токен бота")).to_have_value("опечатка")
    sheet.get_by_label("Токен бота").fill(TOKEN)
    sheet.get_by_role("button", name="Подключить", exact=True).click()
    expect(sheet.get_by_text("@smena_test_bot").first).to_be_visible()

    sheet.get_by_role("button", name="Проверочное сообщение").click()
    came = sheet.get_by_role("list", name="Журнал событий").get_by_role("listitem").first
    expect(came).to_contain_text("Принято")
    expect(came.get_by_role("link", name="Открыть клиента")).to_be_visible()
    settle(page)
    assert violations(page) == []

    # The key is revoked; a look says so, the card is red and has the one button that mends it.
    vendor.post("/token", json={}).raise_for_status()
    sheet.get_by_role("button", name="Проверить сейчас").click()
    expect(sheet.get_by_text("Telegram закрыл доступ")).to_be_visible()
    page.keyboard.press("Escape")
    card = page.locator("li", has=page.get_by_role("link", name=re.compile("^Telegram"))).filter(
        has_text="@smena_test_bot"
    )
    expect(card).to_contain_text("Доступ закрыт")
    vendor.post("/token", json={"revoked": False}).raise_for_status()
    card.get_by_role("link", name="Ввести новый ключ").click()
    assert TOKEN not in page.content()
    sheet.get_by_label("Токен бота").fill(TOKEN)
    sheet.get_by_role("button", name="Сменить ключи").click()
    expect(sheet.get_by_text("Telegram закрыл доступ")).to_have_count(0)
    expect(card).to_contain_text("Работает")
