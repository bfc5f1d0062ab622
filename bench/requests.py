"""What people ask: the requests of every case, made for one company."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import asyncpg

from bench.company import CONNECTIONS, Company, person

UNIQUE = "@@unique@@"  # replaced by a number that no other request of the run carries


@dataclass(frozen=True)
class Request:
    """One HTTP request; `person` 0 is the admin, None nobody."""

    path: str
    person: int | None
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """Ids of a company that addresses need."""

    sources: list[str]
    stages: dict[str, str]
    clients: dict[int, str]  # the newest client with a deal of each of the managers in the run
    deals: dict[int, str]
    phones: dict[int, str]
    site_keys: list[str]
    managers: list[int]


Make = Callable[[Facts, int], Request]


@dataclass(frozen=True)
class Case:
    """What is driven for some seconds: a request for each of the 16 connections' people."""

    name: str
    title: str
    make: Make
    admin: bool = False
    target: float | None = None  # of pgbench's throughput for the same statements


async def facts(company: Company) -> Facts:
    """Looks the ids up, as the owner."""
    connection = await asyncpg.connect(company.owner_url)
    managers = [1 + index % company.size.managers for index in range(CONNECTIONS)]
    try:
        sources = await connection.fetchval("select ids::text[] from bench.sources")
        stages = await connection.fetch("select key, id::text from public.stages where key is not null")
        keys = await connection.fetch(
            "select public_key from public.site_keys where public_key like 'site_bench_%' order by 1"
        )
        newest = await connection.fetch(
            """select m.k, c.id::text as client, d.id::text as deal, c.phone from unnest($1::integer[]) m (k)
            cross join lateral (
              select c.id, c.phone from public.clients c
              where c.owner_id = bench.person(m.k) and c.phone is not null and c.archived_at is null
                and exists (select from public.deals d where d.client_id = c.id)
              order by c.received_at desc offset 20 limit 1) c
            cross join lateral (select d.id from public.deals d where d.client_id = c.id limit 1) d""",
            managers,
        )
    finally:
        await connection.close()
    return Facts(
        sources,
        {row["key"]: row["id"] for row in stages},
        {row["k"]: row["client"] for row in newest},
        {row["k"]: row["deal"] for row in newest},
        {row["k"]: row["phone"] for row in newest},
        [row["public_key"] for row in keys],
        managers,
    )


def get(path: str, **query: Any) -> Make:
    """A GET by whoever the connection belongs to; values may be functions of the facts and the manager."""

    def make(known: Facts, manager: int) -> Request:
        values = {name: value(known, manager) if callable(value) else value for name, value in query.items()}
        address = path.format(
            client=known.clients.get(manager), deal=known.deals.get(manager), **known.stages
        )
        return Request(f"/api/v1{address}" + (f"?{urlencode(values, doseq=True)}" if values else ""), manager)

    return make


def source(known: Facts, manager: int) -> str:
    """The source that this manager filters by."""
    return known.sources[manager % len(known.sources)]


def _intake(known: Facts, manager: int) -> Request:
    body = {
        "name": "Тарас Шевченко",
        "phone": "+380671234567",
        "message": "Добрый день! Сколько стоит кухня с монтажом?",
        "submission_id": f"bench-{UNIQUE}",
        "site_key": known.site_keys[manager % len(known.site_keys)],
        "page_url": "https://shop.example/kitchens",
    }
    headers = {
        "content-type": "application/json",
        "origin": "https://shop.example",
        "x-forwarded-for": f"198.51.100.{manager % 250 + 1}",
    }
    text = json.dumps(body, ensure_ascii=False)
    return Request("/api/v1/public/leads", None, "POST", text, headers)


def _beat(known: Facts, manager: int) -> Request:
    body = json.dumps({"client_id": known.clients[manager], "deal_id": known.deals[manager]})
    return Request("/api/v1/worktime/beat", manager, "POST", body, {"content-type": "application/json"})


CASES = (
    Case("list", "Clients, the newest 50 of one's own", get("/clients"), target=0.4),
    Case(
        "list-filtered",
        "Clients by status and source",
        get("/clients", status="active", source=source),
        target=0.4,
    ),
    Case("list-admin", "Clients, the newest 50 of everybody", get("/clients"), admin=True, target=0.4),
    Case("card", "Card of a client", get("/clients/{client}"), target=0.4),
    Case("timeline", "Timeline of a client", get("/clients/{client}/timeline")),
    Case("board", "Board of deals", get("/deals/board"), target=0.4),
    Case("column", "Column of the board, by page", get("/deals/board/{in_progress}")),
    Case("tasks", "Open tasks in groups", get("/tasks/groups")),
    Case("search", "Search, a phone", get("/search", q=lambda k, m: k.phones[m][-7:]), target=0.4),
    Case("search-common", "Search, a common surname", get("/search", q="шевченко"), target=0.4),
    Case("dashboard", "First page of a manager", get("/dashboard/manager", period="month")),
    Case("intake", "A lead from the site", _intake),
    Case("beat", "A beat of working time", _beat),
)
GROUPS = {
    "list": ("list", "list-filtered", "list-admin"),
    "card": ("card", "timeline"),
    "board": ("board", "column", "tasks"),
    "search": ("search", "search-common"),
    "intake": ("intake",),
}


def views(known: Facts) -> Iterator[tuple[str, Request]]:
    """Every hot view with each of its filters, as two managers and as the admin, for the look at single statements."""
    managers = sorted(known.clients)[:2]
    for name, make, admin in _views():
        for who in (0,) if admin else (*managers, 0):
            made = make(known, who or managers[0])
            yield name, Request(made.path, who)


def _views() -> Iterator[tuple[str, Make, bool]]:
    year_ago = (date.today() - timedelta(days=365)).isoformat()
    # Of the small company, too, half is older.
    two_months_ago = (date.today() - timedelta(days=60)).isoformat()
    week_ago = (date.today() - timedelta(days=7)).isoformat()
    filters: dict[str, dict[str, Any]] = {
        "all": {},
        "oldest first": {"sort": "received"},
        "status": {"status": "active"},
        "source": {"source": source},
        "status, source": {"status": "active", "source": source},
        "two statuses": {"status": ["active", "lead"]},
        "two sources": {"source": lambda k, _m: k.sources[:2]},
        "two statuses, two sources": {"status": ["active", "lead"], "source": lambda k, _m: k.sources[:2]},
        "week": {"received_from": week_ago},
        "before two months ago": {"received_to": two_months_ago},
        "week, status": {"received_from": week_ago, "status": "lead"},
        "year, source": {"received_from": year_ago, "source": source},
        "archived": {"archived": "true"},
        "tag": {"tag": "vip"},
        "tag, status": {"tag": "vip", "status": "customer"},
        "text, common": {"q": "шевченко"},
        "text, common, status": {"q": "шевченко", "status": "lost"},
        "text, rare": {"q": "їжакевський"},
        "text, absent": {"q": "ыыъъщщ"},
        "text, two letters": {"q": "ше"},
        "text, phone": {"q": lambda k, m: k.phones[m][-7:]},
        "text, e-mail": {"q": "ivanov1234"},
    }
    for name, query in filters.items():
        yield f"clients: {name}", get("/clients", **query), False
    colleague = {"owner": lambda k, m: _owner(m)}
    yield "clients: one owner", get("/clients", **colleague), True
    yield "clients: one owner, status", get("/clients", **colleague, status="lost"), True
    yield "clients: nobody's", get("/clients", owner="none"), True
    yield "client: card", get("/clients/{client}"), False
    yield "client: timeline", get("/clients/{client}/timeline"), False
    yield "client: tags", get("/clients/tags"), False
    yield "segments", get("/segments"), False
    yield "board", get("/deals/board"), False
    yield "board: one owner", get("/deals/board", **colleague), True
    yield "board: text", get("/deals/board", q="шевченко"), False
    yield "board: source", get("/deals/board", source=source), False
    yield "board: column", get("/deals/board/{proposal}"), False
    yield "board: closed column", get("/deals/board/{won}"), False
    yield "deals: all", get("/deals"), False
    yield "deals: stage", get("/deals", stage=lambda k, _m: k.stages["new"]), False
    yield "deals: won", get("/deals", outcome="won"), False
    yield "deals: text", get("/deals", q="заказ 12"), False
    yield "deals: of a client", get("/deals", client=lambda k, m: k.clients[m]), False
    yield "deals: closed this week", get("/deals", closed_from=f"{week_ago}T00:00:00Z"), False
    yield "deal", get("/deals/{deal}"), False
    yield "tasks: groups", get("/tasks/groups"), False
    yield "tasks: open", get("/tasks"), False
    yield "tasks: overdue", get("/tasks", group="overdue"), False
    yield "tasks: completed", get("/tasks", status="completed"), False
    yield "tasks: text", get("/tasks", q="перезвонить"), False
    for period in ("today", "week", "month"):
        yield f"dashboard: manager, {period}", get("/dashboard/manager", period=period), False
        yield f"dashboard: team, {period}", get("/dashboard/team", period=period), True
    for name in ("common", "rare", "absent", "two letters", "phone", "e-mail"):
        yield f"search: {name}", get("/search", q=filters[f"text, {name}"]["q"]), False
    yield "notifications", get("/notifications"), False
    yield "notifications: unread", get("/notifications/unread"), False
    yield "me", get("/me"), False
    yield "working day", get("/worktime/today"), False
    yield "stages", get("/stages"), False
    yield "team", get("/team"), True
    yield "team: directory", get("/team/directory"), False
    yield "lead sources", get("/lead-sources"), False


def _owner(manager: int) -> str:
    return str(person(manager))
