"""Named SQL: every statement is used and prepares against the migrated schema."""

import re
from pathlib import Path

import asyncpg
import pytest

from api.db.sql import Query, SqlFileError, parse
from tests.architecture.sources import ROOT, sources
from tests.support.cluster import EMPTY, Templates

FILES = sorted(
    path
    for package in ("api", "workers", "channels", "local")
    for path in (ROOT / package).rglob("*.sql")
    if "-- name:" in path.read_text("utf-8")
)


def queries(path: Path) -> list[Query]:
    return list(parse(path.read_text("utf-8"), source=str(path)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_query_is_used(path: Path) -> None:
    package = [source.text for source in sources() if source.path.is_relative_to(path.parent)]
    unused = [
        q.name for q in queries(path) if not any(re.search(rf"\b\w+\.{q.name}\b", text) for text in package)
    ]
    assert not unused, f"{path.name}: nothing uses {', '.join(unused)}"


async def test_every_query_prepares(templates: Templates) -> None:
    faults: list[str] = []
    async with templates.clone(EMPTY) as base, base.connected() as connection:
        for path in FILES:
            for query in queries(path):
                try:
                    await connection.prepare(query.text)
                except asyncpg.PostgresError as error:
                    faults.append(f"{path.relative_to(ROOT)}: {query.name}: {error}")
    assert not faults, "\n".join(faults)


def test_a_name_may_be_used_once() -> None:
    with pytest.raises(SqlFileError, match="twice"):
        parse("-- name: a\nselect 1;\n-- name: a\nselect 2;", source="x.sql")


def test_sql_outside_a_name_is_refused() -> None:
    with pytest.raises(SqlFileError, match="before the first"):
        parse("select 1;\n-- name: a\nselect 2;", source="x.sql")
