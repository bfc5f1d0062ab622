"""A served API and a site on the test's own database."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.support import processes, site
from tests.support.database import Base
from tests.support.site import Site


@pytest.fixture
def address(db: Base) -> Iterator[str]:
    """The API's own address, over real HTTP."""
    with processes.served(db) as url:
        yield url


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=address, trust_env=False, headers={"accept-language": "en"}
    ) as client:
        yield client


@pytest.fixture
async def shop(db: Base, http: httpx.AsyncClient) -> Site:
    """A site whose pages are on https://shop.example."""
    return await site.make(db, http)
