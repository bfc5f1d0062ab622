"""Clients, sources and deals for these tests, made the short way."""

from typing import Any
from uuid import UUID

import httpx

from tests.support.database import Base

PATH = "/api/v1/clients"


async def make(client: httpx.AsyncClient, name: str = "Клиент", **values: Any) -> dict[str, Any]:
    """A client added by this caller, as ClientFacts."""
    answer = await client.post(PATH, json={"name": name, **values})
    assert answer.status_code == 201, answer.text
    facts: dict[str, Any] = answer.json()["client"]
    return facts


async def names(client: httpx.AsyncClient, **filters: Any) -> list[str]:
    """The names that the list shows."""
    answer = await client.get(PATH, params=filters)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def received(db: Base, client_id: str, moment: str) -> None:
    """Sets when a client came in."""
    await db.run(f"update public.clients set received_at = '{moment}' where id = $1", UUID(client_id))


def version(facts: dict[str, Any]) -> dict[str, str]:
    """The header of an edit that starts from these facts."""
    return {"If-Match": f'"{facts["version"]}"'}
