"""The diagram and the table list of docs/database.md, read from a live schema: `python -m api.db.diagram`."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import asyncpg

from api.db.sql import load

sql = load(__file__, "diagram.sql")
PAGE = Path(__file__).parents[2] / "docs" / "database.md"
BEGIN, END = "<!-- generated: python -m api.db.diagram -->", "<!-- /generated -->"


def page(text: str, generated: str) -> str:
    """The page's text with its generated part renewed."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{generated}\n{END}{tail}"


async def generate(url: str) -> str:
    """Mermaid diagram and a list of tables, from the database at `url`."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(sql.tables.text)
        references = await connection.fetch(sql.references.text)
    finally:
        await connection.close()
    public = [row for row in tables if row["name"].startswith("public.")]
    return "\n".join([*_diagram(public, references), "", *(line for row in tables for line in _table(row))])


def _diagram(tables: list[Any], references: list[Any]) -> list[str]:
    known = {_short(row["name"]) for row in tables}
    lines = ["```mermaid", "erDiagram"]
    seen: set[tuple[str, str]] = set()
    for row in references:
        parent, child = _short(row["parent"]), _short(row["child"])
        # Everything names people; lines to them would hide the rest.
        if parent in known and child in known and parent != "profiles" and (parent, child) not in seen:
            seen.add((parent, child))
            lines.append(f'  {parent} ||--o{{ {child} : "{row["columns"].split(",")[0]}"')
    return [*lines, "```"]


def _table(row: Any) -> list[str]:
    lines = [f"### `{row['name']}`", ""]
    if row["policies"]:
        lines += [f"Policies: {row['policies']}", ""]
    lines += ["| column | type | |", "|---|---|---|"]
    for column in json.loads(row["columns"]):
        note = "key" if column["key"] else "" if column["required"] else "may be null"
        lines.append(f"| `{column['name']}` | {column['type']} | {note} |")
    return [*lines, ""]


def _short(name: str) -> str:
    return name.removeprefix("public.")


if __name__ == "__main__":
    generated = asyncio.run(generate(os.environ["DATABASE_URL"]))
    PAGE.write_text(page(PAGE.read_text("utf-8"), generated), "utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
