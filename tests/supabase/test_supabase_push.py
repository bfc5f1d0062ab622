"""`supabase db push` and our own migration command: one catalogue, in any order, any number of times."""

from pathlib import Path

import asyncpg
import pytest

from api.db import migrate
from local.postgres.cluster import Cluster
from tests.supabase.cli import Cli
from tests.support import bare, catalogue
from tests.support.cluster import aside


async def test_both_ways_end_in_one_catalogue(pushed: str, migrated: str) -> None:
    left, right = await catalogue.read(pushed), await catalogue.read(migrated)
    assert catalogue.differences(left, right) == []
    assert {kind for kind, found in left.items() if not found} <= {"types"}


async def test_both_ways_make_the_same_buckets(pushed: str, migrated: str) -> None:
    question = "select id, name, public, file_size_limit, allowed_mime_types from storage.buckets order by id"
    left, right = [await _rows(url, question) for url in (pushed, migrated)]
    assert left == right != []


async def test_pushing_again_changes_nothing(cli: Cli, pushed: str) -> None:
    before = await catalogue.read(pushed)
    assert "up to date" in cli.push(pushed)
    assert catalogue.differences(before, await catalogue.read(pushed)) == []


async def test_migrating_again_changes_nothing(migrated: str) -> None:
    before = await catalogue.read(migrated)
    aside(migrate.upgrade, migrated)
    assert catalogue.differences(before, await catalogue.read(migrated)) == []


async def test_the_tools_agree_on_what_is_applied(cli: Cli, pushed: str, migrated: str) -> None:
    before = await catalogue.read(pushed)
    assert "up to date" in cli.push(migrated)
    aside(migrate.upgrade, pushed)
    assert catalogue.differences(before, await catalogue.read(pushed)) == []


def test_the_cli_s_own_comparison_finds_nothing(
    cli: Cli, cluster: Cluster, pushed: str, migrated: str, tmp_path: Path
) -> None:
    """A second opinion that knows nothing of `catalogue`; shown at work on a database without migrations."""
    bare.make(cluster, "unmigrated")
    unmigrated = cluster.url("postgres", "unmigrated")

    def difference(left: str, right: str) -> str:
        script = tmp_path / "difference.sql"
        script.unlink(missing_ok=True)
        tls = "?sslmode=disable"
        cli.run("db", "diff", "--from", left + tls, "--to", right + tls, "-o", str(script))
        return script.read_text().strip() if script.exists() else ""

    assert "clients_select" in difference(unmigrated, migrated)
    assert difference(pushed, migrated) == ""


CHANGES = {
    "policies": "drop policy clients_select on public.clients",
    "columns": "alter table public.clients alter column note set default ''",
    "constraints": "alter table public.clients drop constraint clients_name_check",
    "indexes": "create index on public.clients (name)",
    "relations": "grant select on public.clients to anon",
    "functions": "alter function app.visible_owners() volatile",
    "triggers": "alter table public.clients disable trigger clients_audit",
    "schemas": "grant usage on schema private to anon",
    "types": "create type public.mood as enum ('good')",
}


@pytest.mark.parametrize("kind", CHANGES)
async def test_the_comparison_sees_a_change(migrated: str, kind: str) -> None:
    """What cannot fail proves nothing."""
    before = await catalogue.read(migrated)
    connection = await asyncpg.connect(migrated)
    try:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(CHANGES[kind])
        after = await catalogue.of(connection)
        await transaction.rollback()
    finally:
        await connection.close()
    assert {line.split(":")[0] for line in catalogue.differences(before, after)} == {kind}


async def _rows(url: str, question: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(question)]
    finally:
        await connection.close()
