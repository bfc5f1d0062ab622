"""Fixtures of every layer: a cluster per test process, a database per test, the API on it.

`db` is a clone with the personas of `tests.support.people`, `empty_db` one that nobody has set up, `api` the application
on `db`. For a database per module, clone in a fixture of your own: `async with templates.clone() as base`.
"""

from collections.abc import AsyncIterator, Iterator

import pytest

from local.postgres.cluster import Cluster
from tests.support import client, memory
from tests.support import cluster as support
from tests.support.client import Api
from tests.support.cluster import EMPTY, Templates
from tests.support.database import Base

memory.use()

# Begun first, so that no process works on one of them alone in the end. The first four have one company, which is made
# once in a process while nothing comes between them.
LONGEST = (
    "kpi/test_histories.py", "kpi/test_reconciled.py", "kpi/test_now.py", "kpi/test_board.py",
    "local/", "bench/", "db/test_matrix.py", "workers/", "widget/", "supabase/", "channels/email/", "auth/",
    "e2e/test_every_page.py", "e2e/test_weekly_report.py", "e2e/test_reminders.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    name = item.nodeid.removeprefix("tests/")
    return next((turn for turn, longest in enumerate(LONGEST) if name.startswith(longest)), len(LONGEST))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Embedded PostgreSQL, bootstrapped to look like Supabase; one per xdist worker."""
    with support.started() as running:
        yield running


@pytest.fixture(scope="session")
def templates(cluster: Cluster) -> Templates:
    """The migrated templates."""
    return support.templates(cluster)


@pytest.fixture
async def db(templates: Templates) -> AsyncIterator[Base]:
    """A database with a company and its people in it."""
    async with templates.clone() as base:
        yield base


@pytest.fixture
async def empty_db(templates: Templates) -> AsyncIterator[Base]:
    """A migrated database that nobody has set up."""
    async with templates.clone(EMPTY) as base:
        yield base


@pytest.fixture
async def api(db: Base) -> AsyncIterator[Api]:
    """The application on `db`."""
    async with client.running(db) as running:
        yield running
