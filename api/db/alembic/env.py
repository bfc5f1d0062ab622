"""Alembic's entry: asks for the owner's address, runs each revision in a transaction of its own.

No statement may run before `context.begin_transaction()`: it would open a transaction that Alembic then joins, and
every revision would share it.
"""

import asyncio
from importlib import import_module
from typing import Any

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api.db.addresses import VERSION_SCHEMA, owner_url, sqlalchemy_url

SCHEMAS = {None, "public"}


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The models mirror schema public; private and app are covered by the catalogue tests."""
    return kind != "schema" or name in SCHEMAS


def include_object(found: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
    """Partitions follow their parent; auth.users is Supabase's."""
    if kind != "table":
        return True
    if getattr(found, "schema", None) == "auth":
        return False
    return not (reflected and (name or "").startswith("audit_log_"))


def metadata() -> Any:
    """The models, only where they are compared: running SQL files needs none of them."""
    return (
        None if context.config.attributes.get("upgrading") else import_module("api.db.models").Base.metadata
    )


def run(connection: Connection) -> None:
    """Runs whatever Alembic was called for."""
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        include_name=include_name,
        include_object=include_object,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
        version_table_schema=VERSION_SCHEMA,
    )
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    """One connection, no pool."""
    url = context.config.attributes.get("url") or owner_url()
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with (
            engine.begin() as first
        ):  # a connection of its own: Alembic looks for its table before any revision
            await first.execute(text(f"create schema if not exists {VERSION_SCHEMA}"))
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


asyncio.run(main())
