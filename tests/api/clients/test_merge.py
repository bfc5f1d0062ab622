"""Doubles: found, looked at side by side, made one."""

from uuid import UUID

from tests.api.clients.making import PATH, make, names, received, version
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_two_clients_become_one(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    winner = await make(anna, "Пётр", phone="0671234567", tags=["a"])
    loser = await make(
        anna,
        "Петро",
        phone="+380671234567",
        email="p@mail.test",
        company="Ромашка",
        city="Киев",
        tags=["b"],
        first_note="x",
    )
    await received(db, loser["id"], "2025-01-01T00:00:00Z")
    await db.run("insert into public.deals (client_id, title) values ($1, 'D')", UUID(loser["id"]))
    file = (await anna.post(f"{PATH}/{loser['id']}/files", json={"name": "x", "size_bytes": 1})).json()
    one = f"{PATH}/{winner['id']}"
    assert (await anna.get(one)).json()["counts"]["duplicates"] == 1

    looked = (await anna.get(f"{one}/merge-preview", params={"with": loser["id"]})).json()
    assert looked["winner"]["name"] == "Пётр" and looked["loser"]["name"] == "Петро"
    assert {row["field"]: row["result"] for row in looked["rows"]} == {
        "name": "Пётр", "company": "Ромашка", "job_title": None, "city": "Киев",
    }  # fmt: skip
    assert looked["moves"] == {"contacts": 2, "interactions": 1, "deals": 1, "tasks": 0, "files": 1}
    body = {"loser_id": loser["id"], "fields": ["name"]}
    assert (await anna.post(f"{one}/merge", json=body)).status_code == 428
    stale = await anna.post(f"{one}/merge", json=body, headers={"If-Match": '"99"'})
    assert stale.status_code == 412 and stale.json()["error"]["details"]["current"]["id"] == winner["id"]
    himself = await anna.post(f"{one}/merge", json={"loser_id": winner["id"]}, headers=version(winner))
    assert (himself.status_code, himself.json()["error"]["code"]) == (422, "merge_with_self")

    merged = (await anna.post(f"{one}/merge", json=body, headers=version(winner))).json()
    assert (merged["name"], merged["company"], merged["email"], merged["phone"]) == (
        "Петро", "Ромашка", "p@mail.test", "+380671234567",
    )  # fmt: skip
    assert merged["tags"] == ["a", "b"] and merged["received_at"].startswith("2025-01-01")
    card = (await anna.get(one)).json()
    assert (card["counts"]["interactions"], card["counts"]["deals"], card["counts"]["duplicates"]) == (
        1,
        1,
        0,
    )
    assert [entry["id"] for entry in card["files"]] == [file["file"]["id"]]
    assert await names(anna) == ["Петро"] and await names(anna, archived=True) == []
    gone = (await anna.get(f"{PATH}/{loser['id']}")).json()["client"]
    assert (gone["merged_into"], gone["excluded"]) == (winner["id"], "merged")
    restored = await anna.post(f"{PATH}/{loser['id']}/restore")
    assert restored.json()["archived_at"] is not None
    assert (
        await anna.patch(f"{PATH}/{loser['id']}", json={"city": "x"}, headers=version(gone))
    ).status_code == 412


async def test_an_admin_merges_across_owners(api: Api) -> None:
    admin = api.as_(ADMIN)
    winner, loser = await make(api.as_(ANNA), "A"), await make(api.as_(BOHDAN), "B", first_note="x")
    answer = await admin.post(
        f"{PATH}/{winner['id']}/merge", json={"loser_id": loser["id"]}, headers=version(winner)
    )
    assert answer.status_code == 200
    assert (await api.as_(ANNA).get(f"{PATH}/{winner['id']}")).json()["counts"]["interactions"] == 1
    assert await names(api.as_(BOHDAN)) == []


async def test_hints_for_a_form_being_filled_in(api: Api) -> None:
    anna = api.as_(ANNA)
    client = await make(anna, "Есть", phone="0671234567", email="a@b.test")
    params = {"phone": "8 067 123-45-67".removeprefix("8 "), "email": "A@B.test"}
    hints = (await anna.get(f"{PATH}/duplicates", params=params)).json()["items"]
    assert [(hint["kind"], hint["client_id"], hint["elsewhere"]) for hint in hints] == [
        ("phone", client["id"], False), ("email", client["id"], False),
    ]  # fmt: skip
    params["except_client"] = client["id"]
    assert (await anna.get(f"{PATH}/duplicates", params=params)).json()["items"] == []
    assert (await anna.get(f"{PATH}/duplicates", params={"phone": "x"})).status_code == 422
