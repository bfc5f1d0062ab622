"""Clients as the browser tests make and see them."""

import re
import time
from typing import Any, cast

from playwright.sync_api import Locator, Page

from tests.e2e.data_api import Caller

RUN = int(time.time()) % 100_000
SURNAME = f"Проверка{RUN}"


def add(caller: Caller, **client: object) -> dict[str, Any]:
    """A client of this persona's own."""
    return cast(dict[str, Any], caller.post("/clients", client)["client"])


def facts(caller: Caller, client_id: str) -> dict[str, Any]:
    """The client as stored now."""
    return cast(dict[str, Any], caller.get(f"/clients/{client_id}")["client"])


def edit(caller: Caller, client_id: str, **fields: object) -> None:
    """A colleague's quick edit."""
    caller.patch(f"/clients/{client_id}", facts(caller, client_id)["version"], fields)


def phone(number: int) -> str:
    """A number of this run's own."""
    return f"+38067{RUN:05}{number:02}"


def rows(page: Page) -> Locator:
    """Rows with something in them: the grey ones of a list on its way are none."""
    table = page.get_by_role("table", name="Клиенты")
    return table.and_(page.locator(":not([aria-busy=true])")).locator("tbody tr")


def choose(page: Page, chip: str, *options: str) -> None:
    """Ticks options of a filter chip."""
    page.get_by_role("button", name=re.compile(f"^{chip}")).click()
    for option in options:
        page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
