"""Coming in: with a password, with the wrong one, without one any more."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.letters import link_of, newest_letter
from tests.e2e.person import Person


def test_a_manager_comes_in_and_his_day_opens(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("dmytro")
    expect(page).to_have_url(f"{smena.url}/")
    expect(page.get_by_text("Дмитро Мельник").first).to_be_visible()


def test_a_wrong_password_is_said_and_loses_nothing(smena: Installation, visitor: Page) -> None:
    visitor.goto(f"{smena.url}/clients?status=lead")
    expect(visitor).to_have_url(re.compile("/sign-in"))
    visitor.locator("input[name=email]").fill("anna@demo.example")
    visitor.locator("input[name=password]").fill("not-her-password")
    visitor.get_by_role("button", name="Войти").click()
    expect(visitor.get_by_role("alert")).to_be_visible()
    expect(visitor.locator("input[name=email]")).to_have_value("anna@demo.example")
    visitor.locator("input[name=password]").fill("smena-demo-1")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile(r"/clients\?"))


def test_somebody_who_left_is_refused_with_a_clear_word(smena: Installation, visitor: Page) -> None:
    visitor.goto(f"{smena.url}/sign-in")
    visitor.locator("input[name=email]").fill("serhii@demo.example")
    visitor.locator("input[name=password]").fill("smena-demo-1")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text(re.compile("не активен|закрыт|отключ", re.IGNORECASE)).first).to_be_visible()


def test_a_forgotten_password_by_the_mail_link(smena: Installation, visitor: Page) -> None:
    """«Забыли пароль» all the way: the letter, its link, a new password, back at work; the link works once."""
    visitor.goto(f"{smena.url}/sign-in")
    visitor.locator("input[name=email]").fill("iryna@demo.example")
    visitor.get_by_role("link", name="Забыли пароль").click()
    expect(visitor.get_by_role("heading", name="Восстановление пароля")).to_be_visible()
    # What was typed comes along, both ways, and is nowhere in the address.
    address = visitor.locator("input[name=email]")
    expect(address).to_have_value("iryna@demo.example")
    visitor.get_by_role("link", name="Вернуться ко входу").click()
    expect(visitor.get_by_role("button", name="Войти", exact=True)).to_be_visible()
    expect(address).to_have_value("iryna@demo.example")
    visitor.get_by_role("link", name="Забыли пароль").click()
    expect(visitor).to_have_url(f"{smena.url}/forgot-password")
    expect(address).to_have_value("iryna@demo.example")
    visitor.get_by_role("button", name="Прислать ссылку").click()
    expect(visitor.get_by_text(re.compile("письмо", re.IGNORECASE)).first).to_be_visible()
    link = link_of(newest_letter(smena, "iryna@demo.example"))
    visitor.goto(link)
    visitor.get_by_role("button").first.click()
    visitor.locator("input[type=password]").first.fill("a-new-password-7")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Ирина Соколова").first).to_be_visible()
    visitor.goto(link)
    visitor.get_by_role("button").first.click()
    expect(
        visitor.get_by_text(re.compile("устарел|не действует|недействительн|истекл", re.IGNORECASE)).first
    ).to_be_visible()


def test_three_languages_on_the_first_page(
    smena: Installation, contexts: Callable[..., BrowserContext]
) -> None:
    for locale, word in (("ru-RU", "Войти"), ("uk-UA", "Увійти"), ("en-GB", "Sign in")):
        page = contexts(locale=locale).new_page()
        page.goto(f"{smena.url}/sign-in")
        expect(page.get_by_role("button", name=word, exact=True)).to_be_visible()


def test_another_person_on_the_same_device_starts_clean(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    page = at_work("anna")
    page.get_by_text("Анна Коваленко").first.click()
    page.get_by_role("menuitem", name="Выйти").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    Person(page, smena.url).sign_in("bohdan@demo.example")
    expect(page.get_by_text("Богдан Ткаченко").first).to_be_visible()
