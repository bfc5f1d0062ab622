"""Optimistic concurrency: an edit says which version it started from, as `If-Match: "7"`."""

import json
import re
from typing import Annotated, NoReturn

from fastapi import Depends, Header

from api.errors import Invalid, NotFound, VersionConflict, VersionRequired

TAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


async def _if_match(
    if_match: Annotated[str | None, Header(description='The version the edit started from: `"7"`.')] = None,
) -> int:
    if if_match is None:
        raise VersionRequired
    found = TAG.fullmatch(if_match.strip())
    if found is None:
        raise Invalid(fields={"If-Match": "int_parsing"})
    return int(found[1])


IfMatch = Annotated[int, Depends(_if_match)]
"""The expected version; without the header 428."""


def refuse(current: str | None) -> NoReturn:
    """After an `update ... where version = :version` that touched no row: the row as it is now as JSON text (412), or
    None when the caller cannot see it (404)."""
    if current is None:
        raise NotFound
    raise VersionConflict(json.loads(current))
