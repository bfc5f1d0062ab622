"""One prepared statement for each combination of filters, so that each gets the index made for it.

Composed of the constants below only; every value goes as a parameter.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.clients.filters import ClientFilters, Sort
from api.clients.queries import sql
from api.clients.rules import search_term
from api.db.sql import Query, compile_query
from api.db.transaction import Transaction
from api.kit.paging import TOTAL_CAP, Page

FOLDER = Path(__file__).parent
TEMPLATES = {name: FOLDER.joinpath(f"{name}.sql").read_text("utf-8") for name in ("listing", "export")}
COLUMNS = "id, owner_id, name, company, status, phone, email, source_id, tags, received_at, archived_at, version".split(
    ", "
)
SELECTED = ", ".join(f"c.{column}" for column in COLUMNS)

# A single value is compared with `=`, so that the index gives the order as well.
FRAGMENTS: Mapping[str, str] = {
    "live": "c.archived_at is null",
    "archived": "c.archived_at is not null and c.merged_into is null and c.erased_at is null",
    "mine": "c.owner_id = :me",
    "owner_any": "c.owner_id = any (:owner::uuid[])",
    "source_one": "c.source_id = :source",
    "source_any": "c.source_id = any (:source::uuid[])",
    "status_one": "c.status = :status",
    "status_any": "c.status = any (:status::text[])",
    "from": "c.received_at >= (select b.starts_at from app.day_bounds(:received_from) b)",
    "to": "c.received_at < (select b.ends_at from app.day_bounds(:received_to) b)",
    "after_desc": "(c.received_at, c.id) < (:after_at::timestamptz, :after_id::uuid)",
    "after_asc": "(c.received_at, c.id) > (:after_at::timestamptz, :after_id::uuid)",
}
# Several values of one filter: the newest of each, then the newest of these; otherwise the planner has to choose between
# walking all clients and sorting all matches.
FANS: Mapping[str, tuple[str, str]] = {
    "source_any": ("c.source_id = v.one", "unnest(:source::uuid[]) v (one)"),
    "status_any": ("c.status = v.one", "unnest(:status::text[]) v (one)"),
}
# What a plain statement under row level security would answer slowly: see app.find_clients.
MATCHES = f"""select {SELECTED}, m.hits
  from app.find_clients(
    :term, :tags, :owners, :sources, :statuses, :received_from, :received_to, :archived,
    :after_at, :after_id, :descending, :limit + 1, :channels, :types, :campaigns
  ) m
  join public.clients c on c.id = m.id
  order by c.received_at {{direction}}, c.id {{direction}}"""  # noqa: S608  # constants
After = tuple[Any, ...]
ORDERS: Mapping[Sort, tuple[str, str]] = {"-received": ("desc", "asc"), "received": ("asc", "desc")}


async def page(tx: Transaction, filters: ClientFilters, sort: Sort, page: Page) -> Record:
    """`items` (JSON text), `next`, `total` of one page, newest first unless asked otherwise."""
    after: After = page.after(datetime, UUID, order=sort)
    query, values = _statement(tx, "listing", filters, sort, after)
    return await tx.row(query, limit=page.limit, **values)


async def export_rows(tx: Transaction, filters: ClientFilters, after: After, *, limit: int) -> list[Record]:
    """One stretch of an export, newest first; `received_at` and `id` of the last row lead to the next one."""
    query, values = _statement(tx, "export", filters, "-received", after)
    return await tx.rows(query, limit=limit, **values)


def _statement(
    tx: Transaction, template: str, filters: ClientFilters, sort: Sort, after: After
) -> tuple[Query, dict[str, Any]]:
    after_at, after_id = after
    if _asks_the_function(tx, filters):
        values = _match_values(filters)
        values |= {"after_at": after_at, "after_id": after_id, "descending": sort == "-received"}
        return matching(template, sort), values
    fragments, values = _plain(tx, filters)
    if after_at is not None:
        fragments = (*fragments, f"after_{ORDERS[sort][0]}")
        values |= {"after_at": after_at, "after_id": after_id}
    return plain(template, fragments, sort, after_at is None), values


async def ids(tx: Transaction, filters: ClientFilters, *, limit: int) -> list[UUID]:
    """Ids of what the list would show, at most `limit`."""
    if _asks_the_function(tx, filters):
        values = _match_values(filters)
        rows = await tx.rows(sql.matching_ids, limit=limit, **values)
    else:
        fragments, values = _plain(tx, filters)
        rows = await tx.rows(plain_ids(fragments), limit=limit, **values)
    return [row["id"] for row in rows]


@lru_cache(maxsize=512)
def plain_ids(fragments: tuple[str, ...]) -> Query:
    """The ids alone."""
    where = _where(fragments)
    return compile_query("client_ids", f"select c.id from public.clients c where {where} limit :limit")  # noqa: S608


@lru_cache(maxsize=512)
def plain(template: str, fragments: tuple[str, ...], sort: Sort, counted: bool) -> Query:
    """The statement for filters that an index serves; `counted`: with the total."""
    total = "null::bigint"
    if counted:
        total = f"(select count(*) from (select from public.clients c where {_where(fragments)} limit {TOTAL_CAP + 1}) x)"  # noqa: S608
    return _compiled(template, _found(fragments), sort, total)


@lru_cache(maxsize=4)
def matching(template: str, sort: Sort) -> Query:
    """The statement around app.find_clients. How many match is not known of common words and tags."""
    total = "case when :after_at::timestamptz is null then (select coalesce(max(f.hits), case when count(*) = 0 then 0 end) from found f) end"
    return _compiled(template, MATCHES, sort, total)


def _found(fragments: tuple[str, ...]) -> str:
    order = "order by c.received_at {direction}, c.id {direction} limit :limit + 1"
    fan = next((name for name in FANS if name in fragments), None)
    if fan is None:
        return f"select {SELECTED} from public.clients c where {_where(fragments)} {order}"  # noqa: S608
    condition, values = FANS[fan]
    where = _where(fragments, {fan: condition})
    inner = f"select {SELECTED} from public.clients c where {where} {order}"  # noqa: S608
    return f"select c.* from {values} cross join lateral ({inner}) c {order}"  # noqa: S608


def _where(fragments: tuple[str, ...], instead: Mapping[str, str] | None = None) -> str:
    return " and ".join((instead or {}).get(name, FRAGMENTS[name]) for name in fragments)


def _compiled(template: str, found: str, sort: Sort, total: str) -> Query:
    direction, opposite = ORDERS[sort]
    text = TEMPLATES[template].replace("{found}", found).replace("{total}", total)
    text = text.replace("{direction}", direction).replace("{opposite}", opposite)
    return compile_query(f"clients_{template}", text)


def _plain(tx: Transaction, filters: ClientFilters) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Names of the fragments in a fixed order, and their values."""
    names: list[str] = ["archived" if filters.archived else "live"]
    values: dict[str, Any] = {}
    # Row level security narrows by itself; the equality lets a manager's list use the owner's index (20 times faster).
    # The claim may be stale: it can only narrow further, never widen.
    if tx.principal.role_hint == "manager":
        names.append("mine")
        values["me"] = tx.user_id
    if filters.owner:
        names.append("owner_any")
        values["owner"] = filters.owner_ids
    for name, wanted in (("source", filters.source), ("status", filters.status)):
        if len(wanted) == 1:
            names.append(f"{name}_one")
            values[name] = wanted[0]
        elif wanted:
            names.append(f"{name}_any")
            values[name] = wanted
    if filters.received_from is not None:
        names.append("from")
        values["received_from"] = filters.received_from
    if filters.received_to is not None:
        names.append("to")
        values["received_to"] = filters.received_to
    return tuple(names), values


def _asks_the_function(tx: Transaction, filters: ClientFilters) -> bool:
    return (
        tx.principal.role_hint == "admin"
        or bool(filters.tag or filters.channel or filters.type or filters.campaign)
        or search_term(filters.q) is not None
    )


def _match_values(filters: ClientFilters) -> dict[str, Any]:
    return {
        "term": search_term(filters.q),
        "tags": filters.tag or None,
        "owners": filters.owner_ids or None,
        "sources": filters.source or None,
        "statuses": filters.status or None,
        "received_from": filters.received_from,
        "received_to": filters.received_to,
        "archived": filters.archived,
        "channels": filters.channel or None,
        "types": filters.type or None,
        "campaigns": filters.campaign or None,
    }
