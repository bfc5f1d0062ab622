"""Upgrading a database in use: after every migration, every row that was there is still there, with what it held."""

import json
import shutil
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic import command

from api.db import migrate
from local.postgres.cluster import Cluster
from tests.supabase.cli import REPOSITORY, Cli
from tests.supabase.rows import ROWS
from tests.support import bare
from tests.support.cluster import aside

MIGRATIONS = sorted((REPOSITORY / "supabase" / "migrations").glob("*.sql"))
# The ledger of policy files says what is in force now, and how big a file may be is ours to say.
STAMPS = {"updated_at", "version", "checksum", "applied_at", "file_size_limit"}
SCHEMAS = ("public", "private", "app", "auth", "storage")

Rows = dict[str, list[dict[str, Any]]]


async def test_alembic_step_by_step(cluster: Cluster) -> None:
    bare.make(cluster, "upgraded_by_alembic")
    url = cluster.url("postgres", "upgraded_by_alembic")
    held: Rows = {}
    for file in MIGRATIONS:
        version, slug = file.stem.split("_", 1)
        aside(command.upgrade, migrate.config(url), version)
        _nothing_is_lost(held, await _read(url), after=slug)
        cluster.psql(ROWS.get(slug, ""), database="upgraded_by_alembic")
        held = await _read(url)
    aside(migrate.upgrade, url)
    _nothing_is_lost(held, await _read(url), after="policies")
    empty = {
        table for table, rows in held.items() if not rows and not table.startswith(("auth.", "storage."))
    }
    assert not empty, "tests/supabase/rows.py has no rows for these tables"


@pytest.mark.parametrize("first", [4, 9])
async def test_push_in_two_parts(cluster: Cluster, cli: Cli, tmp_path: Path, first: int) -> None:
    """A project that pushed an older version of the migrations, worked, and pushes again."""
    name = f"upgraded_by_push_{first}"
    bare.make(cluster, name)
    url = cluster.url("postgres", name)
    older = Cli(tmp_path)
    (tmp_path / "supabase" / "migrations").mkdir(parents=True)
    shutil.copy(REPOSITORY / "supabase" / "config.toml", tmp_path / "supabase")
    for file in MIGRATIONS[:first]:
        shutil.copy(file, tmp_path / "supabase" / "migrations")
    older.push(url)
    for file in MIGRATIONS[:first]:
        cluster.psql(ROWS.get(file.stem.split("_", 1)[1], ""), database=name)
    held = await _read(url)
    cli.push(url)
    _nothing_is_lost(held, await _read(url), after="push")


def test_the_check_can_fail() -> None:
    held: Rows = {"t": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}
    _nothing_is_lost(
        held, {"t": [{"id": 2, "name": "b", "new": 0}, {"id": 1, "name": "a", "new": 0}]}, after="x"
    )
    for lost in ([{"id": 1, "name": "a"}], [{"id": 1, "name": "a"}, {"id": 2, "name": ""}], []):
        with pytest.raises(AssertionError):
            _nothing_is_lost(held, {"t": lost}, after="x")
    with pytest.raises(AssertionError):
        _nothing_is_lost(held, {}, after="x")


def _nothing_is_lost(before: Rows, now: Rows, *, after: str) -> None:
    """Every old row is found again with all it held; a migration may fill what was null, and stamps its own writes."""
    for table, rows in before.items():
        assert table in now or not rows, f"{after} dropped {table} and {len(rows)} rows"
        left = list(now.get(table, []))
        for row in rows:
            shape = _reshaped(row) if table == "public.source_rules" and left and "rule" in left[0] else row
            held = {name: value for name, value in shape.items() if value is not None and name not in STAMPS}
            again = next((new for new in left if held == {name: new.get(name) for name in held}), None)
            assert again is not None, f"{after} lost or changed a row of {table}: {row}"
            left.remove(again)


def _reshaped(row: dict[str, Any]) -> dict[str, Any]:
    """A rule of one source as the document that it became: it names the leads of its connection, as before."""
    if "label" not in row:
        return row
    of_source = {"facts": ["connection"], "test": "like", "values": [row["source_id"]]}
    of_campaign = {"facts": ["utm_campaign", "ad_title"], "test": "like", "values": [row["campaign_pattern"]]}
    document = {
        "channels": [row["channel"]],
        "kinds": [row["kind"]] if row["kind"] else [],
        "when": [of_source, *([of_campaign] if row["campaign_pattern"] else [])],
        "then": {"label": row["label"]},
    }
    return {"id": row["id"], "position": row["position"] / 1000, "is_on": True, "document": document}


async def _read(url: str) -> Rows:
    """Every row of every table, as JSON."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("set search_path = ''")
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any ($1)",
            SCHEMAS,
        )
        return {
            table["name"]: [
                json.loads(row[0])
                for row in await connection.fetch(f"select to_jsonb(t) from {table['name']} t")
            ]
            for table in tables
        }
    finally:
        await connection.close()
