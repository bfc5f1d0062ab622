"""A place for an installation: PostgreSQL's account must be able to walk there, and pytest's own folders are closed."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.postgres.cluster import Cluster


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory whose name has spaces and a quote; removed at the end."""
    outer = Path(tempfile.mkdtemp(prefix="smena local's "))
    outer.chmod(0o755)
    yield outer
    shutil.rmtree(outer)


@pytest.fixture(scope="module")
def module_place() -> Iterator[Path]:
    """The same for a whole module."""
    outer = Path(tempfile.mkdtemp(prefix="smena-local-"))
    outer.chmod(0o755)
    yield outer
    shutil.rmtree(outer)


@pytest.fixture(scope="module")
def shared_cluster(module_place: Path) -> Iterator[Cluster]:
    """A bootstrapped cluster for the tests of one module that only look."""
    with Cluster(module_place / "data", fast=True) as cluster:
        yield cluster
