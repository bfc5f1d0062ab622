"""A colleague's client is not there: by no route, for no method, and nothing about him changes."""

import pytest

from tests.api.clients.making import PATH, make, version
from tests.db.probes import fingerprint
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN

WATCHED = ("public.clients", "public.client_contacts", "public.interactions", "public.files", "public.deals")
NOBODY = "00000000-0000-4000-8000-000000000000"


async def test_a_colleagues_client_is_404_in_every_route(api: Api, db: Base) -> None:
    bohdan, anna = api.as_(BOHDAN), api.as_(ANNA, user_role="manager")
    his = await make(bohdan, "Тайный", phone="+380671234567", email="secret@mail.test")
    contact = his["contacts"][0]["id"]
    file = (await bohdan.post(f"{PATH}/{his['id']}/files", json={"name": "x.pdf", "size_bytes": 1})).json()
    mine = await make(anna, "Мой")
    before = [await fingerprint(db, table) for table in WATCHED]

    one, if_match = f"{PATH}/{his['id']}", version(his)
    asked = [
        ("GET", one, None), ("PATCH", one, {"name": "X"}), ("POST", f"{one}/archive", None),
        ("POST", f"{one}/restore", None), ("GET", f"{one}/timeline", None), ("GET", f"{one}/history", None),
        ("POST", f"{one}/interactions", {"kind": "note", "body": "x"}),
        ("POST", f"{one}/contacts", {"kind": "phone", "value": "+380501111111"}),
        ("PATCH", f"{one}/contacts/{contact}", {"label": "x"}), ("DELETE", f"{one}/contacts/{contact}", None),
        ("GET", f"{one}/files", None), ("POST", f"{one}/files", {"name": "y", "size_bytes": 1}),
        ("GET", f"/api/v1/files/{file['file']['id']}", None), ("DELETE", f"/api/v1/files/{file['file']['id']}", None),
        ("POST", f"/api/v1/files/{file['file']['id']}/restore", None),
        ("GET", f"{one}/merge-preview?with={mine['id']}", None),
        ("GET", f"{PATH}/{mine['id']}/merge-preview?with={his['id']}", None),
        ("POST", f"{one}/merge", {"loser_id": mine["id"]}),
        ("POST", f"{PATH}/{mine['id']}/merge", {"loser_id": his["id"]}),
        ("POST", f"{PATH}/bulk", {"ids": [mine["id"], his["id"]], "status": "lost"}),
        ("POST", f"{PATH}/bulk", {"ids": [his["id"]], "archived": True}),
        ("GET", f"{one}/personal-data", None),
    ]  # fmt: skip
    for method, path, body in asked:
        answer = await anna.request(method, path, json=body, headers=if_match)
        assert answer.status_code == 404, (method, path, answer.text)
        for secret in ("Тайный", "380671234567", "secret@mail.test"):
            assert secret not in answer.text, (method, path)
        # Not even the difference to a client that nobody has.
        unknown = await anna.request(method, path.replace(his["id"], NOBODY), json=body, headers=if_match)
        assert "files/" in path or "bulk" in path or "merge" in path or unknown.json() == answer.json(), path
    for path, body in (
        ("assign", {"owner_id": None, "ids": [his["id"]]}),
        (f"{his['id']}/erase", {"confirm_name": "Тайный"}),
    ):
        answer = await anna.post(f"{PATH}/{path}", json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "admin_only")
    state = {"id": his["id"], "status": "lost", "tags": [], "archived": True, "version": his["version"]}
    assert (await anna.post(f"{PATH}/bulk/undo", json={"previous": [state]})).json() == {"changed": 0}
    assert [await fingerprint(db, table) for table in WATCHED] == before


@pytest.mark.parametrize(
    "filters", [{}, {"q": "тайный"}, {"q": "0671234567"}, {"tag": "t"}, {"owner": str(BOHDAN.id)}]
)
async def test_lists_exports_and_hints_show_nothing_of_him(api: Api, filters: dict[str, str]) -> None:
    await make(api.as_(BOHDAN), "Тайный", phone="+380671234567", tags=["t"])
    anna = api.as_(ANNA)  # without the claim: row level security alone
    assert (await anna.get(PATH, params=filters)).json() == {"items": [], "next": None, "total": 0}
    assert len((await anna.get(f"{PATH}/export", params=filters)).text.splitlines()) == 1
    assert (await anna.get(f"{PATH}/tags")).json()["items"] == []
    hints = (await anna.get(f"{PATH}/duplicates", params={"phone": "067 123 45 67"})).json()["items"]
    assert hints == [
        {"kind": "phone", "value": "+380671234567", "client_id": None, "name": None, "elsewhere": True}
    ]
    created = await anna.post(PATH, json={"name": "Мой", "phone": "+380671234567"})
    assert created.json()["duplicates"] == hints
