"""Many clients at once, and the way back."""

from uuid import UUID

from tests.api.clients.making import PATH, make, names, version
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE


async def test_clients_change_hands_with_their_work_and_go_back(api: Api, db: Base) -> None:
    anna, bohdan, admin = api.as_(ANNA), api.as_(BOHDAN), api.as_(ADMIN)
    mine = [await make(anna, name) for name in ("A", "B")]
    his = await make(bohdan, "C")
    await db.run("insert into public.deals (client_id, title) values ($1, 'D')", UUID(mine[0]["id"]))
    ids = [client["id"] for client in (*mine, his)]

    done = (await admin.post(f"{PATH}/assign", json={"owner_id": str(BOHDAN.id), "ids": ids})).json()
    assert (done["moved"], done["matched"]) == (2, 3)
    assert set(await names(bohdan)) == {"A", "B", "C"} and await names(anna) == []
    owners = await db.rows("select distinct owner_id from public.deals")
    assert [row["owner_id"] for row in owners] == [BOHDAN.id]
    told = await db.rows(
        "select kind, params->>'count' as count from public.notifications where user_id = $1", BOHDAN.id
    )
    assert [(row["kind"], row["count"]) for row in told] == [("clients_handed_over", "2")]
    # One of them moves on: the way back leaves it there.
    await admin.post(f"{PATH}/assign", json={"owner_id": None, "ids": [ids[1]]})
    back = await admin.post(f"{PATH}/assign/undo", json={"undo": done["undo"]})
    assert back.json() == {"moved": 1}
    assert await names(anna) == ["A"] and await names(bohdan) == ["C"]
    assert await names(admin, owner="none") == ["B"]
    again = await admin.post(f"{PATH}/assign/undo", json={"undo": done["undo"]})
    assert again.json() == {"moved": 0}
    for wrong in ("x", done["undo"][:-4]):
        assert (await admin.post(f"{PATH}/assign/undo", json={"undo": wrong})).status_code == 422


async def test_by_filters(api: Api) -> None:
    anna, admin = api.as_(ANNA), api.as_(ADMIN)
    await make(anna, "A", tags=["t"])
    await make(anna, "B", status="customer")
    await make(anna, "C", status="customer", tags=["t"])
    for filters, moved in (
        ({"status": ["customer"], "tag": ["t"]}, 1),
        ({"owner": [str(ANNA.id)]}, 2),
        ({"q": "нет такого"}, 0),
    ):
        answer = await admin.post(f"{PATH}/assign", json={"owner_id": str(BOHDAN.id), "filters": filters})
        assert answer.json()["moved"] == moved, answer.text
        assert (answer.json()["undo"] is None) is (moved == 0)


async def test_who_may_get_clients(api: Api) -> None:
    admin, client = api.as_(ADMIN), await make(api.as_(ANNA))
    gone = await admin.post(f"{PATH}/assign", json={"owner_id": str(GONE.id), "ids": [client["id"]]})
    assert gone.status_code == 422 and "owner_id" in gone.json()["error"]["fields"]
    unknown = "00000000-0000-4000-8000-000000000000"
    missing = await admin.post(
        f"{PATH}/assign", json={"owner_id": str(ANNA.id), "ids": [client["id"], unknown]}
    )
    assert missing.status_code == 404
    for wrong in ({}, {"ids": [client["id"]], "filters": {}}, {"ids": []}):
        assert (await admin.post(f"{PATH}/assign", json={"owner_id": None, **wrong})).status_code == 422


async def test_bulk_edit_and_undo(api: Api) -> None:
    anna = api.as_(ANNA)
    one, two, three = [await make(anna, name, tags=["old"]) for name in ("1", "2", "3")]
    ids = [one["id"], two["id"], three["id"]]
    edit = {"ids": ids, "status": "customer", "add_tags": ["new", "old"], "remove_tags": []}
    done = (await anna.post(f"{PATH}/bulk", json=edit)).json()
    assert done["changed"] == 3
    assert {(state["status"], tuple(state["tags"])) for state in done["previous"]} == {("lead", ("old",))}
    assert (await anna.post(f"{PATH}/bulk", json=edit)).json() == {"changed": 0, "previous": []}
    facts = (await anna.get(f"{PATH}/{ids[0]}")).json()["client"]
    assert (facts["status"], facts["tags"]) == ("customer", ["new", "old"])

    await anna.patch(f"{PATH}/{ids[0]}", json={"city": "Киев"}, headers=version(facts))
    undone = await anna.post(f"{PATH}/bulk/undo", json={"previous": done["previous"]})
    assert undone.json() == {"changed": 2}
    assert set(await names(anna, status="lead")) == {"2", "3"} and await names(anna, status="customer") == [
        "1"
    ]
    gone = (await anna.post(f"{PATH}/bulk", json={"ids": ids, "archived": True})).json()
    assert await names(anna) == []
    await anna.post(f"{PATH}/bulk/undo", json={"previous": gone["previous"]})
    assert set(await names(anna)) == {"1", "2", "3"}
    assert (await anna.post(f"{PATH}/bulk", json={"ids": ids})).json()["changed"] == 0
