"""The demo company's page on an origin of its own, the API on another, and a real browser."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from local.demo_site import create_app
from tests.support import processes
from tests.support.browser import FLAGS, chromium
from tests.support.database import Base


@dataclass(frozen=True)
class Page2Api:
    """Where the page and the API are, and what arrived."""

    site: str
    api: str
    key: str
    base: Base

    async def events(self) -> list[dict[str, Any]]:
        """Stored events, the oldest first, JSON bodies read."""
        rows = await self.base.rows("select * from private.inbound_events order by received_at")
        return [{**row, "sent": json.loads(row["body"]) if row["body"][:1] == b"{" else None} for row in rows]


def site_app(api: str, base: Base, url: str) -> Starlette:
    """The demo's page, and one at /other with nothing but a script element that has the given attributes."""
    app = create_app(api_url=api, database_url=base.url(), site_url=url)

    async def other(request: Request) -> HTMLResponse:
        data = " ".join(f'data-{name}="{escape(value)}"' for name, value in request.query_params.items())
        html = f'<!doctype html><html lang="en"><body><script async src="{api}/widget.js" {data}></script>'
        policy = f"default-src 'none'; script-src {api}; connect-src {api}"
        return HTMLResponse(html, headers={"content-security-policy": policy})

    app.router.routes.insert(0, Route("/other", other))
    return app


@pytest.fixture
async def demo(db: Base) -> AsyncIterator[Page2Api]:
    await db.run("delete from public.site_keys")
    await db.run(
        "insert into public.site_keys (source_id, per_minute) select id, 600 from public.lead_sources where channel = 'site'"
    )
    key = await db.value("select public_key from public.site_keys")
    with (
        processes.served(db) as api,
        processes.serving(lambda url: site_app(api, db, url)) as site,
    ):
        yield Page2Api(site, api, key, db)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page that counts breaches of its Content-Security-Policy as failures."""
    context = await browser.new_context(locale="uk-UA")
    context.set_default_timeout(15_000)
    opened = await context.new_page()
    breaches: list[str] = []
    opened.on(
        "console",
        lambda message: breaches.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield opened
    await context.close()
    assert not breaches, breaches
