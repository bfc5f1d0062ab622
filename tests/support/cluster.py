"""One embedded PostgreSQL per test process, and two migrated templates in it that tests clone (about 0.1 s each)."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from api.db import migrate
from local.postgres.cluster import Cluster
from tests.support import people
from tests.support.database import Base

EMPTY, COMPANY = "smena_empty", "smena_company"


@dataclass(frozen=True)
class Templates:
    """The cluster with its two templates: EMPTY is migrated and bare, COMPANY has the personas of `people`."""

    cluster: Cluster

    @contextlib.asynccontextmanager
    async def clone(self, template: str = COMPANY) -> AsyncIterator[Base]:
        """A database of one's own; real commits, gone at the end."""
        name = f"test_{uuid4().hex[:12]}"
        await self._admin(f"create database {name} template {template}")
        try:
            yield Base(self.cluster, name)
        finally:
            await self._admin(f"drop database {name} with (force)")

    async def _admin(self, statement: str) -> None:
        connection = await asyncpg.connect(self.cluster.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextlib.contextmanager
def started() -> Iterator[Cluster]:
    """A cluster in a directory that PostgreSQL's account can walk to (pytest's own is closed), removed at the end."""
    directory = Path(tempfile.mkdtemp(prefix="smena-test-"))
    directory.chmod(0o755)
    cluster = Cluster(directory / "data", fast=True)
    try:
        with cluster:
            yield cluster
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def templates(cluster: Cluster) -> Templates:
    """Migrates the cluster's own database and makes both templates of it."""
    aside(migrate.upgrade, cluster.url("postgres"))
    for role in ("smena_api", "smena_worker", "smena_capture"):
        cluster.set_password(role)
    made = Templates(cluster)
    aside(asyncio.run, _copy(cluster, "postgres", EMPTY))
    aside(asyncio.run, _copy(cluster, EMPTY, COMPANY))
    aside(asyncio.run, people.settle(Base(cluster, COMPANY)))
    return made


async def _copy(cluster: Cluster, source: str, name: str) -> None:
    connection = await asyncpg.connect(cluster.url("postgres", "template1"))
    try:
        await connection.execute(f"create database {name} template {source}")
    finally:
        await connection.close()


def aside(function: Any, *arguments: Any) -> Any:
    """Runs something that starts an event loop of its own, away from pytest's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()
