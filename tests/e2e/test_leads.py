"""Story 6: a visitor leaves a request on the company's site, and the manager sees it by himself."""

import re
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation

RUN = int(time.time()) % 100_000


@pytest.fixture
def only_dmytro(smena: Installation) -> Iterator[None]:
    """The site's leads go to one manager while a test looks over his shoulder."""
    with Caller(smena, "admin") as head:
        dmytro = next(
            member["id"] for member in head.get("/team")["items"] if member["email"].startswith("dmytro")
        )
        change(head, {"assignment_rule": "fixed", "fixed_manager_id": dmytro})
        yield
        change(head, {"assignment_rule": "on_shift", "fixed_manager_id": None})


def change(head: Caller, body: dict[str, object]) -> None:
    site = next(source for source in head.get("/lead-sources")["items"] if source["channel"] == "site")
    head.patch(f"/lead-sources/{site['id']}", site["version"], body)


def ask_for_a_call(visitor: Page, smena: Installation, *, name: str, phone: str) -> None:
    """The plain form of the company's page, filled and sent."""
    visitor.goto(smena.site_url)
    form = visitor.get_by_role("form", name="Вызвать замерщика")
    form.get_by_label("Как к вам обращаться").fill(name)
    form.get_by_label("Телефон").fill(phone)
    form.get_by_role("checkbox").check()
    visitor.wait_for_timeout(2500)  # a person needs a moment; a form filled at once is doubted
    form.get_by_role("button", name="Жду звонка").click()
    expect(visitor).to_have_url(re.compile("/spasibo"))


def test_the_plain_form_reaches_the_manager_live(
    smena: Installation,
    at_work: Callable[..., Page],
    contexts: Callable[..., BrowserContext],
    only_dmytro: None,
) -> None:
    manager = at_work("dmytro")
    manager.goto(f"{smena.url}/clients")
    expect(manager.get_by_role("heading", level=1)).to_be_visible()
    ask_for_a_call(contexts().new_page(), smena, name="Пантелеймон Живой", phone="067 555-12-34")
    # Nobody reloads: the list and the bell hear of it by themselves.
    expect(manager.get_by_text("Пантелеймон Живой").first).to_be_visible()
    with Caller(smena, "dmytro") as caller:
        found = caller.get("/clients?q=Пантелеймон")["items"]
        assert [client["phone"] for client in found] == ["+380675551234"]
        assert found[0]["source"]["channel"] == "site"
        assert any(notice["client_id"] == found[0]["id"] for notice in caller.get("/notifications")["items"])


def test_without_a_stream_the_lead_comes_by_asking(
    smena: Installation,
    at_work: Callable[..., Page],
    contexts: Callable[..., BrowserContext],
    only_dmytro: None,
) -> None:
    managers: list[tuple[Page, list[Route]]] = []
    for is_refused in (True, False):  # else the answer never comes, as through a proxy that collects it first
        manager, attempts = at_work("dmytro"), []
        manager.context.route(re.compile("/api/v1/live$"), partial(withhold, attempts, is_refused))
        manager.goto(f"{smena.url}/clients")
        expect(manager.get_by_role("heading", level=1)).to_be_visible()
        managers.append((manager, attempts))
    name = f"Евстафий {RUN}"
    ask_for_a_call(contexts().new_page(), smena, name=name, phone=f"067 {RUN:05}07")
    for manager, attempts in managers:
        # Three attempts at the stream, then a question every quarter of a minute.
        expect(manager.get_by_text(name).first).to_be_visible(timeout=60_000)
        assert len(attempts) >= 3


def withhold(attempts: list[Route], is_refused: bool, route: Route) -> None:
    """What comes between a page and its stream."""
    attempts.append(route)
    if is_refused:
        route.abort()


def test_the_widget_too_and_a_second_request_joins_the_client(
    smena: Installation, contexts: Callable[..., BrowserContext], only_dmytro: None
) -> None:
    visitor = contexts(phone=True).new_page()
    visitor.goto(f"{smena.site_url}/?utm_source=instagram&utm_campaign=autumn")
    for message in ("Сколько стоит кухня?", "И ещё шкаф, пожалуйста"):
        visitor.goto(f"{smena.site_url}/?utm_source=instagram&utm_campaign=autumn")
        widget = visitor.locator("#widget")
        widget.get_by_label(re.compile("Имя|обращаться")).fill("Агафья Виджет")
        widget.get_by_label(re.compile("Телефон")).fill("+380 67 555 77 88")
        widget.get_by_label(re.compile("Сообщение|Вопрос|Комментарий")).fill(message)
        widget.get_by_role("checkbox").check()
        visitor.wait_for_timeout(2500)
        widget.get_by_role("button", name="Отправить вопрос").click()
        expect(
            widget.get_by_text(re.compile("Спасибо|получили|свяжемся", re.IGNORECASE)).first
        ).to_be_visible()
    with Caller(smena, "dmytro") as caller:
        for _ in range(50):
            found = caller.get("/clients?q=Агафья")["items"]
            texts = [
                entry["interaction"]["body"] if "interaction" in entry else str(entry)
                for client in found
                for entry in caller.get(f"/clients/{client['id']}/timeline")["items"]
            ]
            if any("шкаф" in text for text in texts):
                break
            visitor.wait_for_timeout(200)
        assert len(found) == 1, "one phone, one client"
        assert any("кухня" in text for text in texts)
        card = caller.get(f"/clients/{found[0]['id']}")
        assert card["client"]["first_touch"]["utm_source"] == "instagram"
