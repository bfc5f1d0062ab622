"""Fixtures of the browser tests: one demo installation for all of them, pages in the persona's hands."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, ViewportSize, expect

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.support.browser import FLAGS, chromium

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

# Two busy cores are slow, not broken.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    """The machine's Chromium, one for all tests."""
    launched = browser_type.launch(executable_path=chromium(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def smena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`./smena up --demo` with fresh data. While writing tests SMENA_E2E_URL and SMENA_E2E_DATA name one that runs."""
    if url := os.environ.get("SMENA_E2E_URL"):
        yield Installation.borrowed(url, Path(os.environ["SMENA_E2E_DATA"]))
        return
    with Installation(tmp_path_factory.mktemp("e2e") / "data", "--demo") as running:
        yield running


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts (each a device of its own), Russian and light unless told otherwise."""
    made: list[BrowserContext] = []

    def make(*, phone: bool = False, dark: bool = False, locale: str = "ru-RU") -> BrowserContext:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            locale=locale,
            timezone_id="Europe/Kyiv",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def at_work(smena: Installation, contexts: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`at_work("anna")`: a page signed in as that persona of the demo, on the dashboard."""

    def sign_in(login: str, **device: object) -> Page:
        person = Person(contexts(**device).new_page(), smena.url)
        person.sign_in(f"{login}@demo.example")
        return person.page

    return sign_in


@pytest.fixture
def visitor(smena: Installation, contexts: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is not signed in."""
    return contexts().new_page()
