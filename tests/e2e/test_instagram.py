"""Story 2: a comment on Instagram becomes a lead by itself, is its manager's, and is answered from the card. Instagram is simulated."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cdn import picture
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.test_every_page import settle, violations

SHOP, STUDIO = "simulated_shop", "simulated_studio"
REPLY = "Ваш ответ клиенту"


class Simulated:
    """What people do on the simulated Instagram, and what it has."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def act(self, act: str, **order: object) -> Any:
        return self._http.post(f"/_sim/instagram/{SHOP}/{act}", json=order).raise_for_status().json()

    def has(self) -> str:
        return self._http.get("/_sim/instagram").raise_for_status().text

    def consent(self, address: str) -> str:
        """Allows everything on the consent page at `address`; where the browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = {**asked, "decision": "allow", "account": SHOP, "granted": asked["scope"].split(",")}
        answer = self._http.post("/www.instagram.com/oauth/authorize", data=form)
        assert answer.status_code == 302, answer.text
        return urldefrag(answer.headers["location"]).url


@pytest.fixture(scope="module")
def vendor(smena: Installation) -> Iterator[Simulated]:
    with httpx.Client(base_url=smena.keys().simulator_url, timeout=30) as http:
        yield Simulated(http)


@pytest.fixture(scope="module")
def head(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


@pytest.fixture(scope="module")
def shop(vendor: Simulated, head: Caller) -> dict[str, Any]:
    """A connected account whose leads are all Anna's."""
    anna = next(one for one in head.get("/team")["items"] if one["full_name"] == "Анна Коваленко")
    rule = {"assignment_rule": "fixed", "fixed_manager_id": anna["id"]}
    name = f"Магазин {uuid4().hex[:6]}"
    made = head.post("/lead-sources", {"channel": "instagram", "name": name, **rule})
    page = head.post(f"/lead-sources/{made['id']}/connect")["url"]
    assert httpx.get(vendor.consent(page)).status_code == 303
    found: dict[str, Any] = head.get(f"/lead-sources/{made['id']}")
    assert (found["state"], found["simulated"]) == ("active", True)
    return found


@pytest.fixture
def offered(head: Caller) -> Iterator[str]:
    """The name of a source that is not connected yet."""
    name = f"Студия {uuid4().hex[:6]}"
    made = head.post(
        "/lead-sources", {"channel": "instagram", "name": name, "assignment_rule": "round_robin"}
    )
    yield name
    head.patch(
        f"/lead-sources/{made['id']}",
        head.get(f"/lead-sources/{made['id']}")["version"],
        {"archived": True},
    )


@pytest.fixture
def stranger() -> str:
    return f"olena.{uuid4().hex[:6]}"


def entry(page: Page, text: str) -> Locator:
    """The entry of the timeline with these words."""
    return page.get_by_role("region", name="История").get_by_role("listitem").filter(has_text=text).last


def decide(head: Caller, shop: dict[str, Any], leads: str) -> None:
    """Whether strangers become clients by themselves."""
    version = head.get(f"/lead-sources/{shop['id']}")["version"]
    head.patch(f"/lead-sources/{shop['id']}", version, {"settings": {"leads": leads}})


def eventually(look: Callable[[], Any]) -> Any:
    """What the look finds, once it finds something."""
    deadline = time.monotonic() + 20
    while not (found := look()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.2)
    return found


def choose(page: Page, way: str) -> None:
    page.get_by_role("button", name=re.compile("^Куда")).click()
    page.get_by_role("option", name=re.compile(way)).click()


def answer(page: Page, text: str) -> None:
    page.get_by_label(REPLY).fill(text)
    page.get_by_role("button", name="Отправить", exact=True).click()


def test_the_head_connects_an_account_step_by_step(
    smena: Installation, at_work: Callable[..., Page], offered: str
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/sources")
    page.get_by_role("link", name=offered).click()
    sheet = page.get_by_role("dialog", name=offered)
    expect(sheet.get_by_text("Учебный режим.")).to_be_visible()
    expect(sheet.locator("li", has_text="Приложение Meta")).to_contain_text("Готово")
    expect(sheet.locator("li", has_text="Доступ к аккаунту")).to_contain_text("Предстоит")

    sheet.get_by_role("button", name="Подключить Instagram").click()
    expect(page.get_by_text("SIMULATED Instagram")).to_be_visible()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("доступ не разрешён")).to_be_visible()

    page.get_by_role("button", name="Подключить Instagram").click()
    page.get_by_label(STUDIO).check()
    page.get_by_role("button", name="Allow").click()
    sheet = page.get_by_role("dialog", name=offered)
    expect(sheet.get_by_text("Аккаунт подключён")).to_be_visible()
    expect(sheet.locator("li", has_text="Доступ к аккаунту")).to_contain_text(f"@{STUDIO}")

    sheet.get_by_role("button", name="Проверочное сообщение").click()
    expect(sheet.get_by_role("link", name="Открыть клиента").first).to_be_visible()
    assert violations(page) == []
    sheet.get_by_role("radio", name="Комментарии").click()
    sheet.get_by_text("После проверки").click()
    expect(sheet.get_by_role("radio", name="После проверки")).to_be_checked()
    sheet.get_by_text("Принимать заявки", exact=True).click()
    expect(sheet.get_by_text("заявкой не станет")).to_be_visible()
    page.keyboard.press("Escape")
    card = page.locator("li", has=page.get_by_role("link", name=offered))
    for words in ("Учебный режим", f"@{STUDIO}", "На паузе"):
        expect(card).to_contain_text(words)

    card.get_by_role("link").click()
    sheet.get_by_role("button", name="Отключить").click()
    question = page.get_by_role("dialog", name=f"Отключить @{STUDIO}?")
    question.get_by_role("button", name="Отключить").click()
    expect(sheet.get_by_role("button", name="Подключить Instagram")).to_be_visible()


def test_a_comment_is_answered_from_the_card(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "auto")
    page = at_work("anna")
    vendor.act("comment", username=stranger, text="Скільки коштує шафа?")

    # Told to Anna while she looks at something else; nobody reloads anything from here on.
    notice = page.get_by_role("alertdialog").filter(has_text=f"@{stranger}")
    expect(notice).to_contain_text("Новая заявка")
    notice.get_by_role("button", name="Открыть").click()
    expect(page.get_by_role("heading", name=f"@{stranger}").first).to_be_visible()
    asked = entry(page, "Скільки коштує шафа?")
    for words in ("Комментарий", f"@{stranger}", "Учебное", "Пост: Новинки тижня"):
        expect(asked).to_contain_text(words)
    expect(page.get_by_text("Ответить можно в любое время")).to_be_visible()
    answer(page, "Добрий день! Відповіли в Direct.")
    expect(entry(page, "Відповіли в Direct")).to_contain_text("Отправлено")
    assert "Відповіли в Direct" in vendor.has()

    choose(page, "Лично, на комментарий")
    expect(page.get_by_text(re.compile("Можно ответить до"))).to_be_visible()
    page.get_by_label(REPLY).fill("я" * 501)
    expect(page.get_by_text("сократите текст")).to_be_visible()
    answer(page, "24 000 грн, доставка в четвер.")
    expect(entry(page, "24 000 грн")).to_contain_text("Отправлено")
    choose(page, "Лично, на комментарий")
    expect(page.get_by_text("это уже сделано")).to_be_visible()
    expect(page.get_by_label(REPLY)).to_be_disabled()
    settle(page)
    assert violations(page) == []


def test_a_comment_waits_for_a_look_where_the_head_wants_it(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "review")
    admin = at_work("admin")
    vendor.act("comment", username=stranger, text="Скільки коштує шафа?")
    admin.goto(f"{smena.url}/sources?open={shop['id']}&tab=events")
    waiting = admin.locator("li", has_text=stranger)
    expect(waiting).to_contain_text("Ждёт проверки")
    assert head.get(f"/clients?q={stranger}")["items"] == []
    waiting.get_by_role("button", name="Это заявка").click()
    eventually(lambda: head.get(f"/clients?q={stranger}")["items"])


def test_a_doubtful_comment_becomes_a_lead_from_the_queue(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "auto")
    before = {one["rule"]: one["hits"] for one in head.get("/review/precision")["items"]}
    vendor.act("comment", username=stranger, text="а як за нею доглядати?")
    page = at_work("admin")
    page.goto(f"{smena.url}/review")
    row = page.get_by_role("listitem", name=f"@{stranger}")
    for words in ("а як за нею доглядати?", "Вопрос без ясной покупки", "Новинки тижня"):
        expect(row).to_contain_text(words)
    assert violations(page) == []
    row.focus()
    page.keyboard.press("1")
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Лид", exact=True).click()
    page.get_by_role("tab", name="Точность правил").click()
    counted = page.get_by_role("row", name=re.compile("Вопрос без ясной покупки"))
    expect(counted.get_by_role("cell").nth(1)).to_have_text(str(before.get("Q1", 0) + 1))
    client = eventually(lambda: head.get(f"/clients?q={stranger}")["items"])[0]
    page.goto(f"{smena.url}/clients/{client['id']}")
    expect(page.get_by_text("Instagram · комментарий")).to_be_visible()
    page.get_by_role("button", name="Почему").click()
    expect(page.get_by_role("dialog")).to_contain_text("Комментарий под публикацией (R31-comment)")


def test_direct_is_a_conversation_that_goes_on_by_itself(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "auto")
    page = at_work("anna")
    vendor.act("dm", username=stranger, name=f"Олена {stranger}", text="Є в наявності?")
    page.goto(f"{smena.url}/clients?q={stranger}")
    page.get_by_role("link", name=f"Олена {stranger}").first.click()
    page.get_by_role("link", name=re.compile("Вся история")).click()
    expect(entry(page, "Є в наявності?")).to_contain_text("Сообщение")

    said = vendor.act("dm", username=stranger, text="Можна білу?")
    expect(entry(page, "Можна білу?")).to_be_visible()
    vendor.act("edit", mid=said["mid"], text="Можна сіру?")
    expect(entry(page, "Можна сіру?")).to_contain_text("изменено")
    wrong = vendor.act("dm", username=stranger, text="Не туди")
    expect(entry(page, "Не туди")).to_be_visible()
    vendor.act("unsend", mid=wrong["mid"])
    expect(page.get_by_text("Сообщение удалено автором")).to_be_visible()
    expect(page.get_by_text("Не туди")).to_have_count(0)

    answer(page, "Сіра є.")
    expect(entry(page, "Сіра є.")).to_contain_text("Отправлено")
    vendor.act("block", username=stranger)
    answer(page, "Оформити?")
    unsent = page.get_by_label("Ещё не дошли")
    expect(unsent).to_contain_text("Человек не принимает сообщений")
    expect(unsent).to_contain_text("Оформити?")
    vendor.act("block", username=stranger, blocked=False)
    unsent.get_by_role("button", name="Отправить снова").click()
    expect(entry(page, "Оформити?")).to_contain_text("Отправлено")
    expect(unsent).to_have_count(0)


def test_lost_access_is_said_and_given_again(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "auto")
    vendor.act("dm", username=stranger, name=f"Олена {stranger}", text="Добрий день!")
    client = eventually(lambda: head.get(f"/clients?q={stranger}")["items"])[0]
    thread = head.get(f"/clients/{client['id']}/channels")["items"][0]
    vendor.act("token")
    message = {"conversation_id": thread["conversation_id"], "mode": "direct", "text": f"Вітаю, {stranger}"}
    head.post(f"/clients/{client['id']}/messages/outbound", {**message, "key": str(uuid4())})
    page = at_work("admin", phone=True)
    page.goto(f"{smena.url}/sources?open={shop['id']}")
    sheet = page.get_by_role("dialog", name=shop["name"])
    expect(sheet.get_by_text("Instagram закрыл доступ")).to_be_visible()
    sheet.get_by_role("button", name="Подключить заново").click()
    page.get_by_label(SHOP).check()
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("Аккаунт подключён")).to_be_visible()
    expect(page.get_by_text("Instagram закрыл доступ")).to_have_count(0)
    # What waited for the access has gone out by itself.
    eventually(lambda: f"Вітаю, {stranger}" in vendor.has())


def test_a_picture_is_seen_and_a_file_is_sent_back(
    smena: Installation,
    at_work: Callable[..., Page],
    vendor: Simulated,
    shop: dict[str, Any],
    head: Caller,
    stranger: str,
) -> None:
    decide(head, shop, "auto")
    vendor.act("dm", username=stranger, name=f"Олена {stranger}", text="Ось така є?")
    client = eventually(lambda: head.get(f"/clients?q={stranger}")["items"])[0]
    page = at_work("anna")
    page.goto(f"{smena.url}/clients/{client['id']}")
    expect(entry(page, "Ось така є?")).to_be_visible()
    vendor.act("dm", username=stranger, attachment="image")
    theirs = page.get_by_role("button", name="Открыть крупно: Фото")
    expect(theirs.locator("img")).to_have_js_property("naturalWidth", 64)
    theirs.click()
    expect(page.get_by_role("dialog", name="Фото").get_by_role("img", name="Фото")).to_be_visible()
    page.keyboard.press("Escape")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Приложить файл").click()
    chooser.value.set_files({"name": "Шафа.png", "mimeType": "image/png", "buffer": picture("ours")})
    expect(page.get_by_role("button", name="Убрать: Шафа.png")).to_be_visible()
    settle(page)
    assert violations(page) == []
    answer(page, "Так, є!")
    expect(entry(page, "Так, є!")).to_contain_text("Отправлено")
    ours = page.get_by_role("region", name="История").get_by_role("button", name="Открыть крупно: Шафа.png")
    expect(ours.locator("img")).to_have_js_property("naturalWidth", 64)
    settle(page)
    assert violations(page) == []
