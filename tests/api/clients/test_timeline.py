"""One timeline of everything that happened with a client."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.api.clients.making import PATH, make
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_notes_stages_and_owners_in_one_order(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client = await make(anna)
    one = f"{PATH}/{client['id']}"
    deal = await db.value(
        "insert into public.deals (client_id, title, amount_minor) values ($1, 'Сделка', 100) returning id",
        UUID(client["id"]),
    )
    call = await anna.post(
        f"{one}/interactions",
        json={"kind": "call", "channel": "phone", "duration_seconds": 90, "deal_id": str(deal), "body": "ok"},
    )
    assert call.status_code == 201
    assert (call.json()["direction"], call.json()["author"]["full_name"]) == ("out", ANNA.full_name)
    note = (await anna.post(f"{one}/interactions", json={"kind": "note", "body": "заметка"})).json()
    assert note["direction"] == "internal"
    await api.as_(ADMIN).post(f"{PATH}/assign", json={"owner_id": str(BOHDAN.id), "ids": [client["id"]]})

    bohdan = api.as_(BOHDAN)
    entries = (await bohdan.get(f"{one}/timeline")).json()["items"]
    assert [entry["type"] for entry in entries] == ["owner", "interaction", "interaction", "stage", "owner"]
    handed = entries[0]
    assert (handed["from_owner"]["full_name"], handed["to_owner"]["full_name"]) == (
        ANNA.full_name,
        BOHDAN.full_name,
    )
    assert (entries[3]["to_stage"]["key"], entries[3]["deal_title"]) == ("new", "Сделка")
    only = (await bohdan.get(f"{one}/timeline", params={"channel": ["phone", "viber"]})).json()["items"]
    assert [entry["id"] for entry in only] == [call.json()["id"]]

    seen, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await bohdan.get(f"{one}/timeline", params=params)).json()
        seen += [entry["id"] for entry in page["items"]]
        await bohdan.post(f"{one}/interactions", json={"kind": "note", "body": "later"})
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [entry["id"] for entry in entries]
    assert (await anna.get(f"{one}/timeline")).status_code == 404


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"kind": "form"}, "kind"),
        ({"kind": "note", "body": "x" * 50_001}, "body"),
        ({"kind": "call", "duration_seconds": -1}, "duration_seconds"),
        ({"kind": "note", "deal_id": "00000000-0000-4000-8000-000000000000"}, "deal_id"),
        ({"kind": "note", "file_ids": ["00000000-0000-4000-8000-000000000000"]}, "file_ids"),
        ({"kind": "note", "occurred_at": "2026-01-01T00:00:00"}, "occurred_at"),
    ],
)
async def test_what_an_entry_cannot_be(api: Api, entry: dict[str, object], field: str) -> None:
    anna = api.as_(ANNA)
    client = await make(anna)
    answer = await anna.post(f"{PATH}/{client['id']}/interactions", json=entry)
    assert answer.status_code == 422 and field in answer.json()["error"]["fields"], answer.text


async def test_an_entry_is_not_of_the_future_and_not_of_anothers_deal(api: Api, db: Base) -> None:
    anna = api.as_(ANNA)
    client, other = await make(anna), await make(anna, "Другой")
    path = f"{PATH}/{client['id']}/interactions"
    future = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    late = await anna.post(path, json={"kind": "note", "occurred_at": future})
    assert (late.status_code, late.json()["error"]["message"]) == (422, "An entry cannot be from the future.")
    deal = await db.value(
        "insert into public.deals (client_id, title) values ($1, 'x') returning id", UUID(other["id"])
    )
    assert (await anna.post(path, json={"kind": "note", "deal_id": str(deal)})).status_code == 422


async def test_files_belong_to_entries(api: Api) -> None:
    anna = api.as_(ANNA)
    client = await make(anna)
    one = f"{PATH}/{client['id']}"
    made = (
        await anna.post(
            f"{one}/files",
            json={"name": "../../Договор №1 (копия).PDF", "size_bytes": 10, "mime_type": "application/pdf"},
        )
    ).json()
    path = made["upload"]["path"]
    assert path.startswith(f"{client['id']}/{made['file']['id']}-") and path.endswith(".PDF")
    assert path.isascii() and ".." not in path and path.count("/") == 1
    assert made["upload"]["url"] == f"http://auth.test/storage/v1/object/files/{path}"
    assert made["file"]["name"] == "../../Договор №1 (копия).PDF"
    assert made["file"]["uploaded_by"]["id"] == str(ANNA.id)
    entry = {"kind": "note", "body": "см. договор", "file_ids": [made["file"]["id"]]}
    noted = (await anna.post(f"{one}/interactions", json=entry)).json()
    assert noted["attachments"][0]["path"] == path
    too_large = await anna.post(f"{one}/files", json={"name": "x", "size_bytes": 500 * 2**20 + 1})
    assert too_large.status_code == 422

    hidden = await anna.delete(f"/api/v1/files/{made['file']['id']}")
    assert hidden.json()["archived_at"] is not None
    assert (await anna.get(f"{one}/files")).json()["items"] == []
    assert len((await anna.get(f"{one}/files", params={"archived": True})).json()["items"]) == 1
    await anna.post(f"/api/v1/files/{made['file']['id']}/restore")
    assert (await anna.get(one)).json()["counts"]["files"] == 1
