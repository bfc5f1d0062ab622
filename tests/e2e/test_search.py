"""Finding anything from anywhere."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation


def test_search_finds_a_client_by_part_of_the_name_and_opens_him(
    smena: Installation, at_work: Callable[..., Page]
) -> None:
    with Caller(smena, "anna") as anna:
        client = anna.get("/clients?limit=5")["items"][-1]
    page = at_work("anna")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Поиск")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").or_(dialog.get_by_role("searchbox")).first.fill(client["name"][:7])
    dialog.get_by_text(client["name"]).first.click()
    expect(page.get_by_text(client["name"]).first).to_be_visible()


def test_a_colleagues_client_is_not_found(smena: Installation, at_work: Callable[..., Page]) -> None:
    with Caller(smena, "olena") as olena, Caller(smena, "anna") as anna:
        phone = next(c["phone"] for c in olena.get("/clients?limit=20")["items"] if c["phone"])
        assert anna.get(f"/search?q={phone[-7:]}") | {} == anna.get("/search?q=0000000000000") | {}
    page = at_work("anna")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Поиск")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").or_(dialog.get_by_role("searchbox")).first.fill(phone[-7:])
    expect(dialog.get_by_text("Ничего не найдено").first).to_be_visible()
