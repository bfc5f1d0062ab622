"""What an admin has filled in, checked field by field."""

from collections.abc import Mapping, Sequence

from api.errors import Invalid
from channels.keyed import KeyField

LONGEST = 8_000
SWITCHED = ("true", "false")


def filled(fields: Sequence[KeyField], given: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Every key by its name; a secret that is left out is the kept one. Raises Invalid, naming each key that is at fault."""
    keys: dict[str, str] = {}
    wrong = {name: "extra_forbidden" for name in given.keys() - {field.name for field in fields}}
    for field in fields:
        entered = given.get(field.name, "").strip()
        unchanged = not entered and (field.kind == "secret" or field.name not in given)
        keys[field.name] = (kept.get(field.name, "") if unchanged else entered) or field.default
        if problem := _problem(field, keys[field.name]):
            wrong[field.name] = problem
    if wrong:
        raise Invalid(fields={f"keys.{name}": code for name, code in wrong.items()})
    return keys


def _problem(field: KeyField, value: str) -> str | None:
    if not value:
        return "missing" if field.required else None
    if len(value) > LONGEST:
        return "invalid"
    if field.kind == "number":
        return None if value.isascii() and value.isdecimal() else "int_parsing"
    if field.kind == "switch":
        return None if value in SWITCHED else "bool_parsing"
    if field.kind == "email":
        name, _, host = value.partition("@")
        return None if name and "." in host and " " not in value else "email_invalid"
    return None
