"""Suggestions, merges and their undoing over the API; and nothing of a colleague's by any of these ways."""

from uuid import UUID

from tests.api.clients.making import PATH, make, version
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

UNKNOWN = "b0000000-0000-4000-8000-000000000000"


async def suggest(
    db: Base, one: str, other: str, reason: str = "contact", evidence: str = "+380671234567"
) -> None:
    await db.run("select app.suggest_merge($1, $2, $3, $4)", UUID(one), UUID(other), reason, evidence)


async def test_suggested_merged_and_two_again(api: Api, db: Base) -> None:
    anna, bohdan, admin = api.as_(ANNA), api.as_(BOHDAN), api.as_(ADMIN)
    one = await make(anna, "Ольга", phone="0671234567", city="Киев")
    two = await make(anna, "@olya", email="o@x.ua", first_note="заметка")
    theirs = await make(bohdan, "Чужой", phone="0671234567")
    await suggest(db, one["id"], two["id"])
    await suggest(db, one["id"], two["id"], "username", "@olya")
    await suggest(db, one["id"], theirs["id"])
    path = f"{PATH}/merge-suggestions"
    (mine,) = (await anna.get(path)).json()["items"]
    assert {mine["client"]["id"], mine["other"]["id"]} == {one["id"], two["id"]}
    assert [e["reason"] for e in mine["evidence"]] == ["contact", "username"]
    assert (await bohdan.get(path)).json()["items"] == []
    pages = [(await admin.get(path, params={"limit": 1})).json()]
    pages.append((await admin.get(path, params={"limit": 1, "cursor": pages[0]["next"]})).json())
    assert len({page["items"][0]["id"] for page in pages}) == 2 and pages[1]["next"] is None
    assert len((await admin.get(path, params={"client_id": theirs["id"]})).json()["items"]) == 1
    # What somebody may not see answers as what is not there: to dismiss, to look at, to join, to take back.
    foreign = next(page["items"][0]["id"] for page in pages if theirs["id"] in str(page["items"][0]))
    for attempt in (
        lambda of: anna.post(f"{path}/{of or foreign}/dismiss"),
        lambda of: anna.get(f"{PATH}/{one['id']}/merge-preview", params={"with": of or theirs["id"]}),
        lambda of: anna.post(
            f"{PATH}/{one['id']}/merge", json={"loser_id": of or theirs["id"]}, headers=version(one)
        ),
        lambda of: anna.get(f"{PATH}/{of or theirs['id']}/merges"),
        lambda of: anna.post(f"{PATH}/{of or theirs['id']}/start-token"),
    ):
        refused, unknown = await attempt(None), await attempt(UNKNOWN)
        assert (refused.status_code, refused.json()["error"]["message"]) == (
            404,
            unknown.json()["error"]["message"],
        )

    rows = (await anna.get(f"{PATH}/{two['id']}/merge-preview", params={"with": one["id"]})).json()["rows"]
    assert {row["field"]: row["advice"] for row in rows}["name"] == "loser"  # a name before a nickname
    merged = await anna.post(f"{PATH}/{one['id']}/merge", json={"loser_id": two["id"]}, headers=version(one))
    assert merged.status_code == 200 and (await anna.get(path)).json()["items"] == []
    (made,) = (await anna.get(f"{PATH}/{one['id']}/merges")).json()["items"]
    assert (made["name"], made["can_undo"], made["merged_by"]["id"]) == ("@olya", True, str(ANNA.id))
    looked = (await anna.get(f"{PATH}/merges/{made['id']}")).json()
    assert (looked["returns"]["contacts"], looked["returns"]["interactions"], looked["rows"]) == (1, 1, [])
    assert (await bohdan.get(f"{PATH}/merges/{made['id']}")).status_code == 404
    assert (await bohdan.post(f"{PATH}/merges/{made['id']}/undo")).status_code == 404
    back = await anna.post(f"{PATH}/merges/{made['id']}/undo")
    assert (back.json()["id"], back.json()["email"], back.json()["merged_into"]) == (
        two["id"],
        "o@x.ua",
        None,
    )
    again = await anna.post(f"{PATH}/merges/{made['id']}/undo")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "merge_undone")
    await suggest(db, one["id"], two["id"])
    assert (await anna.get(path)).json()["items"] == []  # somebody has looked

    # Between two managers: an admin's, and both are told; the one who lost him of his own client alone.
    foreign_facts = (await admin.get(f"{PATH}/{one['id']}")).json()["client"]
    await admin.post(
        f"{PATH}/{one['id']}/merge", json={"loser_id": theirs["id"]}, headers=version(foreign_facts)
    )
    told = {n["kind"]: n["params"] for n in (await bohdan.get("/api/v1/notifications")).json()["items"]}
    assert told["client_merged_away"] == {"name": "Чужой"}
    kinds = [n["kind"] for n in (await anna.get("/api/v1/notifications")).json()["items"]]
    assert "client_merged" in kinds
    (across, _) = (await anna.get(f"{PATH}/{one['id']}/merges")).json()["items"]
    refused = await anna.post(f"{PATH}/merges/{across['id']}/undo")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "admin_only")
    assert (await admin.post(f"{PATH}/merges/{across['id']}/undo")).json()["owner"]["id"] == str(BOHDAN.id)


async def test_settings_of_assignment(api: Api, db: Base) -> None:
    admin = api.as_(ADMIN)
    source = str(await db.value("select id from public.lead_sources where channel = 'site'"))
    path = f"/api/v1/lead-sources/{source}/assignment"
    assert (await api.as_(ANNA).get(path)).status_code == 403
    now = (await admin.get(path)).json()
    assert (now["nobody"], now["answer_minutes"], now["times"]) == ("unassigned", None, 1)
    duty = {"nobody": "duty", "answer_minutes": 15, "times": 2, "to": "rule"}
    assert (await admin.put(path, json=duty, headers=version(now))).status_code == 422
    strange = await admin.put(path, json={**duty, "duty_manager_id": UNKNOWN}, headers=version(now))
    assert strange.json()["error"]["fields"] == {
        "duty_manager_id": strange.json()["error"]["fields"]["duty_manager_id"]
    }
    put = await admin.put(path, json={**duty, "duty_manager_id": str(BOHDAN.id)}, headers=version(now))
    assert (put.status_code, put.json()["answer_minutes"], put.json()["version"]) == (
        200,
        15,
        now["version"] + 1,
    )
    assert (
        await admin.put(path, json=duty | {"nobody": "next_shift"}, headers=version(now))
    ).status_code == 412
    # Other settings are the other screens'.
    assert await db.value(
        "select settings ? 'assignment' from public.lead_sources where id = $1", UUID(source)
    )
