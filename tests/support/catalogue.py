"""All that a database is made of, read from pg_catalog into one plain dictionary that two databases can be compared by."""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg

from api.db.sql import load

# The ledgers of the tools that migrate.
IGNORED = ("supabase_migrations",)

sql = load(__file__, "catalogue.sql")

Catalogue = dict[str, dict[str, Any]]


async def read(url: str) -> Catalogue:
    """kind ("policies", "functions", ...) -> name -> facts."""
    connection = await asyncpg.connect(url)
    try:
        return await of(connection)
    finally:
        await connection.close()


async def of(connection: asyncpg.Connection) -> Catalogue:
    """As `read`, seen from inside a connection's transaction."""
    # With an empty path every name that PostgreSQL prints is qualified.
    await connection.execute("set search_path = ''")
    found: Catalogue = {}
    for query in sql:
        values = {"ignored": list(IGNORED)} if query.parameters else {}
        rows = await connection.fetch(query.text, *query.arguments(values))
        found[query.name] = {row["name"]: json.loads(row["facts"]) for row in rows}
    return found


def differences(left: Catalogue, right: Catalogue) -> list[str]:
    """One line per object or fact that is not the same on both sides."""
    return [
        line
        for kind in sorted(left | right)
        for line in _of_kind(kind, left.get(kind, {}), right.get(kind, {}))
    ]


def _of_kind(kind: str, left: dict[str, Any], right: dict[str, Any]) -> Iterator[str]:
    for name in sorted(left.keys() | right.keys()):
        if name not in right:
            yield f"{kind}: {name} only on the left"
        elif name not in left:
            yield f"{kind}: {name} only on the right"
        else:
            for fact in left[name].keys() | right[name].keys():
                if left[name].get(fact) != right[name].get(fact):
                    yield f"{kind}: {name} {fact}: {left[name].get(fact)!r} | {right[name].get(fact)!r}"
