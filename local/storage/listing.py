"""`/object/list` and `/object/list-v2`: what of a bucket the caller's policies show."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asyncpg import Record
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.storage import bodies
from local.storage.callers import caller
from local.storage.database import sql
from local.storage.errors import InvalidRequest
from local.storage.store import bucket, store

LIST = "storage.object.list"
LIST_V2 = "storage.object.list_v2"
FURTHEST = 2**31 - 1
COLUMNS = frozenset({"name", "updated_at", "created_at", "last_accessed_at"})


@dataclass(frozen=True)
class Order:
    """One of COLUMNS and a direction."""

    column: str = "name"
    descending: bool = False

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Order":
        """The `sortBy` of a body."""
        wanted = body.get("sortBy") or {}
        if not isinstance(wanted, dict) or wanted.get("column", "name") not in COLUMNS:
            raise InvalidRequest("body/sortBy/column must be equal to one of the allowed values")
        return cls(wanted.get("column", "name"), wanted.get("order") == "desc")


@dataclass(frozen=True)
class Cursor:
    """Where a page ended. It carries the order too, so that a client may leave `sortBy` out of the next call."""

    stamp: datetime | None
    name: str | None
    order: Order

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From a client's hand."""
        try:
            stamp, name, column, descending = json.loads(base64.b64decode(text, validate=True))
            if column not in COLUMNS or not isinstance(name, str):
                raise ValueError(text)
            return cls(datetime.fromisoformat(stamp), name, Order(column, bool(descending)))
        except (ValueError, TypeError):
            raise InvalidRequest("Invalid Parameter continuation token") from None

    @classmethod
    def after(cls, row: Record, order: Order) -> str:
        """For a client to bring back."""
        parts = [row["stamp"].isoformat(), row["name"], order.column, order.descending]
        return base64.b64encode(json.dumps(parts).encode()).decode()


async def list_folder(request: Request) -> Response:
    """One folder's files and subfolders, paged by offset."""
    who, body = caller(request), await bodies.document(request)
    order = Order.of(body)
    prefix = bodies.text(body, "prefix")
    async with store(request).database.transaction(LIST, caller=who) as rows:
        found = await rows.value(
            sql.list_folder,
            bucket=bucket(request),
            prefix=prefix if prefix in {"", "/"} or prefix.endswith("/") else prefix + "/",
            search=bodies.text(body, "search", ""),
            sort_by=order.column,
            descending=order.descending,
            limit=bodies.number(body.get("limit"), default=100, lowest=1, highest=1500),
            offset=bodies.number(body.get("offset"), default=0, lowest=0, highest=FURTHEST),
        )
    return bodies.built(found)


async def list_page(request: Request) -> Response:
    """A prefix's files (and folders, with `with_delimiter`), paged by cursor."""
    who, body = caller(request), await bodies.document(request)
    cursor = body.get("cursor")
    seen = Cursor.read(bodies.text(body, "cursor")) if cursor else Cursor(None, None, Order.of(body))
    limit = bodies.number(body.get("limit"), default=1000, lowest=1, highest=1000)
    async with store(request).database.transaction(LIST_V2, caller=who) as rows:
        found = await rows.all(
            sql.list_page,
            bucket=bucket(request),
            prefix=bodies.text(body, "prefix", ""),
            delimited=bool(body.get("with_delimiter")),
            sort_by=seen.order.column,
            descending=seen.order.descending,
            after_stamp=seen.stamp,
            after_name=seen.name,
            limit=limit + 1,
        )
    return JSONResponse(_page(found, limit, seen.order))


def _page(found: list[Record], limit: int, order: Order) -> dict[str, Any]:
    page = found[:limit]
    more = len(found) > limit
    return {
        "hasNext": more,
        "folders": [row["entry"] for row in page if row["is_folder"]],
        "objects": [row["entry"] for row in page if not row["is_folder"]],
        **({"nextCursor": Cursor.after(page[-1], order)} if more else {}),
    }
