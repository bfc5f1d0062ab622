"""A copy of everything about a client, erasure, and the trail of changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import uvicorn

from tests.api.clients.making import PATH, make, version
from tests.support import client as clients
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

WORDS = ("Тайный", "380671234567", "secret@mail.test", "Незабудка", "шепнул", "passport")
BYTES = ("Тайный".encode().hex(), "192.0.2.77")


@asynccontextmanager
async def storage(status: int = 200) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A storage service on loopback that remembers what it is asked and answers with this status."""
    asked: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        asked.append(
            {"method": scope["method"], "path": scope["path"], "headers": headers, **json.loads(body)}
        )
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"[]"})

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn offers nothing to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", asked
    finally:
        server.should_exit = True
        await running


async def fill(api: Api, db: Base) -> dict[str, Any]:
    """A client with something personal in every table."""
    anna = api.as_(ANNA)
    client = await make(anna, "Тайный", phone="0671234567", email="secret@mail.test", first_note="шепнул")
    contact = (
        await anna.post(f"{PATH}/{client['id']}/contacts", json={"kind": "phone", "value": "0501112233"})
    ).json()
    path = f"{PATH}/{client['id']}/contacts/{contact['id']}"
    await anna.patch(path, json={"value": "0671234567", "kind": "viber"}, headers=version(contact))
    await anna.patch(f"{PATH}/{client['id']}", json={"company": "Незабудка"}, headers=version(client))
    await anna.post(f"{PATH}/{client['id']}/files", json={"name": "passport.png", "size_bytes": 1})
    deal = "insert into public.deals (client_id, title) values ($1, 'Тайный заказ') returning id"
    deal_id = await db.value(deal, UUID(client["id"]))
    await db.run("update public.deals set title = 'Заказ: Тайный' where id = $1", deal_id)
    await db.run(
        "insert into public.tasks (client_id, title) values ($1, 'Позвонить: Тайный')", UUID(client["id"])
    )
    return client


async def event(db: Base, client_id: str, body: bytes) -> None:
    """Something that the client sent."""
    await db.run(
        """insert into private.inbound_events (source_id, channel, kind, dedupe_key, body, remote_ip, status, client_id)
        select s.id, 'site', 'form', gen_random_uuid()::text, $2, '192.0.2.77', 'done', $1 from public.lead_sources s limit 1""",
        UUID(client_id),
        body,
    )


async def everything(db: Base) -> str:
    """Every row of every table that could keep a word."""
    tables = await db.rows(
        """select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')"""
    )
    parts = [
        str(await db.value(f"select coalesce(jsonb_agg(to_jsonb(x)), '[]')::text from {row['name']} x"))
        for row in tables
    ]
    return "\n".join(parts)


async def test_the_copy_has_everything(api: Api, db: Base) -> None:
    client = await fill(api, db)
    double = await make(api.as_(ANNA), "Двойник", phone="0939998877")
    await api.as_(ANNA).post(f"{PATH}/{double['id']}/files", json={"name": "double.png", "size_bytes": 1})
    facts = (await api.as_(ANNA).get(f"{PATH}/{client['id']}")).json()["client"]
    removed = next(c["id"] for c in facts["contacts"] if c["kind"] == "email")
    await api.as_(ANNA).delete(f"{PATH}/{client['id']}/contacts/{removed}")
    body = {"loser_id": double["id"]}
    await api.as_(ANNA).post(f"{PATH}/{client['id']}/merge", json=body, headers=version(facts))
    await event(db, client["id"], "Написал: «Хочу кухню»".encode())
    await event(db, double["id"], b"\xff\xfe")
    answer = await api.as_(ANNA).get(f"{PATH}/{client['id']}/personal-data")
    assert answer.headers["content-disposition"] == f'attachment; filename="client-{client["id"]}.json"'
    for word in WORDS:
        assert word in answer.text
    found = answer.json()
    assert set(found) == {
        "client", "doubles", "contacts", "interactions", "deals", "stages", "amounts", "tasks", "files", "ownership",
        "inbound_events", "notifications", "imports", "changes", "identities", "conversations", "revisions", "unsent",
    }  # fmt: skip
    assert [row["name"] for row in found["doubles"]] == ["Двойник"]
    assert {row["name"] for row in found["files"]} == {"passport.png", "double.png"}
    assert {row["body"] for row in found["inbound_events"]} == {"Написал: «Хочу кухню»", "//4="}
    assert "+380939998877" in {row["value"] for row in found["contacts"]}
    gone = [row["before"]["value"] for row in found["changes"] if row["action"] == "delete"]
    assert gone == ["secret@mail.test"], "a removed contact is known from its trail alone"
    assert {row["deal_id"] for row in found["stages"]} == {row["id"] for row in found["deals"]}
    history = (await api.as_(ANNA).get(f"{PATH}/{client['id']}/history")).json()["items"]
    assert [entry["before"]["value"] for entry in history if entry["action"] == "delete"] == gone


async def test_erasure_leaves_no_word_anywhere(db: Base) -> None:
    async with (
        storage() as (url, asked),
        clients.running(db, supabase_url=url, supabase_jwt_issuer="http://auth.test/auth/v1") as api,
    ):
        client = await fill(api, db)
        # Put into storage by the data API alone, without a row of ours.
        stray = f"{client['id']}/stray-passport.png"
        await db.run("insert into storage.objects (bucket_id, name) values ('files', $1)", stray)
        await event(db, client["id"], "Тайный: шепнул".encode())
        await db.run(
            "insert into public.notifications (user_id, kind, params, task_id) select $1, 'task_due', jsonb_build_object('title', t.title), t.id from public.tasks t",
            BOHDAN.id,
        )
        double = await make(api.as_(ANNA), "Тайный Двойник")
        facts = (await api.as_(ANNA).get(f"{PATH}/{client['id']}")).json()["client"]
        await api.as_(ANNA).post(
            f"{PATH}/{client['id']}/merge", json={"loser_id": double["id"]}, headers=version(facts)
        )
        before = await everything(db)
        assert all(word in before for word in (*WORDS, *BYTES))
        erase, admin = f"{PATH}/{client['id']}/erase", api.as_(ADMIN)

        other = await admin.post(erase, json={"confirm_name": "Другой"})
        assert other.status_code == 422 and "confirm_name" in other.json()["error"]["fields"]
        assert asked == []
        done = await admin.post(erase, json={"confirm_name": "Тайный"})
        assert done.json() == {"files_removed": 2}, done.text
        assert (asked[0]["method"], asked[0]["path"]) == ("DELETE", "/storage/v1/object/files")
        assert len(asked[0]["prefixes"]) == 2 and stray in asked[0]["prefixes"]
        assert all(path.endswith("-passport.png") for path in asked[0]["prefixes"])
        assert asked[0]["headers"]["authorization"].startswith("Bearer ey")

        after = await everything(db)
        assert [word for word in (*WORDS, *BYTES) if word in after] == []
        card = (await admin.get(f"{PATH}/{client['id']}")).json()
        assert (card["client"]["name"], card["client"]["contacts"]) == ("—", [])
        assert card["client"]["erased_at"] is not None and card["counts"]["interactions"] == 1
        assert (await admin.post(erase, json={"confirm_name": "—"})).status_code == 404
        edited = await admin.patch(
            f"{PATH}/{client['id']}", json={"name": "X"}, headers=version(card["client"])
        )
        assert edited.status_code == 412
        assert (await admin.post(f"{PATH}/{client['id']}/restore")).json()["archived_at"] is not None


async def test_a_storage_that_fails_leaves_everything_as_it_was(db: Base) -> None:
    async with (
        storage(500) as (url, _),
        clients.running(db, supabase_url=url, supabase_jwt_issuer="http://auth.test/auth/v1") as api,
    ):
        client = await fill(api, db)
        failed = await api.as_(ADMIN).post(f"{PATH}/{client['id']}/erase", json={"confirm_name": "Тайный"})
        assert (failed.status_code, failed.json()["error"]["code"]) == (502, "storage_failed")
        assert (await api.as_(ADMIN).get(f"{PATH}/{client['id']}")).json()["client"]["name"] == "Тайный"


async def test_the_trail(api: Api, db: Base) -> None:
    client = await fill(api, db)
    admin = api.as_(ADMIN)
    for caller in (api.as_(ANNA), api.as_(BOHDAN)):
        refused = await caller.get("/api/v1/audit")
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "admin_only")
    entries = (await admin.get("/api/v1/audit", params={"table": "clients", "row": client["id"]})).json()[
        "items"
    ]
    assert any(
        entry["after"] == {"company": "Незабудка"} and entry["before"] == {"company": None}
        for entry in entries
    )
    assert {entry["actor"]["full_name"] for entry in entries} == {ANNA.full_name}
    first = (await admin.get("/api/v1/audit", params={"limit": 1})).json()
    second = (await admin.get("/api/v1/audit", params={"limit": 1, "cursor": first["next"]})).json()
    assert first["items"] != second["items"]
    assert (await admin.get("/api/v1/audit", params={"to": "2020-01-01"})).json()["items"] == []
    assert (await admin.get("/api/v1/audit", params={"actor": str(BOHDAN.id)})).json()["items"] == []
    history = (await api.as_(ANNA).get(f"{PATH}/{client['id']}/history")).json()["items"]
    assert {entry["table"] for entry in history} == {"clients", "client_contacts", "deals"}
