"""Saved filters."""

from tests.api.clients.making import version
from tests.support.client import Api
from tests.support.people import ADMIN, ANNA, BOHDAN

PATH = "/api/v1/segments"
FILTERS = {"status": ["lead"], "received_from": "2026-01-01"}


async def test_own_and_shared_segments(api: Api) -> None:
    anna, bohdan, admin = api.as_(ANNA), api.as_(BOHDAN), api.as_(ADMIN)
    mine = (await anna.post(PATH, json={"name": " Новые ", "filters": FILTERS})).json()
    assert (mine["name"], mine["mine"], mine["owner"]["id"]) == ("Новые", True, str(ANNA.id))
    assert mine["filters"]["status"] == ["lead"] and mine["filters"]["tag"] == []
    shared = (await admin.post(PATH, json={"name": "Все лиды", "filters": {}, "shared": True})).json()
    assert (await anna.post(PATH, json={"name": "X", "filters": {}, "shared": True})).status_code == 403

    assert [s["name"] for s in (await anna.get(PATH)).json()["items"]] == ["Новые", "Все лиды"]
    assert [(s["name"], s["mine"]) for s in (await bohdan.get(PATH)).json()["items"]] == [("Все лиды", False)]
    assert [s["name"] for s in (await admin.get(PATH)).json()["items"]] == ["Все лиды"]
    twice = await anna.post(PATH, json={"name": "Новые", "filters": {}}, headers={"accept-language": "ru"})
    assert (twice.status_code, twice.json()["error"]["message"]) == (
        409,
        "Сегмент с таким названием у вас уже есть.",
    )

    edited = await anna.patch(f"{PATH}/{mine['id']}", json={"filters": {"q": "a"}}, headers=version(mine))
    assert edited.json()["filters"]["q"] == "a" and edited.json()["filters"]["status"] == []
    stale = await anna.patch(f"{PATH}/{mine['id']}", json={"name": "Y"}, headers=version(mine))
    assert stale.status_code == 412 and stale.json()["error"]["details"]["current"] == edited.json()
    for path, status in ((f"{PATH}/{mine['id']}", 404), (f"{PATH}/{shared['id']}", 403)):
        answer = await bohdan.patch(path, json={"name": "Y"}, headers=version(shared))
        assert answer.status_code == status
        assert (await bohdan.delete(path)).status_code == 404
    assert (await anna.delete(f"{PATH}/{mine['id']}")).status_code == 204
    wrong = await anna.post(PATH, json={"name": "X", "filters": {"owner_id": "x"}})
    assert wrong.status_code == 422
