"""One world for all of them: every probe is undone and refused, and the rows are read again all the same."""

from collections.abc import AsyncIterator

import pytest

from tests.db.probes import fingerprint
from tests.db.world import World, build
from tests.support.cluster import Templates
from tests.support.database import Base

WATCHED = (
    "public.clients",
    "public.deals",
    "public.tasks",
    "public.interactions",
    "public.files",
    "public.profiles",
)


@pytest.fixture(scope="package")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        yield cloned


@pytest.fixture(scope="package")
async def world(base: Base) -> World:
    return await build(base)


@pytest.fixture(autouse=True)
async def nothing_changed(base: Base, world: World) -> AsyncIterator[None]:
    """Every probe is undone and refused; the rows are read again all the same."""
    before = [await fingerprint(base, table) for table in WATCHED]
    yield
    assert [await fingerprint(base, table) for table in WATCHED] == before
