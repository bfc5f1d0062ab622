"""What holds on every page: accessibility in both themes, nothing sideways on a phone, three languages, the weight of scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.installation import ROOT, Installation
from tests.e2e.pages import ENTRY_PAGES, MANAGER_PAGES, PAGES, addresses, route_of, routes

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
# Kilobytes of JavaScript as it travels: what the page before the sign-in, and any screen behind it, may weigh.
ENTRY_BUDGET, PAGE_BUDGET = 200, 270
# The demo's newest client has written: the form that answers him comes with his card.
BUDGETS = {"/clients/$client": 280}


PERSONAS = [pytest.param("admin", PAGES, id="admin"), pytest.param("anna", MANAGER_PAGES, id="manager")]


def test_no_route_is_forgotten_here() -> None:
    assert {route_of(page) for page in (*PAGES, *ENTRY_PAGES)} == routes()
    assert {route_of(page) for page in MANAGER_PAGES} <= routes()


def settle(page: Page) -> None:
    """Everything that was asked for is there."""
    page.wait_for_load_state("load")
    # Not wait_for_function: it evaluates a string again and again, which the page's policy refuses.
    for _ in range(100):
        if page.evaluate("document.fonts.status === 'loaded' && document.querySelector('h1') !== null"):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(600)


def violations(page: Page) -> list[str]:
    """axe's findings as lines; injected as a file since the page's policy takes no inline script."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("login", "pages"), PERSONAS)
def test_axe_is_clean(
    smena: Installation, at_work: Callable[..., Page], login: str, pages: tuple[str, ...], dark: bool
) -> None:
    page = at_work(login, dark=dark)
    found = {}
    for name, address in addresses(smena, pages).items():
        page.goto(address)
        settle(page)
        if lines := violations(page):
            found[name] = lines
    assert found == {}


def test_axe_is_clean_before_sign_in(smena: Installation, contexts: Callable[..., BrowserContext]) -> None:
    found = {}
    for dark in (False, True):
        page = contexts(dark=dark).new_page()
        for path in ENTRY_PAGES:
            page.goto(f"{smena.url}{path}")
            settle(page)
            if lines := violations(page):
                found[f"{path} {dark}"] = lines
    assert found == {}


def wide(page: Page, pages: dict[str, str], width: int) -> dict[str, int]:
    """The pages that are wider than the screen."""
    found = {}
    for name, address in pages.items():
        page.goto(address)
        settle(page)
        if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[name] = scroll
    return found


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize(("login", "pages"), PERSONAS)
def test_nothing_moves_sideways_on_a_phone(
    smena: Installation, at_work: Callable[..., Page], login: str, pages: tuple[str, ...], width: int
) -> None:
    page = at_work(login, phone=True)
    page.set_viewport_size({"width": width, "height": 740})
    assert wide(page, addresses(smena, pages), width) == {}


def test_nothing_moves_sideways_before_sign_in(
    smena: Installation, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts(phone=True).new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    assert wide(page, addresses(smena, ENTRY_PAGES), 360) == {}


def test_no_page_complains_in_the_console(smena: Installation, at_work: Callable[..., Page]) -> None:
    page = at_work("admin")
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(f"{message.type}: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: said.append(f"exception: {error}"))
    page.on(
        "response",
        lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
    )
    for address in addresses(smena).values():
        page.goto(address)
        settle(page)
    assert said == []


@pytest.mark.parametrize(("language", "word"), [("Українська", "Клієнти"), ("English", "Clients")])
def test_the_language_changes_at_once_and_stays(
    smena: Installation, contexts: Callable[..., BrowserContext], language: str, word: str
) -> None:
    page = contexts().new_page()
    page.goto(f"{smena.url}/sign-in")
    page.get_by_text(language).click()
    settle(page)
    page.reload()
    settle(page)
    assert page.evaluate("document.documentElement.lang") == {"Клієнти": "uk", "Clients": "en"}[word]


def test_scripts_stay_light(
    smena: Installation, contexts: Callable[..., BrowserContext], at_work: Callable[..., Page]
) -> None:
    """Each screen opened cold, with nothing in the browser's cache."""
    heavy = {}
    page = contexts().new_page()
    if (size := weight(page, f"{smena.url}/sign-in")) > ENTRY_BUDGET:
        heavy["/sign-in"] = size
    signed_in = at_work("admin")
    state = signed_in.context.storage_state()
    for name, address in addresses(smena).items():
        cold = signed_in.context.browser.new_context(storage_state=state)  # type: ignore[union-attr]
        if (size := weight(cold.new_page(), address)) > BUDGETS.get(name, PAGE_BUDGET):
            heavy[name] = size
        cold.close()
    assert heavy == {}


def weight(page: Page, url: str) -> int:
    """Kilobytes of gzipped JavaScript that a cold visit loads before it rests; what it fetches ahead is not counted."""
    page.goto(url)
    settle(page)
    scripts = page.evaluate(
        """() => {
            const quiet = performance.getEntriesByName("quiet")[0]?.startTime ?? Infinity;
            const asked = performance.getEntriesByType("resource").filter(({ startTime }) => startTime < quiet);
            return asked.map(({ name }) => name.split("/assets/")[1] ?? "").filter((name) => name.endsWith(".js"));
        }"""
    )
    files = [Path(ROOT / "frontend" / "dist" / "assets" / f"{name}.gz") for name in set(scripts)]
    return sum(file.stat().st_size for file in files) // 1000
