"""Serves the page: static files, and two pages with the address of the installation and the site key filled in."""

import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from html import escape
from pathlib import Path
from string import Template

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from local.demo_site.site_key import listed

PAGES = Path(__file__).with_name("pages")
DEFAULT_URL = "http://127.0.0.1:8001"


def create_app(
    *,
    api_url: str | None = None,
    database_url: str | None = None,
    site_url: str | None = None,
    site_key: str | None = None,
) -> Starlette:
    """The page of `site_url`, posting to `api_url`; what is not given comes from the environment (see the package).

    With a database the page's origin is added to the key's list at the start; without one `site_key` must be given.
    """
    api = (api_url or os.environ["PUBLIC_URL"]).rstrip("/")
    site = (site_url or os.environ.get("DEMO_SITE_URL", DEFAULT_URL)).rstrip("/")
    database = database_url or os.environ.get("DATABASE_URL")
    values = {"api": api, "key": site_key or "", "company": "Мебель на заказ"}

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if database:
            found = await listed(database, site, site_key)
            values.update(key=found.public_key, company=found.company)
        yield

    async def page(request: Request) -> Response:
        name = "thanks.html" if request.url.path == "/spasibo" else "index.html"
        return HTMLResponse(fill(name, values), headers={"content-security-policy": policy(api)})

    routes = [Route("/", page), Route("/spasibo", page), Mount("/", StaticFiles(directory=PAGES))]
    return Starlette(routes=routes, lifespan=lifespan)


def fill(name: str, values: Mapping[str, str]) -> str:
    """A page with its placeholders filled in."""
    text = (PAGES / name).read_text("utf-8")
    return Template(text).substitute({key: escape(value) for key, value in values.items()})


def policy(api: str) -> str:
    """As strict as a careful site would have it: the widget must live with it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {api}",
            f"connect-src {api}",
            "style-src 'self'",
            "img-src 'self' data:",
            f"form-action 'self' {api}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
