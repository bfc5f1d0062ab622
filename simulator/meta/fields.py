"""`fields=id,text,replies.limit(3){id,text}`: what of a node the caller wants."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.meta.refusals import invalid

PIECE = re.compile(r"\s*([A-Za-z_0-9]+)((?:\.[a-z_]+\([^)]*\))*)\s*")
LIMIT = re.compile(r"\.limit\((\d+)\)")


@dataclass
class Wanted:
    """One field: with the fields of what lies under it, and how many of those."""

    name: str
    inner: list["Wanted"] = field(default_factory=list)
    limit: int | None = None


@dataclass
class Node:
    """An object of the graph. Lists of nodes are edges; None is left out, as the Graph API does."""

    type: str
    fields: Mapping[str, Any]
    defaults: Sequence[str] = ("id",)


def parse(text: str) -> list[Wanted]:
    """GraphError for what cannot be read."""
    wanted, end = _parse(text, 0)
    if end != len(text):
        raise invalid(f"Syntax error at character {end} of fields")
    return wanted


def _parse(text: str, at: int) -> tuple[list[Wanted], int]:
    found: list[Wanted] = []
    while at < len(text):
        piece = PIECE.match(text, at)
        if piece is None:
            break
        limit = LIMIT.search(piece[2])
        one, at = Wanted(piece[1], limit=int(limit[1]) if limit else None), piece.end()
        if text[at : at + 1] == "{":
            one.inner, at = _parse(text, at + 1)
            if text[at : at + 1] != "}":
                raise invalid("Syntax error in fields: expected a closing brace")
            at += 1
        found.append(one)
        if text[at : at + 1] != ",":
            break
        at += 1
    return found, at


def project(node: Node, wanted: Sequence[Wanted]) -> dict[str, Any]:
    """The wanted fields of a node; a field that the type does not have is refused."""
    chosen = wanted or [Wanted(name) for name in node.defaults]
    for one in chosen:
        if one.name not in node.fields:
            raise invalid(f"Tried accessing nonexisting field ({one.name}) on node type ({node.type})")
    shown = {one.name: _value(node.fields[one.name], one) for one in chosen}
    if "id" in node.fields:
        shown.setdefault("id", node.fields["id"])
    return {name: value for name, value in shown.items() if value is not None}


def _value(value: Any, wanted: Wanted) -> Any:
    if isinstance(value, Node):
        return project(value, wanted.inner)
    if isinstance(value, list) and value and isinstance(value[0], Node):
        return {"data": [project(node, wanted.inner) for node in value[: wanted.limit]]}
    if isinstance(value, list) and not value:
        return None
    if isinstance(value, dict) and wanted.inner:
        return {one.name: value[one.name] for one in wanted.inner if one.name in value}
    return value
