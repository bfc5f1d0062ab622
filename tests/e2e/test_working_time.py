"""Story 3 and what belongs to it: who was at work and when, breaks, the end of work, forgotten shifts, disputed days, plans."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "admin") as caller:
        yield caller


def row_of(page: Page, name: str) -> Locator:
    """A manager's line of the head's table."""
    return page.get_by_role("table", name="Команда").get_by_role("row").filter(has_text=name)


def local(moment: str) -> str:
    """A time of the API as a Kyiv clock shows it."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Kyiv")).strftime("%H:%M")


def id_of(head: Caller, login: str) -> str:
    team: list[dict[str, Any]] = head.get("/team")["items"]
    return next(row["id"] for row in team if row["email"] == f"{login}@demo.example")


def test_the_head_sees_when_each_began_and_finished_and_how_long_he_was_active(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    with Caller(smena, "anna") as anna:
        anna.post("/worktime/start")
        page = at_work("admin")
        anna_id = id_of(head, "anna")
        team = head.get("/dashboard/team?period=month")["team"]
        known = next(row for row in team if row["manager"] and row["manager"]["id"] == anna_id)
        line = row_of(page, "Анна Коваленко")
        expect(line).to_contain_text(local(known["started_at"]))
        expect(line).to_contain_text(f"{round(known['activity_rate'] * 100)}\u00a0%")
        expect(line).to_contain_text("На смене")
        anna.post("/worktime/break")
        expect(line).to_contain_text("Перерыв")
        anna.post("/worktime/break/end")
        expect(line).to_contain_text("На смене")
        line.get_by_role("link", name="Анна Коваленко").click()
        sheet = page.get_by_role("dialog")
        day = head.get(f"/worktime/days/{known_day(head)}?manager_id={anna_id}")
        expect(sheet).to_contain_text(f"{local(day['started_at'])} – сейчас")
        expect(sheet.get_by_role("img", name=re.compile("На смене .*активно"))).to_be_visible()
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)


def known_day(caller: Caller) -> str:
    """The company's today."""
    day: str = caller.get("/worktime/today")["day"]
    return day


def test_break_end_of_work_and_the_question_whether_to_go_on(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    page = at_work("anna")
    page.clock.install(time=datetime.now(UTC))
    page.goto(smena.url)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="На смене")).to_be_visible()
    main.get_by_role("button", name="Перерыв").click()
    expect(main.get_by_role("heading", name="Перерыв")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Рабочее время: Перерыв с"))).to_be_visible()
    main.get_by_role("button", name="Вернуться").click()
    expect(main.get_by_role("heading", name="На смене")).to_be_visible()
    page.get_by_role("button", name=re.compile("Рабочее время")).click()
    page.get_by_role("menuitem", name="Закончить работу").click()
    expect(main.get_by_role("heading", name="Не на смене")).to_be_visible()
    page.get_by_role("alertdialog").get_by_role("button", name="Закрыть").click()
    page.clock.fast_forward(61_000)
    page.mouse.move(300, 300)
    question = page.get_by_role("alertdialog").filter(has_text="Вы закончили работу в")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Продолжить работу").click()
    expect(main.get_by_role("heading", name="На смене")).to_be_visible()


def test_beats_name_the_client_that_is_open_and_come_once_a_minute(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    page = at_work("anna")
    with Caller(smena, "anna") as anna:
        client = anna.get("/clients?limit=1")["items"][0]
        page.clock.install(time=datetime.now(UTC))
        beats: list[Any] = []
        page.on(
            "request",
            lambda asked: beats.append(asked.post_data_json) if asked.url.endswith("/beat") else None,
        )
        page.goto(f"{smena.url}/clients/{client['id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text(client["name"])
        for minute in range(1, 3):
            page.clock.fast_forward(70_000)
            for x in range(10):
                page.mouse.move(200 + 20 * minute + x, 300)
            page.wait_for_timeout(300)
        assert beats[-2:] == [{"client_id": client["id"]}] * 2
        count = len(beats)
        page.clock.fast_forward(300_000)
        page.wait_for_timeout(300)
        assert len(beats) == count <= 3, "nobody touched anything"
        focus = anna.get(f"/worktime/days/{known_day(anna)}")["focus"]
        assert client["id"] in {row["client_id"] for row in focus}


def test_a_forgotten_shift_is_asked_about_disputed_and_decided(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    with Caller(smena, "bohdan") as bohdan:
        question = bohdan.get("/worktime/today")["question"]
    page = at_work("bohdan")
    dialog = page.get_by_role("dialog", name="Коли завершилася зміна?")
    expect(dialog).to_contain_text(local(question["ended_at"]))
    dialog.get_by_role("button", name="В інший час").click()
    dialog.get_by_role("button", name="Надіслати").click()
    expect(dialog.get_by_text("Заповніть це поле").first).to_be_visible()
    later = datetime.fromisoformat(question["ended_at"]) + timedelta(minutes=30)
    hour, minute = local(later.isoformat()).split(":")
    dialog.get_by_role("spinbutton").first.click()
    page.keyboard.type(hour + minute)
    dialog.get_by_label("Чому").fill("Закінчував пропозицію на папері")
    dialog.get_by_role("button", name="Надіслати").click()
    expect(dialog).to_have_count(0)

    admin = at_work("admin")
    admin.goto(f"{smena.url}/team/{id_of(head, 'bohdan')}/time")
    card = admin.get_by_role("article").filter(has_text="Закінчував пропозицію на папері")
    expect(card).to_contain_text(f"Другой конец смены {hour}:{minute}")
    card.get_by_label("Ответ сотруднику").fill("Договорились")
    card.get_by_role("button", name="Принять").click()
    expect(card).to_contain_text("Принято")

    page.goto(f"{smena.url}/profile/time?day={question['day']}")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Прийнято")
    expect(sheet).to_contain_text("Договорились")
    expect(sheet).to_contain_text("З виправленнями")


def test_a_day_of_the_calendar_is_disputed(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("olena")
    with Caller(smena, "olena") as olena:
        today = datetime.fromisoformat(known_day(olena))
        first = (today - timedelta(days=40)).date()
        report = olena.get(f"/worktime/days?from_day={first}&to_day={(today - timedelta(days=20)).date()}")
        day = next(row for row in report["days"] if row["presence_minutes"] > 0)["day"]
        page.goto(f"{smena.url}/profile/time?month={day[:7]}")
        number = int(day[8:])
        page.get_by_role("button", name=re.compile(f", {number} .*: на зміні")).click()
        page.get_by_role("dialog").get_by_role("button", name="Оскаржити день").click()
        form = page.get_by_role("dialog", name="Оскаржити день")
        form.get_by_text("Опишіть словами").click()
        form.get_by_label("Чому").fill("Світла не було")
        form.get_by_role("button", name="Надіслати").click()
        expect(form).to_have_count(0)
        expect(page.get_by_role("dialog").get_by_text("Чекає на рішення")).to_be_visible()
        asked = olena.get("/worktime/corrections")["items"][0]
        assert (asked["day"], asked["kind"], asked["status"]) == (day, "other", "open")


def test_the_head_plans_a_week_and_leave(
    smena: Installation, at_work: Callable[..., Page], head: Caller
) -> None:
    page = at_work("admin")
    who = id_of(head, "iryna")
    page.goto(f"{smena.url}/team/{who}/time")
    page.get_by_role("button", name="Изменить").click()
    page.get_by_text("суббота", exact=True).click()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("button", name="Сохранить")).to_have_count(0)
    assert 6 in {day["weekday"] for day in head.get(f"/schedule/week/{who}")["days"]}
    page.get_by_role("button", name="Изменить").click()
    page.get_by_text("суббота", exact=True).click()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("button", name="Сохранить")).to_have_count(0)
    assert 6 not in {day["weekday"] for day in head.get(f"/schedule/week/{who}")["days"]}
    page.get_by_role("button", name="Добавить").click()
    form = page.get_by_role("dialog", name="Особый день")
    form.get_by_role("button", name=re.compile("Что это")).click()
    page.get_by_role("option", name="Отпуск").click()
    form.get_by_label("Заметка").fill("Море")
    form.get_by_role("button", name="Сохранить").click()
    line = page.get_by_role("listitem").filter(has_text="Море")
    expect(line).to_contain_text("Отпуск")
    line.get_by_role("button", name=re.compile("Убрать")).click()
    expect(line).to_have_count(0)
