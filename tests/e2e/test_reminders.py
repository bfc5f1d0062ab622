"""Story 7 in the browser: a manager is reminded of a task by mail and in Telegram before it is due, and sees it overdue after.

An installation of its own with the Telegram simulator beside it; mails lie in its outbox.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator.telegram import TOKEN, Telegram, create_app
from tests.e2e.data_api import Caller
from tests.e2e.database import asked
from tests.e2e.installation import Installation
from tests.e2e.letters import newest_letter
from tests.e2e.person import Person
from tests.support.processes import serving

CHAT = 4242
MINUTE = 60_000


@dataclass
class Chat:
    """Anna's side of the bot, and the bot's own."""

    url: str
    telegram: Telegram

    def do(self, what: str, **order: str) -> list[str]:
        """Writes, blocks or unblocks; what the bot has written so far."""
        answer = httpx.post(f"{self.url}/sim", json={"do": what, "chat_id": CHAT, **order})
        texts: list[str] = answer.json()["texts"]
        return texts

    def reads(self, words: str, seconds: float = 30) -> str:
        """The message with these words, as soon as it comes."""
        deadline = time.monotonic() + seconds
        while True:
            found = [text for text in self.do("look") if words in text]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, self.do("look")
            time.sleep(0.3)


@pytest.fixture(scope="module")
def chat() -> Iterator[Chat]:
    telegram = Telegram()
    with serving(lambda _: create_app(telegram)) as url:
        yield Chat(url, telegram)


@pytest.fixture(scope="module")
def smena(chat: Chat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": chat.url}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setitem(os.environ, name, value)
        with Installation(tmp_path_factory.mktemp("reminders") / "data", "--demo") as running:
            yield running


@pytest.fixture
def anna(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "anna") as caller:
        yield caller


@pytest.fixture
def page(smena: Installation, contexts: Callable[..., BrowserContext]) -> Page:
    person = Person(contexts().new_page(), smena.url)
    person.sign_in("anna@demo.example")
    return person.page


def connect(page: Page, chat: Chat) -> None:
    """From the profile to the bot and back: the window closes by itself."""
    page.get_by_role("button", name="Подключить").click()
    link = page.get_by_role("link", name="Открыть Telegram").get_attribute("href")
    assert link
    address, _, code = link.partition("?start=")
    assert address == "https://t.me/smena_test_bot"
    chat.do("write", text=f"/start {code}")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Отключить")).to_be_visible()
    chat.reads("Telegram подключён")


def test_reminded_by_mail_and_messenger_and_overdue_after(
    smena: Installation, page: Page, anna: Caller, chat: Chat
) -> None:
    page.goto(f"{smena.url}/profile")
    connect(page, chat)
    title = f"Позвонить Олене {datetime.now(UTC):%H%M%S}"
    due = datetime.now(UTC) + timedelta(seconds=40)
    anna.post(
        "/tasks", {"title": title, "due_at": due.isoformat(), "remind_at": datetime.now(UTC).isoformat()}
    )
    # The workers look once a minute; as if they had not looked in this one, they do within ten seconds.
    asked(smena, "delete from private.job_runs where job = 'tasks'")
    page.goto(f"{smena.url}/tasks")
    overdue = page.get_by_role("region", name="Просрочены", exact=True)
    expect(page.get_by_text(title)).to_be_visible()
    expect(overdue.get_by_text(title)).to_have_count(0)

    assert "Срок: " in chat.reads(f"Напоминание: {title}", seconds=40)
    letter = newest_letter(smena, "anna@demo.example", f"Напоминание: {title}")
    assert f"{smena.url}/tasks?open=" in letter
    assert datetime.now(UTC) < due, "reminded before it is due"

    # Nobody reloads: when the time is up, the list says so.
    expect(overdue.get_by_text(title)).to_be_visible(timeout=MINUTE)
    assert datetime.now(UTC) >= due
    page.goto(f"{smena.url}/notifications")
    expect(page.get_by_text("Напоминание о задаче").first).to_be_visible()


def test_choices_tests_and_a_blocked_bot(smena: Installation, page: Page, anna: Caller, chat: Chat) -> None:
    if anna.get("/notification-settings")["channels"]["telegram"]["name"]:  # by the test before this one
        anna.delete("/notification-settings/telegram")
    page.goto(f"{smena.url}/profile")
    connect(page, chat)
    for way, target in (("Почта", "anna@demo.example"), ("Telegram", "Анна")):
        page.get_by_role("button", name=f"Проверить: {way}").click()
        expect(page.get_by_text(f"Отправлено: {target}")).to_be_visible()
    chat.reads("Проверка уведомлений")
    assert "Всё работает" in newest_letter(smena, "anna@demo.example", "Проверка уведомлений")

    switch = page.get_by_role("switch", name="Новая заявка: Почта")
    with page.expect_response(lambda answer: "/kinds/lead_new" in answer.url and answer.ok):
        switch.press("Space")
    with page.expect_response(lambda answer: answer.url.endswith("/notification-settings") and answer.ok):
        page.get_by_role("switch", name="Утреннее письмо").press("Space")
    page.reload()
    expect(switch).to_be_checked()
    expect(page.get_by_role("button", name="08:30")).to_be_visible()
    assert anna.get("/notification-settings")["digest_at"] == "08:30"

    # The bot is blocked in Telegram: the page hears of it by itself, and so does the bell.
    chat.do("block")
    expect(page.get_by_text("Бот заблокирован. Разблокируйте его и подключите снова.")).to_be_visible()
    assert anna.get("/notifications?limit=1")["items"][0]["kind"] == "telegram_blocked"
    chat.do("unblock")
    connect(page, chat)
    page.get_by_role("button", name="Отключить").click()
    expect(page.get_by_text("Не подключён")).to_be_visible()


def until(found: Callable[[], object], seconds: float = 30) -> None:
    """Asks until there is something."""
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def arrived(chat: Chat, count: int) -> bool:
    """So many messages have come, and no more."""
    return len(chat.do("look")) == count


def test_the_head_sees_what_nobody_knows_to_have_arrived(
    smena: Installation, page: Page, anna: Caller, chat: Chat, contexts: Callable[..., BrowserContext]
) -> None:
    if anna.get("/notification-settings")["channels"]["telegram"]["name"]:
        anna.delete("/notification-settings/telegram")
    page.goto(f"{smena.url}/profile")
    connect(page, chat)
    person = Person(contexts().new_page(), smena.url)
    person.sign_in("admin@demo.example")
    head = person.page
    panel = head.locator("section").filter(has_text="Недоставленные уведомления")
    row = panel.get_by_role("listitem").filter(has_text="Анна Коваленко")
    with Caller(smena, "admin") as caller:
        for button, arrivals in (("Отправить снова", 2), ("Убрать", 1)):
            before = len(chat.do("look"))
            chat.telegram.faults.vanish = 1  # it arrives, and no answer says so
            page.get_by_role("button", name="Проверить: Telegram").click()
            until(lambda: caller.get("/deliveries")["items"])
            head.goto(f"{smena.url}/sources")
            expect(row).to_have_count(1)
            expect(row).to_contain_text("Не подтверждено")
            expect(row).to_contain_text("Telegram")
            row.get_by_role("button", name=button).click()
            expect(panel).to_have_count(0)
            until(partial(arrived, chat, before + arrivals))
    expect(page.get_by_text("подтверждения нет").first).to_be_visible()
