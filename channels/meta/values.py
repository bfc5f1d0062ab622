"""Reading what Meta sends: nothing of it is trusted to have the shape that it should have."""

import hashlib
from collections.abc import Mapping
from typing import Any


def part(value: Any, name: str) -> dict[str, Any]:
    """The object under a name; an empty one where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


def rows(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list under a name, or of an edge's `{"data": [...]}`."""
    found = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(found, Mapping):
        found = found.get("data")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text(value: Mapping[str, Any], *names: str) -> str:
    """The first that is there, as text."""
    return next((str(value[name]) for name in names if value.get(name)), "")


def number(value: Any) -> int | None:
    """A number, also one that is written as text."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def fingerprint(words: str) -> str:
    """A short digest, to see that a text has changed."""
    return hashlib.sha256(words.encode("utf-8", "ignore")).hexdigest()[:16]
