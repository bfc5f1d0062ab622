"""A JSON body whose null members count as absent and whose members have the type that is asked for."""

from __future__ import annotations

import json
from typing import Any

from local.auth.errors import bad_json


class Body:
    """The parsed object. Every getter raises 400 bad_json for a member of another type."""

    def __init__(self, members: dict[str, Any]) -> None:
        self._members = {name: value for name, value in members.items() if value is not None}

    @classmethod
    def parsed(cls, raw: bytes, *, may_be_empty: bool = False) -> Body:
        """The body of a request; 400 bad_json when it is empty, broken or no object."""
        if may_be_empty and not raw.strip():
            return cls({})
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError) as broken:
            raise bad_json("unexpected end of JSON input" if not raw else str(broken)) from broken
        if not isinstance(value, dict):
            raise bad_json("the body must be a JSON object")
        return cls(value)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def text(self, name: str) -> str:
        """A string, '' when absent."""
        return str(self._typed(name, str, ""))

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        return bool(self._typed(name, bool, default))

    def members(self, name: str) -> dict[str, Any] | None:
        """An object, None when absent. Nulls inside it are kept: they remove keys."""
        found: dict[str, Any] | None = self._typed(name, dict, None)
        return found

    def _typed(self, name: str, kind: type[Any], absent: Any) -> Any:
        value = self._members.get(name, absent)
        if name in self._members and not isinstance(value, kind):
            raise bad_json(f"json: cannot unmarshal {type(value).__name__} into field {name}")
        return value
