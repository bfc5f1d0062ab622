"""What holds for every list: its shape, its bounds, and that nobody is lost or shown twice while others add rows."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support import site
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA

PAGED = (
    "clients", "clients?sort=received", "clients?q=client", "clients?tag=t", "deals", "deals?q=deal", "tasks", "tasks?status=completed",
    "tasks?q=task", "notifications", "audit", "imports", "lead-sources/events", "clients/{client}/timeline",
    "clients/{client}/history", "deals/board/{stage}", "deals/board/{won}",
)  # fmt: skip
WHOLE = (
    "team", "team/directory", "clients/tags", "segments", "stages", "lead-sources", "review/words", "me/sessions",
    "clients/{client}/files",
)  # fmt: skip


@pytest.fixture
async def paths(api: Api, db: Base) -> dict[str, UUID]:
    """Six of everything, the admin's own."""
    stages = {row["key"]: row["id"] for row in await db.rows("select key, id from public.stages")}
    ids = {
        "client": await db.value("insert into public.clients (owner_id, name) values ($1, 'client') returning id", ADMIN.id),
        "source": await db.value("select id from public.lead_sources where channel = 'site'"),
        "stage": stages["new"], "won": stages["won"],
    }  # fmt: skip
    for _ in range(6):
        await more(db, ids)
    shop = await site.make(db, api.anonymous())
    for number in range(6):
        await shop.lead(_gotcha="x", phone=f"067000000{number}")
    return ids


async def more(db: Base, ids: dict[str, UUID]) -> None:
    """One of everything that a list shows, newer than what is there."""
    for statement, value in (
        ("insert into public.clients (owner_id, name, tags) values ($1, 'client', '{t}')", ADMIN.id),
        ("insert into public.deals (client_id, title) values ($1, 'deal')", ids["client"]),
        (f"insert into public.deals (client_id, title, stage_id) values ($1, 'deal', '{ids['won']}')", ids["client"]),
        ("insert into public.tasks (owner_id, title, due_at) values ($1, 'task', now() + interval '1 day')", ADMIN.id),
        ("insert into public.tasks (owner_id, title, status) values ($1, 'task', 'completed')", ADMIN.id),
        ("insert into public.notifications (user_id, kind) values ($1, 'system')", ADMIN.id),
        ("insert into public.interactions (client_id, kind, direction) values ($1, 'note', 'internal')", ids["client"]),
        ("update public.clients set city = gen_random_uuid()::text where id = $1", ids["client"]),
        ("insert into public.imports (owner_id, file_name, file_format, columns, row_count) values ($1, 'x', 'csv', '[]', 1)", ADMIN.id),
    ):  # fmt: skip
        await db.run(statement, value)


async def page(client: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    answer = await client.get(httpx.URL(f"/api/v1/{path}").copy_merge_params(query))
    assert answer.status_code == 200, (path, answer.text)
    found: dict[str, Any] = answer.json()
    assert set(found) == {"items", "next", "total"}, path
    return found


async def test_paging_shows_everything_once_while_rows_are_added(
    api: Api, db: Base, paths: dict[str, UUID]
) -> None:
    admin = api.as_(ADMIN, user_role="admin")
    for path in (name.format(**paths) for name in PAGED):
        there = {item["id"] for item in (await page(admin, path, limit=200))["items"]}
        assert len(there) >= 6, path
        seen: list[str] = []
        following: dict[str, str] = {}
        while True:
            found = await page(admin, path, limit=2, **following)
            assert len(found["items"]) <= 2
            seen += [item["id"] for item in found["items"]]
            if found["next"] is None:
                break
            following = {"cursor": found["next"]}
            if len(seen) < 6:
                await more(db, paths)
        assert len(seen) == len(set(seen)), f"{path}: shown twice"
        assert there <= set(seen), f"{path}: lost"


async def test_limits_and_cursors_have_bounds(api: Api, paths: dict[str, UUID]) -> None:
    admin = api.as_(ADMIN, user_role="admin")
    for path in (name.format(**paths) for name in PAGED):
        for query in (
            {"limit": 0},
            {"limit": 201},
            {"limit": "x"},
            {"cursor": "x"},
            {"cursor": "eyJ9"},
            {"cursor": "y" * 700},
        ):
            answer = await admin.get(httpx.URL(f"/api/v1/{path}").copy_merge_params(query))
            assert answer.status_code == 422, (path, query, answer.text)


async def test_short_lists_come_whole_in_the_same_shape(api: Api, paths: dict[str, UUID]) -> None:
    for path in (name.format(**paths) for name in WHOLE):
        found = await page(api.as_(ADMIN), path)
        assert (found["next"], found["total"]) == (None, len(found["items"])), path


@pytest.mark.parametrize(
    "given", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2200-01-01T00:00:00Z"]
)
async def test_moments_that_no_calendar_shows_are_refused(api: Api, given: str) -> None:
    """PostgreSQL would answer them as `... BC` or with five digits of a year: no reader of JSON takes that."""
    anna = api.as_(ANNA)
    task = await anna.post("/api/v1/tasks", json={"title": "x", "due_at": given})
    assert (task.status_code, list(task.json()["error"]["fields"])) == (422, ["due_at"])
    client = (await anna.post("/api/v1/clients", json={"name": "x"})).json()["client"]["id"]
    for path, body in (
        (f"clients/{client}/interactions", {"kind": "note", "occurred_at": given}),
        ("deals", {"client_id": client, "title": "x", "expected_close_on": given[:10]}),
    ):
        answer = await anna.post(f"/api/v1/{path}", json=body)
        assert (answer.status_code, len(answer.json()["error"]["fields"])) == (422, 1), answer.text
