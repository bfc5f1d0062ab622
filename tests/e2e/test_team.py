"""Story 8: an admin hires a manager and lets another go; his clients are handed over and he is out at once."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.letters import link_of, newest_letter
from tests.e2e.person import Person

PASSWORD = "a-first-password-1"


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


def hire(page: Page, smena: Installation, name: str, email: str) -> None:
    """Through the form, as an admin does."""
    page.goto(f"{smena.url}/team")
    page.get_by_role("button", name="Пригласить").click()
    form = page.get_by_role("dialog", name="Новый сотрудник")
    form.get_by_label("Имя и фамилия").fill(name)
    form.get_by_label("Электронная почта").fill(email)
    form.get_by_label("Телефон").fill("050 111 22 33")
    form.get_by_role("button", name="Отправить приглашение").click()
    expect(page.get_by_text(f"Приглашение отправлено: {email}")).to_be_visible()


def join(page: Page, smena: Installation, email: str) -> None:
    """By the link of the letter, with a first password."""
    page.goto(link_of(newest_letter(smena, email, "пригласили")))
    page.get_by_role("button", name="Принять приглашение").click()
    page.get_by_label("Новый пароль").fill(PASSWORD)
    page.get_by_role("button", name="Сохранить и войти").click()


def row(page: Page, name: str) -> str:
    """The row of the list with this name, as a selector."""
    return f"tr:has-text('{name}')"


def test_story_8_hire_work_leave(
    smena: Installation, at_work: Callable[..., Page], contexts: Callable[..., BrowserContext], head: Caller
) -> None:
    name, email = f"Новак {uuid4().hex[:6]}", f"{uuid4().hex[:8]}@demo.example"
    page = at_work("admin")
    hire(page, smena, name, email)
    expect(page.locator(row(page, name))).to_contain_text("Приглашён, ещё не вошёл")

    hers = contexts().new_page()
    join(hers, smena, email)
    expect(hers.get_by_text(name).first).to_be_visible()
    with Caller(smena, email.partition("@")[0], PASSWORD) as caller:
        client = caller.post("/clients", {"name": f"Клиент {name}", "contacts": []})
    client_id = client["client"]["id"] if "client" in client else client["id"]
    hers.goto(f"{smena.url}/clients")
    expect(hers.get_by_text(f"Клиент {name}").first).to_be_visible()
    expect(page.locator(row(page, name))).to_contain_text("На смене с")

    page.get_by_role("button", name=f"Действия: {name}").click()
    page.get_by_role("menuitem", name="Закрыть доступ").click()
    question = page.get_by_role("dialog", name=f"Закрыть доступ: {name}")
    expect(question.get_by_text("1 клиент")).to_be_visible()
    question.get_by_role("button", name="Закрыть доступ").click()
    expect(question.get_by_text("Заполните это поле")).to_be_visible()
    question.get_by_role("combobox", name="Кто примет").fill("Олена")
    page.get_by_role("option", name="Олена Савчук").click()
    question.get_by_role("button", name="Закрыть доступ").click()
    expect(page.get_by_text("Передан 1 клиент")).to_be_visible()
    expect(page.locator(row(page, name))).to_contain_text("Доступ закрыт")

    owner = head.get(f"/clients/{client_id}")["client"]["owner"]
    assert owner["full_name"] == "Олена Савчук"
    hers.reload()
    expect(hers.get_by_text(re.compile("Доступ отключён|доступ отключён")).first).to_be_visible()
    expect(hers.get_by_text(f"Клиент {name}")).to_have_count(0)
    stranger = contexts().new_page()
    stranger.goto(f"{smena.url}/sign-in")
    stranger.locator("input[name=email]").fill(email)
    stranger.locator("input[name=password]").fill(PASSWORD)
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_text("Ваш доступ отключён")).to_be_visible()

    page.get_by_role("button", name=f"Действия: {name}").click()
    page.get_by_role("menuitem", name="Вернуть доступ").click()
    expect(page.locator(row(page, name))).not_to_contain_text("Доступ закрыт")
    Person(contexts().new_page(), smena.url).sign_in(email, PASSWORD)


def test_who_is_here_is_said_at_the_field(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/team?new=true")
    form = page.get_by_role("dialog", name="Новый сотрудник")
    form.get_by_label("Имя и фамилия").fill("Ещё одна Анна")
    form.get_by_label("Электронная почта").fill("Anna@Demo.example ")
    form.get_by_role("button", name="Отправить приглашение").click()
    expect(form.get_by_text("Человек с этим адресом уже в команде")).to_be_visible()
    expect(form.get_by_label("Имя и фамилия")).to_have_value("Ещё одна Анна")
    page.reload()
    expect(page.get_by_label("Имя и фамилия")).to_have_value("Ещё одна Анна")
    page.get_by_role("button", name="Начать заново").click()
    expect(page.get_by_label("Имя и фамилия")).to_have_value("")


def test_a_colleagues_page_and_the_second_writer(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/team")
    page.get_by_role("link", name="Дмитро Мельник").click()
    name = page.get_by_label("Имя и фамилия")
    expect(name).to_have_value("Дмитро Мельник")
    expect(page.get_by_text("09:00 – 18:00").first).to_be_visible()
    name.fill("Дмитро О. Мельник")
    member = next(row for row in head.get("/team")["items"] if row["email"] == "dmytro@demo.example")
    head.patch(f"/team/{member['id']}", member["version"], {"phone": "+380671119999"})
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("коллега изменил это")).to_be_visible()
    expect(page.get_by_text("+380 67 111 99 99").first).to_be_visible()
    expect(name).to_have_value("Дмитро О. Мельник")
    page.get_by_role("button", name="Взять сохранённое").click()
    expect(name).to_have_value("Дмитро Мельник")
    page.get_by_role("link", name=str(member["open_deals"]), exact=True).click()
    expect(page).to_have_url(re.compile(f"owner=.*{member['id']}"))


def test_managers_have_no_team(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna")
    expect(page.get_by_role("link", name="Команда")).to_have_count(0)
    for path in ("/team", "/settings", "/sources", "/outbox"):
        page.goto(f"{smena.url}{path}")
        expect(page.get_by_text("Такой страницы нет")).to_be_visible()


def test_on_a_phone(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("admin", phone=True)
    for path in (
        "/team",
        "/team?new=true",
        "/settings",
        "/settings?tab=stages",
        "/settings?tab=trail",
        "/sources",
        "/profile",
    ):
        page.goto(f"{smena.url}{path}")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_list_tells_breaks_and_the_end_of_work_by_itself(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/team")
    row = page.get_by_role("row").filter(has_text="Олена Савчук")
    with Caller(smena, "olena") as olena:
        olena.post("/worktime/start")
        expect(row).to_contain_text(re.compile("На смене с \\d"))
        olena.post("/worktime/break")
        expect(row).to_contain_text(re.compile("Перерыв с \\d"))
        olena.post("/worktime/stop")
        expect(row).to_contain_text(re.compile("Закончил смену в \\d"))
        olena.post("/worktime/start")
        expect(row).to_contain_text(re.compile("На смене с \\d"))
