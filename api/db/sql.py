"""Named SQL: every statement of a feature lives in the `queries.sql` beside its Python.

    -- name: client_card
    -- One card as JSON, or no row when the caller may not see it.
    select json_build_object(...)::text from public.clients where id = :client_id

`sql = load(__file__)` gives an object with one attribute per statement. Parameters are written `:name` and passed by
keyword; they become `$1, $2, ...` in order of first use. PostgreSQL infers their types, so cast where it cannot:
`:after::timestamptz`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

HEADER = re.compile(r"^--\s*name:\s*(\S+)\s*$", re.MULTILINE)
NAME = re.compile(r"[a-z][a-z0-9_]*")
# Whatever may hide a colon that is no parameter: strings, identifiers, dollar bodies, comments, casts.
TOKEN = re.compile(
    r"""
      '(?:[^']|'')*'
    | "(?:[^"]|"")*"
    | (?P<tag>\$[A-Za-z_]*\$).*?(?P=tag)
    | --[^\n]*
    | /\*.*?\*/
    | ::
    | (?<![\w\]]):(?P<parameter>[a-z_][a-z0-9_]*)
    """,
    re.VERBOSE | re.DOTALL,
)


class SqlFileError(Exception):
    """A file of named SQL that cannot be used: found at import, so that no request finds it."""


@dataclass(frozen=True, slots=True)
class Query:
    """One statement ready for the driver: `text` with `$n`, `parameters` as its author named them.

    (No subclass of str: asyncpg takes only the exact type.)
    """

    name: str
    text: str
    parameters: tuple[str, ...]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Keyword values in the driver's order; raises TypeError for a missing or an unknown one."""
        if len(values) != len(self.parameters):
            odd = values.keys() ^ set(self.parameters)
            raise TypeError(f"query {self.name}: missing or unknown parameters: {', '.join(sorted(odd))}")
        try:
            return [values[name] for name in self.parameters]
        except KeyError as error:
            raise TypeError(f"query {self.name}: missing parameter {error}") from error


def compile_query(name: str, text: str) -> Query:
    """Rewrites `:name` parameters to `$n` in order of first use."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        parameter = match["parameter"]
        if parameter is None:
            return match[0]
        return f"${numbers.setdefault(parameter, len(numbers) + 1)}"

    return Query(name, TOKEN.sub(number, text), tuple(numbers))


class Queries(SimpleNamespace):
    """The statements of one file, by name."""

    def __getattr__(self, name: str) -> Query:
        raise AttributeError(f"no query named {name!r}")

    def __iter__(self) -> Iterator[Query]:
        return iter(cast(dict[str, Query], vars(self)).values())


def parse(text: str, *, source: str) -> Queries:
    """Splits a file at its `-- name:` lines; raises SqlFileError for strays, duplicates and odd names."""
    parts = HEADER.split(text)
    if re.sub(r"--[^\n]*", "", parts[0]).strip():
        raise SqlFileError(f"{source}: a statement before the first `-- name:` line")
    found: dict[str, Query] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        if not NAME.fullmatch(name):
            raise SqlFileError(f"{source}: {name!r} is not a lower-case name")
        if name in found:
            raise SqlFileError(f"{source}: {name} is there twice")
        statement = body.strip().removesuffix(";").strip()
        if not re.sub(r"--[^\n]*", "", statement).strip():
            raise SqlFileError(f"{source}: {name} is empty")
        found[name] = compile_query(name, statement)
    return Queries(**found)


def load(python_file: str, name: str = "queries.sql") -> Queries:
    """The named statements of the SQL file beside a Python file: `sql = load(__file__)`."""
    path = Path(python_file).with_name(name)
    return parse(path.read_text("utf-8"), source=str(path))
