"""Databases as `./smena up` finds them before the first migration: bootstrapped, empty."""

import asyncio

import asyncpg

from local.postgres import bootstrap
from local.postgres.cluster import Cluster
from tests.support.cluster import aside


def make(cluster: Cluster, name: str) -> None:
    """A new database with the roles, schemas and tables of a fresh Supabase project."""
    copy(cluster, "template0", name)
    for file in bootstrap.files():
        cluster.psql(file.read_text(), user="supabase_admin", database=name)


def copy(cluster: Cluster, source: str, name: str) -> None:
    """A new database like `source`, to which nobody may be connected meanwhile."""
    aside(asyncio.run, _create(cluster, f"create database {name} template {source}"))


async def _create(cluster: Cluster, statement: str) -> None:
    connection = await asyncpg.connect(cluster.url("postgres", "template1"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
