"""One bare database in Supabase's shape (no migrations of ours) and one gateway on it, for the whole session."""

from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from local.postgres import bootstrap
from local.postgres.cluster import Cluster
from tests.auth.server import Stack, served
from tests.support.database import Base

BARE = "auth_bare"


@pytest.fixture(scope="session")
async def bare(cluster: Cluster) -> Base:
    """A database that only the bootstrap has touched, twice: it must be repeatable."""
    admin = await asyncpg.connect(cluster.url("supabase_admin"))
    try:
        await admin.execute(f"create database {BARE} template template0 owner postgres")
    finally:
        await admin.close()
    owner = await asyncpg.connect(cluster.url("supabase_admin", BARE))
    try:
        for file in [*bootstrap.files(), *bootstrap.files()]:
            await owner.execute(file.read_text("utf-8"))
    finally:
        await owner.close()
    return Base(cluster, BARE)


@pytest.fixture(scope="session")
def stack(bare: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The gateway with wide limits."""
    with served(bare, tmp_path_factory.mktemp("auth")) as running:
        yield running


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory of one's own, for a stack with other settings."""
    return tmp_path / "data"
