"""Two databases brought up by the two tools: `supabase db push` and `alembic upgrade head` with the policy files."""

from collections.abc import Iterator

import pytest

from api.db import migrate
from local.postgres.cluster import Cluster
from tests.supabase.cli import Cli
from tests.support import bare
from tests.support.cluster import aside

PUSHED, MIGRATED = "by_supabase_push", "by_alembic"


@pytest.fixture(scope="session")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The CLI on a copy of the project."""
    return Cli.in_copy(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def pushed(cluster: Cluster, cli: Cli) -> Iterator[str]:
    """Address of a database that only the CLI has touched."""
    bare.make(cluster, PUSHED)
    url = cluster.url("postgres", PUSHED)
    cli.push(url)
    yield url


@pytest.fixture(scope="session")
def migrated(cluster: Cluster) -> Iterator[str]:
    """Address of a database that only our own migration command has touched."""
    bare.make(cluster, MIGRATED)
    url = cluster.url("postgres", MIGRATED)
    aside(migrate.upgrade, url)
    yield url
