"""Clients: story 1, the list and its address, the card, two people at one field, the phone, what survives."""

import csv
import io
import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.clients import SURNAME, add, choose, edit, facts, phone, rows
from tests.e2e.conftest import DESKTOP
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.person import PASSWORD, Person


@pytest.fixture
def anna(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "anna") as caller:
        yield caller


@pytest.fixture
def admin(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


@pytest.fixture(scope="module")
def devices(smena: Installation, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A signed-in page for each persona, shared by the tests that begin with a fresh address: signing in takes longest."""
    pages: dict[str, Page] = {}

    def page_of(login: str) -> Page:
        if login not in pages:
            context = browser.new_context(
                viewport=DESKTOP, locale="ru-RU", timezone_id="Europe/Kyiv", reduced_motion="reduce"
            )
            context.set_default_timeout(15_000)
            pages[login] = context.new_page()
            Person(pages[login], smena.url).sign_in(f"{login}@demo.example")
        return pages[login]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture
def desk(devices: Callable[[str], Page]) -> Page:
    """Anna's page."""
    return devices("anna")


@pytest.fixture
def head(devices: Callable[[str], Page]) -> Page:
    """The admin's page."""
    return devices("admin")


def test_story_1_a_client_in_seconds_and_mine(smena: Installation, desk: Page, anna: Caller) -> None:
    desk.goto(f"{smena.url}/clients")
    expect(rows(desk).first).to_be_visible()
    desk.get_by_role("button", name="Добавить клиента").click()
    began = time.monotonic()
    expect(desk.get_by_role("textbox", name="Имя")).to_be_focused()
    desk.keyboard.type(f"Ольга {SURNAME}")
    desk.keyboard.press("Tab")
    desk.keyboard.type(phone(1).removeprefix("+38"))
    desk.get_by_role("dialog").get_by_role("button", name=re.compile("Источник")).click()
    desk.get_by_role("option", name="Звонок").click()
    desk.get_by_role("textbox", name="Имя").press("Enter")
    expect(desk.get_by_text(f"Клиент добавлен: Ольга {SURNAME}")).to_be_visible()
    assert time.monotonic() - began < 15
    added = desk.get_by_role("alertdialog").filter(
        has_text="Клиент добавлен"
    )  # news of the day may stand beside it
    added.get_by_role("button", name="Открыть", exact=True).click()
    expect(desk).to_have_url(re.compile(r"/clients/[0-9a-f-]{36}"))
    expect(desk.get_by_role("heading", name=f"Ольга {SURNAME}")).to_be_visible()
    stored = facts(anna, desk.url.rsplit("/", 1)[1])
    assert stored["owner"]["full_name"] == "Анна Коваленко"
    assert stored["phone"] == phone(1)
    assert stored["source"]["name"] == "Звонок"


def test_a_double_is_noticed_while_typing(smena: Installation, desk: Page, anna: Caller) -> None:
    own = add(anna, name=f"Своя {SURNAME}", phone=phone(11))
    with Caller(smena, "bohdan") as bohdan:
        add(bohdan, name=f"Чужой {SURNAME}", phone=phone(12))
    desk.goto(f"{smena.url}/clients?new=true")
    desk.get_by_role("textbox", name="Телефон").fill(phone(11))
    expect(desk.get_by_role("link", name=own["name"])).to_be_visible()
    desk.get_by_role("textbox", name="Телефон").fill(phone(12))
    expect(desk.get_by_text("есть у коллеги")).to_be_visible()
    expect(desk.get_by_text(f"Чужой {SURNAME}")).to_have_count(0)


def test_filters_live_in_the_address(smena: Installation, head: Page) -> None:
    head.goto(f"{smena.url}/clients")
    expect(rows(head).first).to_be_visible()
    choose(head, "Статус", "Клиент")
    expect(head).to_have_url(re.compile("status="))
    choose(head, "Источник", "Instagram")
    expect(head).to_have_url(re.compile("source="))
    head.reload()
    expect(head.get_by_role("button", name="Статус: Клиент")).to_be_visible()
    expect(rows(head).first).to_be_visible()
    sources = rows(head).locator("td:nth-child(4)")
    expect(sources.filter(has_not_text="Instagram")).to_have_count(0)
    head.go_back()
    expect(head).not_to_have_url(re.compile("source="))
    expect(head.get_by_role("button", name="Статус: Клиент")).to_be_visible()
    head.get_by_role("button", name="Сбросить").click()
    expect(head).to_have_url(f"{smena.url}/clients")


def test_a_segment_is_saved_and_comes_back(smena: Installation, desk: Page) -> None:
    desk.goto(f'{smena.url}/clients?status=["lost"]')
    desk.get_by_role("button", name="Сегменты").click()
    desk.get_by_role("menuitem", name="Сохранить фильтры").click()
    desk.get_by_role("textbox", name="Название").fill(f"Потери {SURNAME}")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Сегмент сохранён")).to_be_visible()
    desk.goto(f"{smena.url}/clients")
    desk.get_by_role("button", name="Сегменты").click()
    desk.get_by_role("menuitemradio", name=f"Потери {SURNAME}").click()
    expect(desk).to_have_url(re.compile("status="))
    desk.get_by_role("button", name=f"Сегмент: Потери {SURNAME}").click()
    desk.get_by_role("menuitem", name="Удалить сегмент").click()
    expect(desk.get_by_text("Сегмент удалён")).to_be_visible()


def test_search_finds_by_part_of_a_phone(smena: Installation, desk: Page, anna: Caller) -> None:
    add(anna, name=f"Искомый {SURNAME}", phone=phone(21))
    desk.goto(f"{smena.url}/clients")
    desk.get_by_role("searchbox", name="Имя, телефон, почта").fill(phone(21)[4:])
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk).first).to_contain_text(f"Искомый {SURNAME}")
    desk.get_by_role("searchbox", name="Имя, телефон, почта").fill("никто так не зовётся")
    expect(desk.get_by_text("Никто не подходит")).to_be_visible()
    desk.get_by_role("button", name="Сбросить фильтры").click()
    expect(rows(desk).nth(5)).to_be_visible()


def test_the_card_edit_note_call(smena: Installation, desk: Page, anna: Caller) -> None:
    client = add(anna, name=f"Карточка {SURNAME}", phone=phone(31))
    desk.goto(f"{smena.url}/clients/{client['id']}")
    desk.get_by_role("button", name="Компания", exact=True).click()
    desk.get_by_role("textbox", name="Компания").fill("Студия «Лес»")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="Компания: Студия «Лес»")).to_be_visible()

    timeline = desk.get_by_role("region", name="История")
    desk.get_by_role("textbox", name="Заметка").fill("Любит дуб")
    desk.keyboard.press("Control+Enter")
    expect(timeline.get_by_text("Любит дуб")).to_be_visible()
    expect(desk.get_by_role("textbox", name="Заметка")).to_have_value("")
    desk.get_by_role("radio", name="Звонок").click()
    desk.get_by_role("textbox", name="Минут").fill("7")
    desk.get_by_role("textbox", name="Звонок").fill("Договорились о замере")
    desk.keyboard.press("Control+Enter")
    expect(timeline.get_by_text("Договорились о замере")).to_be_visible()
    expect(timeline.get_by_text("7 мин")).to_be_visible()
    assert facts(anna, client["id"])["company"] == "Студия «Лес»"


def test_a_new_entry_appears_by_itself(smena: Installation, desk: Page, anna: Caller) -> None:
    client = add(anna, name=f"Живая {SURNAME}")
    desk.goto(f"{smena.url}/clients/{client['id']}")
    expect(desk.get_by_role("region", name="История")).to_be_visible()
    desk.wait_for_timeout(1500)  # the stream opens after the page
    anna.post(
        f"/clients/{client['id']}/interactions",
        {"kind": "message", "channel": "telegram", "direction": "in", "body": "Когда привезёте?"},
    )
    expect(desk.get_by_text("Когда привезёте?")).to_be_visible()


def test_two_people_at_one_field(smena: Installation, desk: Page, anna: Caller, admin: Caller) -> None:
    """Nobody's words are lost: the second sees what the first saved and keeps what he typed."""
    client = add(anna, name=f"Спор {SURNAME}", city="Киев")
    desk.goto(f"{smena.url}/clients/{client['id']}")
    desk.get_by_role("button", name="Город: Киев").click()
    desk.get_by_role("textbox", name="Город").fill("Львов")
    edit(admin, client["id"], city="Одесса")
    desk.keyboard.press("Enter")
    notice = desk.get_by_role("alert")
    expect(notice).to_contain_text("Одесса")
    expect(desk.get_by_role("textbox", name="Город")).to_have_value("Львов")
    assert facts(anna, client["id"])["city"] == "Одесса"
    notice.get_by_role("button", name="Оставить моё").click()
    expect(desk.get_by_role("button", name="Город: Львов")).to_be_visible()
    assert facts(anna, client["id"])["city"] == "Львов"


def test_another_field_of_a_colleague_is_no_conflict(
    smena: Installation, desk: Page, anna: Caller, admin: Caller
) -> None:
    client = add(anna, name=f"Мир {SURNAME}", city="Киев")
    desk.goto(f"{smena.url}/clients/{client['id']}")
    desk.get_by_role("button", name="Город: Киев").click()
    edit(admin, client["id"], company="Новая компания")
    desk.get_by_role("textbox", name="Город").fill("Ровно")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="Город: Ровно")).to_be_visible()
    expect(desk.get_by_role("button", name="Компания: Новая компания")).to_be_visible()


def test_bulk_assignment_and_its_undo(smena: Installation, head: Page, anna: Caller, admin: Caller) -> None:
    made = [add(anna, name=f"Пачка {SURNAME} {n}") for n in range(2)]
    head.goto(f"{smena.url}/clients?q=Пачка {SURNAME}")
    expect(rows(head)).to_have_count(2)
    head.get_by_role("checkbox", name="Выбрать все").check(force=True)
    head.get_by_role("button", name="Назначить").click()
    head.get_by_role("menuitem", name="Богдан Ткаченко").click()
    expect(head.get_by_text("2 клиента теперь у: Богдан Ткаченко")).to_be_visible()
    expect(rows(head).first).to_contain_text("Богдан Ткаченко")
    head.get_by_role("button", name="Отменить").click()
    expect(rows(head).first).to_contain_text("Анна Коваленко")
    assert {facts(admin, client["id"])["owner"]["full_name"] for client in made} == {"Анна Коваленко"}


def test_archive_and_undo(smena: Installation, desk: Page, anna: Caller) -> None:
    client = add(anna, name=f"Архив {SURNAME}")
    desk.goto(f"{smena.url}/clients/{client['id']}")
    desk.get_by_role("button", name="Действия с клиентом").click()
    desk.get_by_role("menuitem", name="В архив").click()
    expect(desk.get_by_text("Клиент в архиве.")).to_be_visible()
    desk.get_by_role("button", name="Отменить").click()
    expect(desk.get_by_text("Клиент в архиве.")).to_have_count(0)
    assert facts(anna, client["id"])["archived_at"] is None


def test_two_become_one(smena: Installation, desk: Page, anna: Caller) -> None:
    kept = add(anna, name=f"Главный {SURNAME}", phone=phone(41), company="Старая")
    lost = add(anna, name=f"Двойник {SURNAME}", phone=phone(41), company="Новая", city="Днепр")
    desk.goto(f"{smena.url}/clients/{kept['id']}")
    expect(desk.get_by_text("Возможно, это один человек:")).to_be_visible()
    desk.get_by_role("button", name="Сравнить").click()
    desk.get_by_role("radiogroup", name="Компания").get_by_role("radio", name="Новая").check(force=True)
    desk.get_by_role("button", name="Объединить", exact=True).click()
    expect(desk.get_by_text(f"Объединили: Двойник {SURNAME}")).to_be_visible()
    stored = facts(anna, kept["id"])
    assert (stored["name"], stored["company"], stored["city"]) == (f"Главный {SURNAME}", "Новая", "Днепр")
    assert facts(anna, lost["id"])["merged_into"] == kept["id"]
    expect(desk.get_by_text("Возможно, это один человек:")).to_have_count(0)
    # And two again.
    desk.get_by_role("button", name="Действия с клиентом").click()
    desk.get_by_role("menuitem", name="Объединения").click()
    desk.get_by_role("button", name="Разъединить").click()
    dialog = desk.get_by_role("dialog", name="Разъединить клиентов")
    expect(
        dialog.get_by_text(f"Клиент «Двойник {SURNAME}» снова станет отдельной карточкой.")
    ).to_be_visible()
    expect(dialog.get_by_text("Днепр")).to_be_visible()
    dialog.get_by_role("button", name="Разъединить").click()
    expect(desk.get_by_text(f"Снова отдельный клиент: Двойник {SURNAME}")).to_be_visible()
    assert (
        anna.get(f"/clients/merge-suggestions?client_id={kept['id']}")["items"] == []
    )  # somebody has looked
    assert facts(anna, kept["id"])["company"] == "Старая"
    assert facts(anna, lost["id"])["merged_into"] is None


def test_a_file_goes_up_and_comes_back(smena: Installation, desk: Page, anna: Caller) -> None:
    client = add(anna, name=f"Файл {SURNAME}")
    desk.goto(f"{smena.url}/clients/{client['id']}")
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Добавить файл").click()
    chooser.value.set_files(
        files=[{"name": "Договор №7.txt", "mimeType": "text/plain", "buffer": "Дуб, 3 м".encode()}]
    )
    expect(desk.get_by_text("Договор №7.txt", exact=True)).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Скачать: Договор №7.txt").click()
    assert download.value.suggested_filename == "Договор №7.txt"
    assert download.value.path().read_text("utf-8") == "Дуб, 3 м"
    desk.get_by_role("button", name="Удалить: Договор №7.txt").click()
    expect(desk.get_by_text("Договор №7.txt", exact=True)).to_have_count(0)
    desk.get_by_role("button", name="Отменить").click()
    expect(desk.get_by_text("Договор №7.txt", exact=True)).to_be_visible()


def test_export_has_what_the_list_shows(smena: Installation, desk: Page, anna: Caller) -> None:
    add(anna, name=f'Выгрузка; "{SURNAME}"', phone=phone(51))
    desk.goto(f'{smena.url}/clients?q=Выгрузка; "{SURNAME}')
    expect(rows(desk)).to_have_count(1)
    desk.get_by_role("button", name="Импорт и выгрузка").click()
    with desk.expect_download() as download:
        desk.get_by_role("menuitem", name="Выгрузить в CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert [row[0] for row in table] == ["Имя", f'Выгрузка; "{SURNAME}"']


def test_on_a_phone(smena: Installation, at_work: Callable[..., Page], anna: Caller) -> None:
    client = add(anna, name=f"Телефон {SURNAME} Длинная-Двойная-Фамилия", phone=phone(61))
    page = at_work("anna", phone=True)
    page.goto(f"{smena.url}/clients")
    expect(page.get_by_role("link", name=f"Позвонить: {client['name']}")).to_have_attribute(
        "href", f"tel:{phone(61)}"
    )
    assert not scrolls_sideways(page)
    page.get_by_role("link", name=re.compile(f"^Телефон {SURNAME}")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.goto(f"{smena.url}/clients/{client['id']}")
    expect(page.get_by_role("region", name="История")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert not scrolls_sideways(page)
    page.get_by_role("radio", name="О клиенте").click()
    expect(page.get_by_role("button", name="Добавить контакт")).to_be_visible()
    assert not scrolls_sideways(page)


def test_several_are_chosen_and_changed_on_a_phone(
    smena: Installation, at_work: Callable[..., Page], admin: Caller
) -> None:
    names = [f"Стопка {SURNAME} {letter}" for letter in "АБВ"]
    made = [add(admin, name=name, phone=phone(64 + index)) for index, name in enumerate(names)]
    page = at_work("admin", phone=True)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{smena.url}/clients?q=Стопка {SURNAME}")
    cards = page.get_by_role("list", name="Клиенты")
    expect(cards.get_by_text(names[2])).to_be_visible()
    page.get_by_role("button", name="Импорт и выгрузка").click()
    page.get_by_role("menuitem", name="Выбрать несколько").click()
    bar = page.get_by_role("region", name="Действия с выбранными")
    expect(bar.get_by_role("button", name="Теги")).to_be_disabled()
    for name in names[:2]:
        cards.get_by_text(name).tap(force=True)  # anywhere on the card: its checkbox takes the press
    expect(bar).to_contain_text("Выбрано 2")
    assert not scrolls_sideways(page)
    bar.get_by_role("button", name="Назначить").click()
    page.get_by_role("menuitem", name="Олена Савчук").click()
    expect(page.get_by_text("2 клиента теперь у: Олена Савчук")).to_be_visible()
    owners = [(facts(admin, client["id"])["owner"] or {}).get("full_name") for client in made]
    assert owners[:2] == ["Олена Савчук"] * 2
    assert owners[2] != "Олена Савчук"
    page.get_by_role("button", name="Отменить").click()
    expect(page.get_by_text("Вернули как было")).to_be_visible()

    page.get_by_role("button", name="Импорт и выгрузка").click()
    page.get_by_role("menuitem", name="Выбрать несколько").click()
    page.get_by_text("Выбрать все").tap(force=True)
    bar.get_by_role("button", name="В архив").click()
    expect(page.get_by_text("Изменено 3 клиента")).to_be_visible()
    assert all(facts(admin, client["id"])["archived_at"] for client in made)
    expect(bar).to_have_count(0)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_draft_survives_a_reload_and_an_expired_session(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    page = at_work("anna")
    page.goto(f"{smena.url}/clients?new=true")
    page.get_by_role("textbox", name="Имя").fill(f"Черновик {SURNAME}")
    page.wait_for_timeout(500)  # drafts are written when typing pauses
    page.reload()
    expect(page.get_by_role("textbox", name="Имя")).to_have_value(f"Черновик {SURNAME}")
    page.route("**/api/v1/clients", lambda route: route.fulfill(status=401, json=EXPIRED), times=1)
    page.get_by_role("textbox", name="Имя").press("Enter")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=password]")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Имя")).to_have_value(f"Черновик {SURNAME}")
    page.get_by_role("button", name="Добавить", exact=True).click()
    expect(page.get_by_text(f"Клиент добавлен: Черновик {SURNAME}")).to_be_visible()


EXPIRED = {"error": {"code": "token_expired", "message": "Сессия закончилась."}}


def test_erasure_needs_the_name(smena: Installation, head: Page, anna: Caller, admin: Caller) -> None:
    client = add(anna, name=f"Забудьте {SURNAME}", phone=phone(71), first_note="Тайна")
    head.goto(f"{smena.url}/clients/{client['id']}")
    head.get_by_role("button", name="Действия с клиентом").click()
    head.get_by_role("menuitem", name="Стереть персональные данные").click()
    expect(head.get_by_role("button", name="Стереть навсегда")).to_be_disabled()
    head.get_by_role("textbox", name=re.compile("Чтобы подтвердить")).fill(client["name"])
    head.get_by_role("button", name="Стереть навсегда").click()
    expect(head.get_by_text("Персональные данные стёрты").first).to_be_visible()
    expect(head.get_by_text("Тайна")).to_have_count(0)
    assert facts(admin, client["id"])["phone"] is None
