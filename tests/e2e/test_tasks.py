"""A manager's tasks in the browser: done and undone, put off, added, changed by two at once, by keyboard and by thumb."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation

GROUPS = {
    "overdue": "Просрочены", "today": "Сегодня", "tomorrow": "Завтра", "week": "На неделе", "later": "Позже", "none": "Без срока",
}  # fmt: skip


@pytest.fixture
def anna(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "anna") as caller:
        yield caller


@pytest.fixture
def task(anna: Caller) -> Iterator[Callable[..., Any]]:
    """Makes tasks of Anna's with titles of their own; they leave every list afterwards."""
    made: list[str] = []

    def add(*, due: timedelta | None = timedelta(minutes=30), **fields: object) -> Any:
        moment = None if due is None else (datetime.now(UTC) + due).isoformat()
        body = {"title": f"Проба {uuid.uuid4().hex[:8]}", "due_at": moment, **fields}
        row = anna.post("/tasks", body)
        made.append(row["id"])
        return row

    yield add
    for id in made:
        anna.post(f"/tasks/{id}/archive")


@pytest.fixture
def page(smena: Installation, at_work: Callable[..., Page]) -> Page:
    opened = at_work("anna")
    opened.goto(f"{smena.url}/tasks")
    expect(opened.get_by_role("heading", name="Задачи", level=1)).to_be_visible()
    return opened


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=GROUPS[name], exact=True)


def count(page: Page, name: str) -> Locator:
    return group(page, name).locator("header span").first


def circle(page: Page, row: Any) -> Locator:
    return page.get_by_role("checkbox", name=f"Выполнено: {row['title']}")


def test_done_stays_a_while_with_a_way_back(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    row = task()
    where = group(page, row["group"])
    # Nobody reloads: the list hears of the new task by itself.
    expect(where.get_by_text(row["title"])).to_be_visible()
    groups = anna.get("/tasks/groups")["groups"]
    before = next(each["count"] for each in groups if each["group"] == row["group"])
    expect(count(page, row["group"])).to_have_text(str(before))
    with page.expect_response(lambda answer: answer.url.endswith("/complete") and answer.ok):
        circle(page, row).check()
    expect(circle(page, row)).to_be_checked()
    expect(count(page, row["group"])).to_have_text(str(before - 1))
    assert anna.get(f"/tasks/{row['id']}")["status"] == "completed"
    page.get_by_role("button", name="Отменить").click()
    expect(circle(page, row)).not_to_be_checked()
    expect(count(page, row["group"])).to_have_text(str(before))
    assert anna.get(f"/tasks/{row['id']}")["status"] == "open"


def test_completing_offers_the_next_task(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    client = anna.post("/clients", {"name": f"Клиент {uuid.uuid4().hex[:6]}"})["client"]
    row = task(client_id=client["id"])
    circle(page, row).check()
    page.locator(f"[data-task='{row['id']}']").get_by_role("button", name="Следующая задача").click()
    dialog = page.get_by_role("dialog")
    title = dialog.get_by_label("Что сделать")
    expect(title).to_have_value(row["title"])
    title.fill(f"{row['title']} снова")
    dialog.get_by_role("button", name="Создать задачу").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(f"{row['title']} снова")).to_be_visible()
    [left] = anna.get(f"/tasks?client={client['id']}")["items"]
    assert left["title"] == f"{row['title']} снова" and left["due_at"] is not None
    anna.post(f"/tasks/{left['id']}/archive")


def test_put_off_until_tomorrow_and_back(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    row = task(due=timedelta(hours=-2), remind_at=(datetime.now(UTC) - timedelta(hours=3)).isoformat())
    expect(group(page, "overdue").get_by_text(row["title"])).to_be_visible()
    page.get_by_role("button", name=f"Отложить: {row['title']}").click()
    page.get_by_role("menuitem", name="До завтра, 9:00").click()
    expect(group(page, "tomorrow").get_by_text(row["title"])).to_be_visible()
    expect(group(page, "overdue").get_by_text(row["title"])).to_have_count(0)
    page.get_by_role("button", name="Отменить").click()
    expect(group(page, "overdue").get_by_text(row["title"])).to_be_visible()
    back = anna.get(f"/tasks/{row['id']}")
    assert [datetime.fromisoformat(back[key]) for key in ("due_at", "remind_at")] == [
        datetime.fromisoformat(row[key]) for key in ("due_at", "remind_at")
    ]


def test_added_in_one_line_once(page: Page, anna: Caller) -> None:
    title = f"Быстрая {uuid.uuid4().hex[:8]}"
    line = page.get_by_role("textbox", name="Новая задача")
    line.fill(title)
    page.get_by_role("radio", name="Завтра").click()
    line.press("Enter")
    line.press("Enter")
    expect(group(page, "tomorrow").get_by_text(title)).to_be_visible()
    expect(line).to_have_value("")
    [made] = anna.get(f"/tasks?q={title}")["items"]
    assert made["group"] == "tomorrow"
    anna.post(f"/tasks/{made['id']}/archive")


def test_counts_are_the_servers_and_overdue_shows(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    late = task(due=timedelta(days=-3), priority="high")
    expect(group(page, "overdue").get_by_text(late["title"])).to_be_visible()
    for each in anna.get("/tasks/groups")["groups"]:
        if each["count"]:
            expect(count(page, each["group"])).to_have_text(str(each["count"]))
        else:
            expect(group(page, each["group"])).to_have_count(0)


def test_two_edit_at_once_and_nothing_is_lost(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    row = task()
    page.get_by_role("link", name=row["title"]).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Заметка").fill("Моя заметка")
    expect(page).to_have_url(re.compile(f"open={row['id']}"))
    anna.patch(f"/tasks/{row['id']}", row["version"], {"note": "Чужая заметка"})
    sheet.get_by_role("button", name="Сохранить", exact=True).click()
    expect(sheet.get_by_role("alert")).to_contain_text("Чужая заметка")
    expect(sheet.get_by_label("Заметка")).to_have_value("Моя заметка")
    sheet.get_by_role("button", name="Оставить моё").click()
    expect(sheet).to_have_count(0)
    assert anna.get(f"/tasks/{row['id']}")["note"] == "Моя заметка"


def test_by_keyboard_with_help(page: Page, anna: Caller, task: Callable[..., Any]) -> None:
    row = task(due=timedelta(days=-400))  # the first of all
    expect(page.locator("[data-task]").first).to_contain_text(row["title"])
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=row["title"])).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.get_by_role("link", name=row["title"])).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name=row["title"]).focus()
    with page.expect_response(lambda answer: answer.url.endswith("/complete") and answer.ok):
        page.keyboard.press("x")
    expect(circle(page, row)).to_be_checked()
    page.keyboard.press("Shift+?")
    help = page.get_by_role("dialog")
    for words in ("Выполнить задачу", "Отложить задачу", "Следующая задача в списке"):
        expect(help.get_by_text(words)).to_be_visible()


def test_on_a_phone(smena: Installation, at_work: Callable[..., Page], task: Callable[..., Any]) -> None:
    row = task(title=f"Согласовать с заказчицей индивидуальный проект {uuid.uuid4().hex[:6]}")
    phone = at_work("anna", phone=True)
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(f"{smena.url}/tasks")
    expect(circle(phone, row)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    for target in (circle(phone, row), phone.get_by_role("button", name=f"Отложить: {row['title']}")):
        box = target.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
    circle(phone, row).tap()
    expect(circle(phone, row)).to_be_checked()


def test_a_refusal_rolls_back(page: Page, task: Callable[..., Any]) -> None:
    row = task()
    expect(circle(page, row)).to_be_visible()
    page.route("**/complete", lambda route: route.abort())
    circle(page, row).click()
    expect(page.get_by_text(re.compile("Нет связи")).first).to_be_visible()
    expect(circle(page, row)).not_to_be_checked()
