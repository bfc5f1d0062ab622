"""Story 5: deals across the board by mouse, touch, keyboard and menu, with every transition dated."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


@pytest.fixture
def anna(smena: Installation) -> Iterator[Caller]:
    with Caller(smena, "anna") as caller:
        yield caller


@pytest.fixture
def board(smena: Installation, at_work: Callable[..., Page]) -> Page:
    page = at_work("anna")
    page.goto(f"{smena.url}/deals")
    expect(cards(page, "Новые").first).to_be_visible()
    return page


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def cards(page: Page, name: str) -> Locator:
    """The column's deals; a skeleton is none."""
    return column(page, name).locator("li[data-deal]")


def counted(anna: Caller, name: str) -> int:
    """How many deals of hers are in the stage."""
    columns = anna.get("/deals/board")["stages"]
    count: int = next(column["count"] for column in columns if column["stage"]["name"] == name)
    return count


def expect_count(page: Page, name: str, count: int) -> None:
    """The column's header says so."""
    digits = r"\s?".join(str(count))
    expect(column(page, name).locator("header span.tabular").first).to_have_text(
        re.compile(rf"^\D*{digits}\D*$")
    )


def first_card(page: Page, name: str) -> str:
    expect(cards(page, name).first).to_be_visible()
    deal = cards(page, name).first.get_attribute("data-deal")
    assert deal
    return deal


def card(page: Page, deal: str) -> Locator:
    return page.locator(f"[data-deal='{deal}']")


def drag(page: Page, what: Locator, onto: Locator) -> None:
    start, end = what.bounding_box(), onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 60, start["y"] + 50)
    page.mouse.down()
    page.mouse.move(start["x"] + 75, start["y"] + 60, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 120, steps=12)
    page.wait_for_timeout(150)
    page.mouse.up()


def test_by_mouse_with_undo(board: Page, anna: Caller) -> None:
    deal = first_card(board, "Новые")
    new, begun = counted(anna, "Новые"), counted(anna, "В работе")
    expect_count(board, "Новые", new)
    with board.expect_response(lambda answer: answer.url.endswith("/move") and answer.ok):
        drag(board, card(board, deal), column(board, "В работе"))
    expect(column(board, "В работе").locator(f"[data-deal='{deal}']")).to_be_visible()
    expect_count(board, "Новые", new - 1)
    expect_count(board, "В работе", begun + 1)
    board.get_by_role("button", name="Отменить").click()
    expect(column(board, "Новые").locator(f"[data-deal='{deal}']")).to_be_visible()
    board.reload()
    expect(cards(board, "Новые").first).to_have_attribute("data-deal", deal)
    expect_count(board, "Новые", new)
    expect_count(board, "В работе", begun)


def test_by_keyboard(board: Page) -> None:
    deal = first_card(board, "В работе")
    handle = card(board, deal).get_by_role("button", name=re.compile("Перетащить"))
    handle.focus()
    board.keyboard.press("Space")
    board.wait_for_timeout(200)
    board.keyboard.press("ArrowRight")
    board.wait_for_timeout(200)
    with board.expect_response(lambda answer: answer.url.endswith("/move") and answer.ok):
        board.keyboard.press("Space")
    expect(column(board, "Предложение").locator(f"[data-deal='{deal}']")).to_be_visible()


def test_lost_asks_why_and_won_takes_the_sum(board: Page) -> None:
    lost, won = first_card(board, "Предложение"), first_card(board, "Новые")
    move_by_menu(board, lost, "Проиграны")
    dialog = board.get_by_role("dialog")
    dialog.get_by_role("button", name="Отметить проигранной").click()
    expect(dialog.get_by_text("Выберите причину")).to_be_visible()
    dialog.get_by_text("Дорого").click()
    dialog.get_by_role("button", name="Отметить проигранной").click()
    expect(column(board, "Проиграны").locator(f"[data-deal='{lost}']")).to_be_visible()
    move_by_menu(board, won, "Выиграны")
    board.get_by_label("Итоговая сумма").fill("77500")
    board.get_by_role("button", name="Отметить выигранной").click()
    expect(column(board, "Выиграны").locator(f"[data-deal='{won}']")).to_contain_text("77 500")


def move_by_menu(page: Page, deal: str, stage: str) -> None:
    """The single-pointer way: «…», then the stage."""
    card(page, deal).hover()
    card(page, deal).get_by_role("button", name=re.compile("Действия")).click()
    page.get_by_role("menuitem", name=stage).click()


def test_a_refused_move_comes_back(board: Page) -> None:
    deal = first_card(board, "Новые")
    board.route("**/move", lambda route: route.abort())
    move_by_menu(board, deal, "В работе")
    expect(board.get_by_text(re.compile("Нет связи")).first).to_be_visible()
    expect(column(board, "Новые").locator(f"[data-deal='{deal}']")).to_be_visible()


def test_the_sheet_keeps_every_transition_and_takes_edits(board: Page) -> None:
    deal = first_card(board, "Новые")
    move_by_menu(board, deal, "Предложение")
    card(board, deal).get_by_role("button").first.click()
    sheet = board.get_by_role("dialog")
    expect(sheet.get_by_text("Новые").first).to_be_visible()
    expect(sheet.locator("ol time").first).to_be_visible()
    sheet.get_by_label("Название").fill("Кухня с барной стойкой")
    sheet.get_by_role("button", name="Сохранить").click()
    expect(sheet.get_by_role("heading", name="Кухня с барной стойкой")).to_be_visible()
    board.keyboard.press("Escape")
    expect(card(board, deal)).to_contain_text("Кухня с барной стойкой")


def test_the_second_writer_sees_what_the_first_saved(
    smena: Installation, board: Page, at_work: Callable[..., Page]
) -> None:
    deal = first_card(board, "Новые")
    head = at_work("admin")
    for page in (board, head):
        page.goto(f"{smena.url}/deals?open={deal}")
        expect(page.get_by_role("textbox", name="Название")).to_be_visible()
    board.get_by_role("dialog").get_by_label("Заметка").fill("мой текст")
    head.get_by_role("textbox", name="Название").fill("Название от руководителя")
    head.get_by_role("button", name="Сохранить").click()
    expect(head.get_by_text("Сохранено").first).to_be_visible()
    board.get_by_role("button", name="Сохранить").click()
    sheet = board.get_by_role("dialog")
    expect(sheet.get_by_label("Заметка")).to_have_value("мой текст")
    expect(sheet.get_by_text("Название от руководителя").first).to_be_visible()


def test_by_long_press_on_a_phone(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("anna", phone=True)
    page.goto(f"{smena.url}/deals")
    deals = cards(page, "Новые")
    expect(deals.nth(2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    moved, over = deals.nth(0).get_attribute("data-deal"), deals.nth(2)
    start, end = deals.nth(0).bounding_box(), over.bounding_box()
    assert moved and start and end
    touch = page.context.new_cdp_session(page)
    at = {"x": start["x"] + 80, "y": start["y"] + 40}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    page.wait_for_timeout(450)
    for step in range(1, 13):
        y = at["y"] + (end["y"] + end["height"] - 10 - at["y"]) * step / 12
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": at["x"], "y": y}]})
        page.wait_for_timeout(25)
    with page.expect_response(lambda answer: answer.url.endswith("/move") and answer.ok):
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(deals.first).not_to_have_attribute("data-deal", moved)


def test_a_colleagues_deal_is_not_there(
    smena: Installation, board: Page, at_work: Callable[..., Page]
) -> None:
    deal = first_card(board, "Новые")
    page = at_work("olena")
    page.goto(f"{smena.url}/deals?open={deal}")
    expect(page.get_by_text("Угоди тут більше немає")).to_be_visible()


def test_the_filter_survives_reload_and_back(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("admin")
    page.goto(f"{smena.url}/deals")
    page.get_by_role("button", name="Ответственный").click()
    page.get_by_role("option", name="Олена Савчук").click()
    expect(page).to_have_url(re.compile("owner="))
    page.reload()
    expect(page.get_by_role("button", name=re.compile("Ответственный: Олена"))).to_be_visible()
