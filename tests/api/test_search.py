"""The search field."""

import pytest

from tests.api import sales
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def found(api: Api, person: object, q: str) -> dict[str, list[str]]:
    """Names and titles by kind."""
    answer = sales.made(await api.as_(person).get("/api/v1/search", params={"q": q}))  # type: ignore[arg-type]
    return {kind: [item.get("name") or item["title"] for item in items] for kind, items in answer.items()}


async def test_finds_clients_deals_and_tasks_of_ones_own(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client_id = await sales.client(
        db, ANNA, "Їжак Оксана", phone="+380671234567", email="oksana@firma.example"
    )
    await sales.deal(anna, client_id, "Окна на дачу")
    await sales.task(anna, "Замерить окна", client_id=client_id)
    client = {"clients": ["Їжак Оксана"], "deals": ["Окна на дачу"], "tasks": []}
    nothing: dict[str, list[str]] = {"clients": [], "deals": [], "tasks": []}
    for q, expected in (
        ("їжак", client),
        ("ОКСАНА", client),
        ("окна", {"clients": [], "deals": ["Окна на дачу"], "tasks": ["Замерить окна"]}),
        ("+380671234567", client),
        ("067 123-45-67", client),
        ("(067) 123", client),
        ("@firma.ex", client),
        ("нет такого", nothing),
        ("100%", nothing),
        ("__", nothing),
    ):
        assert await found(api, ANNA, q) == expected, q
        assert await found(api, ADMIN, q) == expected, q
        assert await found(api, BOHDAN, q) == nothing, q


@pytest.mark.parametrize("q", ["", "х", "  х  "])
async def test_one_letter_finds_nothing_to_look_for(api: Api, q: str) -> None:
    answer = await api.as_(ANNA).get("/api/v1/search", params={"q": q})
    assert "q" in sales.refused(answer, 422, "invalid")["fields"]


async def test_archived_ones_are_left_out_and_each_kind_has_its_limit(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client_id = await sales.client(db, ANNA)
    deals = [await sales.deal(anna, client_id, f"дверь {number}") for number in range(4)]
    sales.made(await anna.post(f"/api/v1/deals/{deals[3]['id']}/archive"))
    answer = sales.made(await anna.get("/api/v1/search", params={"q": "дверь", "limit": 2}))
    assert [deal["title"] for deal in answer["deals"]] == ["дверь 2", "дверь 1"]
