"""What tests of sales need on the table: clients, deals, tasks, a board; made the way people make them."""

from typing import Any
from uuid import UUID

import httpx

from tests.support.database import Base
from tests.support.people import Person

Json = dict[str, Any]


async def client(db: Base, owner: Person, name: str = "Клиент", **contacts: str) -> str:
    """A client of this manager, with contacts by kind; its id."""
    async with db.as_user(owner.id) as connection:
        client_id: UUID = await connection.fetchval(
            "insert into public.clients (name) values ($1) returning id", name
        )
        for kind, value in contacts.items():
            await connection.execute(
                "insert into public.client_contacts (client_id, kind, value, normalized) values ($1, $2, $3, $3)",
                client_id,
                kind,
                value,
            )
    return str(client_id)


async def deal(caller: httpx.AsyncClient, client_id: str, title: str = "Сделка", **fields: Any) -> Json:
    """A deal through the API."""
    return made(
        await caller.post("/api/v1/deals", json={"client_id": client_id, "title": title, **fields}), 201
    )


async def task(caller: httpx.AsyncClient, title: str = "Задача", **fields: Any) -> Json:
    """A task through the API."""
    return made(await caller.post("/api/v1/tasks", json={"title": title, **fields}), 201)


async def stages(caller: httpx.AsyncClient) -> dict[str, str]:
    """Key (or name) -> id."""
    items = made(await caller.get("/api/v1/stages"))["items"]
    return {stage["key"] or stage["name"]: stage["id"] for stage in items}


async def move(caller: httpx.AsyncClient, deal_id: str, stage_id: str, **fields: Any) -> Json:
    """A move through the API, which must succeed."""
    return made(await caller.post(f"/api/v1/deals/{deal_id}/move", json={"stage_id": stage_id, **fields}))


async def column(caller: httpx.AsyncClient, key: str, **params: Any) -> Json:
    """One column of the board."""
    board = made(await caller.get("/api/v1/deals/board", params=params))
    return next(c for c in board["stages"] if key in (c["stage"]["key"], c["stage"]["name"]))


async def titles(caller: httpx.AsyncClient, key: str, **params: Any) -> list[str]:
    """The titles in a column, in their order."""
    return [item["title"] for item in (await column(caller, key, **params))["items"]]


async def pages(caller: httpx.AsyncClient, path: str, **params: Any) -> list[Json]:
    """Every item of a list, page after page."""
    found: list[Json] = []
    cursor: str | None = None
    while True:
        answer = made(await caller.get(path, params={**params, **({"cursor": cursor} if cursor else {})}))
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found


def made(answer: httpx.Response, status: int = 200) -> Json:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: Json = answer.json()
    return body


def refused(answer: httpx.Response, status: int, code: str) -> Json:
    """The error of an answer that must be refused so."""
    assert answer.status_code == status, answer.text
    error: Json = answer.json()["error"]
    assert error["code"] == code, answer.text
    return error
