"""The CRM beside a simulated Facebook: a page that an admin has connected, people who write to it."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from simulator.messenger.state import PAGE, SCOPES
from simulator.meta.apps import META_APP_ID
from tests.channels.instagram.conftest import Shop, opened, vendor
from tests.support.database import Base

__all__ = ["vendor"]


async def consent(shop: Shop, **given: Any) -> httpx.Response:
    """The admin goes to Facebook's page and answers there; where the browser is sent."""
    async with shop.as_() as admin:
        answer = await admin.post(f"/api/v1/lead-sources/{shop.source_id}/connect")
    assert answer.status_code == 200, answer.text
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.json()["url"]).query).items()}
    assert asked["client_id"] == META_APP_ID
    form = {**asked, "decision": "allow", "account": [PAGE], "granted": list(SCOPES), **given}
    return await shop.sim.post("/www.facebook.com/dialog/oauth", data=form)


@pytest.fixture
async def unconnected(db: Base, vendor: str) -> AsyncIterator[Shop]:
    """A page that nobody has connected yet."""
    async with opened(db, vendor, "messenger", PAGE) as made:
        yield made


@pytest.fixture
async def shop(unconnected: Shop) -> Shop:
    """A connected one."""
    assert "connected=1" in await unconnected.back(await consent(unconnected))
    return unconnected
