"""Keyset paging: an opaque cursor that carries the last row's sort keys, and the shape of every list answer.

The query fetches `limit + 1` rows, answers `items` (JSON text), `next` (the last row's keys as a JSON array when there
is one more row, else null) and, where it is cheap, `total`:

    with found as (select ... order by c.received_at desc, c.id desc limit :limit + 1),
    page as (select * from found order by received_at desc, id desc limit :limit)
    select
      (select coalesce(json_agg(p order by p.received_at desc, p.id desc), '[]') from page p)::text as items,
      case when (select count(*) from found) > :limit then
        (select json_build_array(p.received_at, p.id) from page p order by p.received_at, p.id limit 1)::text
      end as next,
      null::bigint as total
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from asyncpg import Record
from fastapi import Depends, Query
from pydantic import BaseModel, Field

from api.errors import Invalid
from api.kit.json import JsonBytes

Item = TypeVar("Item")
MAX_LIMIT = 200
MAX_CURSOR = 600
# Counting further would cost more than the page; figures of thousands are the reports' business. In SQL: 3001.
TOTAL_CAP = 3_000

READERS: Mapping[type, Callable[[Any], Any]] = {
    str: str,
    int: int,
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
WIRE_TYPES: Mapping[type, type] = {str: str, int: int, UUID: str, datetime: str, date: str}


class Listing(BaseModel, Generic[Item]):
    """A page of a list: `response_model=Listing[ClientRow]`."""

    items: list[Item]
    next: str | None = Field(description="Pass it as `cursor` for the page after; null on the last one.")
    total: int | None = Field(
        description="All matches; 3001 means «more than 3 000», null that they were not counted."
    )


@dataclass(frozen=True)
class Page:
    """`?limit=&cursor=` of a request."""

    limit: int
    cursor: str | None

    def after(self, *types: type, order: str = "") -> tuple[Any, ...]:
        """The last row's keys, one per type, or as many Nones on the first page.

        `order` names the sort a cursor belongs to: one made for another order is refused (Invalid), like a forged one.
        """
        if self.cursor is None:
            return (None,) * len(types)
        return decode(self.cursor, *types, order=order)


async def _page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Annotated[
        str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")
    ] = None,
) -> Page:
    return Page(limit, cursor)


Paging = Annotated[Page, Depends(_page)]


def encode(keys: str, order: str = "") -> str:
    """A JSON array of sort keys, as PostgreSQL wrote it, as an opaque cursor."""
    return base64.urlsafe_b64encode(f"{order}|{keys}".encode()).decode("ascii").rstrip("=")


def decode(cursor: str, *types: type, order: str = "") -> tuple[Any, ...]:
    """The keys inside a cursor, typed; raises Invalid for anything that `encode` did not make for this list."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        made_for, _, keys_text = text.partition("|")
        keys = json.loads(keys_text)
        if made_for != order or not isinstance(keys, list) or len(keys) != len(types):
            raise ValueError(cursor)
        return tuple(_key(kind, key) for kind, key in zip(types, keys, strict=True))
    except (ValueError, binascii.Error) as error:
        raise Invalid("cursor_invalid", fields={"cursor": "cursor_invalid"}) from error


def _key(kind: type, key: Any) -> Any:
    if key is None:
        return None
    if type(key) is not WIRE_TYPES[kind]:
        raise ValueError(key)
    return READERS[kind](key)


def listing(row: Record | Mapping[str, Any], *, order: str = "") -> JsonBytes:
    """A query's `items`, `next`, `total` as the list answer, items byte for byte."""
    following = json.dumps(encode(row["next"], order)) if row["next"] else "null"
    total = row["total"] if row["total"] is not None else "null"
    return JsonBytes(f'{{"items":{row["items"]},"next":{following},"total":{total}}}')
