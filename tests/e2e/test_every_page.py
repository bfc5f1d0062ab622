"""What holds on every page: accessibility in both themes, nothing sideways on a phone, three languages, light scripts, a quiet console.

A page is opened once for everything that can be seen of it on one screen: opening is what takes the time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.installation import ROOT, Installation
from tests.e2e.pages import ENTRY_PAGES, MANAGER_PAGES, PAGES, addresses, route_of, routes

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
# Kilobytes of JavaScript as it travels: what the page before the sign-in, and any screen behind it, may weigh.
# (Of a screen's the last five are for a notice of something that happens meanwhile.)
ENTRY_BUDGET, PAGE_BUDGET = 200, 275
# The demo's newest client has written: the form that answers him comes with his card.
BUDGETS = {"/clients/$client": 285}
PHONES = (390, 360)
OF_COLOURS = ("color-contrast", "link-in-text-block")
PERSONAS = [pytest.param("admin", PAGES, id="admin"), pytest.param("anna", MANAGER_PAGES, id="manager")]

# Nothing is on its way or moves, and nothing has changed for a moment.
AT_REST = """() => new Promise((resolve) => {
    const latest = performance.now() + 10_000;
    let timer;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(look, 200);
    };
    const changes = new MutationObserver(wait);
    const look = () => {
        const isHere = document.fonts.status === "loaded" && document.querySelector("h1");
        const isMoving = document.getAnimations().some(
            (one) => one.playState === "running" && Number.isFinite(one.effect?.getComputedTiming().endTime));
        const isWaiting = !isHere || isMoving || document.querySelector("[aria-busy=true], .animate-shimmer");
        if (isWaiting && performance.now() < latest) return wait();
        changes.disconnect();
        resolve();
    };
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    wait();
})"""


def test_no_route_is_forgotten_here() -> None:
    assert {route_of(page) for page in (*PAGES, *ENTRY_PAGES)} == routes()
    assert {route_of(page) for page in MANAGER_PAGES} <= routes()


def settle(page: Page) -> None:
    """Everything that was asked for is there."""
    page.wait_for_load_state("load")
    page.evaluate(AT_REST)


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """axe's findings as lines, by all rules or these; injected as a file since the page's policy takes no inline script."""
    page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    chosen = {"resultTypes": ["violations"], **only}
    found = page.evaluate("async (chosen) => (await axe.run(document, chosen)).violations", chosen)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def of_both_themes(page: Page) -> list[str]:
    """The same elements in other colours: in the second theme only rules about colours can find something new."""
    found = violations(page)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    other: Literal["light", "dark"] = "light" if is_dark else "dark"
    page.emulate_media(color_scheme=other)  # in which the next page begins
    settle(page)  # colours take a moment to change, longer on a busy machine
    return found + [f"{other}: {line}" for line in violations(page, OF_COLOURS)]


def complaints(page: Page) -> list[str]:
    """What the page says in its console, and what the server breaks at, from now on."""
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
    return said


def opened(page: Page, pages: dict[str, str]) -> Iterator[str]:
    """Each page by its name, when everything is there."""
    for name, address in pages.items():
        page.goto(address)
        settle(page)
        yield name


@pytest.mark.parametrize(("login", "pages"), PERSONAS)
def test_pages_are_accessible_light_and_quiet(
    smena: Installation, at_work: Callable[..., Page], login: str, pages: tuple[str, ...]
) -> None:
    page = at_work(login)
    said = complaints(page)
    found, heavy = {}, {}
    for name in opened(page, addresses(smena, pages)):
        if (size := weight(page)) > BUDGETS.get(name, PAGE_BUDGET):
            heavy[name] = size
        if lines := of_both_themes(page):
            found[name] = lines
    assert found == {}
    assert heavy == {}
    assert said == []


def test_pages_before_sign_in_are_accessible_and_light(
    smena: Installation, contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts().new_page()
    found = {}
    for path in opened(page, {path: f"{smena.url}{path}" for path in ENTRY_PAGES}):
        if path == "/sign-in":
            assert weight(page) <= ENTRY_BUDGET
        if lines := of_both_themes(page):
            found[path] = lines
    assert found == {}


def wide(page: Page, pages: dict[str, str]) -> dict[str, int]:
    """The pages that are wider than the screen."""
    found = {}
    for name in opened(page, pages):
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 740})
            settle(page)
            if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
                found[f"{name} at {width}"] = scroll
    return found


@pytest.mark.parametrize(("login", "pages"), PERSONAS)
def test_nothing_moves_sideways_on_a_phone(
    smena: Installation, at_work: Callable[..., Page], login: str, pages: tuple[str, ...]
) -> None:
    assert wide(at_work(login, phone=True), addresses(smena, pages)) == {}


def test_nothing_moves_sideways_before_sign_in(
    smena: Installation, contexts: Callable[..., BrowserContext]
) -> None:
    pages = {path: f"{smena.url}{path}" for path in ENTRY_PAGES}
    assert wide(contexts(phone=True).new_page(), pages) == {}


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


def weight(page: Page) -> int:
    """Kilobytes of gzipped JavaScript that the page asked for before it rested; what it fetches ahead is not counted."""
    scripts = page.evaluate(
        """() => {
            const quiet = performance.getEntriesByName("quiet")[0]?.startTime ?? Infinity;
            const asked = performance.getEntriesByType("resource").filter(({ startTime }) => startTime < quiet);
            return asked.map(({ name }) => name.split("/assets/")[1] ?? "").filter((name) => name.endsWith(".js"));
        }"""
    )
    assert scripts
    files = [Path(ROOT / "frontend" / "dist" / "assets" / f"{name}.gz") for name in set(scripts)]
    return sum(file.stat().st_size for file in files) // 1000
