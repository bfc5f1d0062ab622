"""Files and templates from the card to the client: limits before sending, our own file in the timeline, nobody else's."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from asyncpg.exceptions import PostgresError

from simulator import cdn
from tests.channels.instagram.conftest import ways
from tests.channels.media.conftest import Desk
from tests.support.people import ANNA, BOHDAN, Person

PICTURE = cdn.picture("ours")


async def uploaded(
    desk: Desk, name: str, content: bytes, mime_type: str = "image/png", *, half: bool = False
) -> str:
    """A file of the client as the composer makes it; its id. `half`: its bytes never leave."""
    client = (await desk.client())["id"]
    note = {"name": name, "size_bytes": len(content), "mime_type": mime_type}
    async with desk.as_(ANNA) as anna:
        made = (await anna.post(f"/api/v1/clients/{client}/files", json=note)).json()
        if not half:
            headers = {"content-type": mime_type}
            sent = await anna.post(made["upload"]["url"], content=content, headers=headers)
            assert sent.status_code == 200, sent.text
    return str(made["file"]["id"])


async def sends(desk: Desk, person: Person = ANNA, kind: str = "direct", **message: Any) -> httpx.Response:
    client = (await desk.client())["id"]
    (thread,) = [one for one in await desk.channels() if one["kind"] == kind]
    body = {"conversation_id": thread["conversation_id"], "key": str(uuid4()), "mode": "direct", **message}
    async with desk.as_(person) as caller:
        return await caller.post(f"/api/v1/clients/{client}/messages/outbound", json=body)


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_file_is_sent_and_shown_as_ours(desk: Desk) -> None:
    await desk.act("dm", text="Ціна?")
    (thread,) = await desk.channels()
    assert thread["files"] == [
        {"kind": "image", "most": 2**20, "types": ["image/png", "image/jpeg"]},
        {"kind": "file", "most": 2**20, "types": ["application/pdf"]},
    ]
    picture = await uploaded(desk, "Шафа.png", PICTURE)
    half = await uploaded(desk, "x.png", b"x", half=True)
    big = await uploaded(desk, "big.png", bytes(2**20 + 1))
    table = await uploaded(desk, "x.csv", b"x", "text/csv")
    assert refused(await sends(desk, file_id=half)) == (409, "file_not_uploaded")
    assert refused(await sends(desk, file_id=big)) == (422, "file_too_big")
    assert refused(await sends(desk, file_id=table)) == (422, "file_type_not_taken")
    assert refused(await sends(desk, file_id=str(uuid4()))) == (404, "file_not_found")
    assert refused(await sends(desk, BOHDAN, file_id=picture)) == (404, "client_not_found")
    # A colleague's file goes to nobody, whoever sends it.
    theirs = await desk.base.value(
        """with his as (insert into public.clients (owner_id, name) values ($1, 'Його') returning id)
        insert into public.files (client_id, path, name, size_bytes, mime_type)
        select id, id || '/x', 'x', 1, 'image/png' from his returning id""",
        BOHDAN.id,
    )
    assert refused(await sends(desk, file_id=str(theirs))) == (404, "file_not_found")
    async with desk.base.as_user(ANNA.id) as anna:
        conversation = await anna.fetchval("select id from public.conversations")
    async with desk.base.as_user(ANNA.id) as anna:
        with pytest.raises(PostgresError, match="file_not_found"):
            await anna.execute(
                "select app.queue_message($1, 'direct', null, array[''], gen_random_uuid(), $2)",
                conversation,
                theirs,
            )

    # The echo may be here before the answer of the call: one entry, ours.
    await desk.faults(early_events=True)
    assert len((await sends(desk, file_id=picture, text="Така шафа")).json()["ids"]) == 2
    async with desk.as_(ANNA) as anna:
        waiting = (await anna.get(f"/api/v1/clients/{(await desk.client())['id']}/messages/outbound")).json()
    assert [(one["text"], one["file"] and one["file"]["name"]) for one in waiting["items"]] == [
        ("", "Шафа.png"),
        ("Така шафа", None),
    ]
    await desk.deliver()
    await desk.fetch()
    assert await desk.outbound() == [("sent", None), ("sent", None)]
    asked, file, words = await desk.entries()
    assert [one["body"] for one in (asked, file, words)] == ["Ціна?", "", "Така шафа"]
    (shown,) = json.loads(file["attachments"])
    assert (shown["name"], shown["state"], shown["mime_type"]) == ("Шафа.png", "stored", "image/png")
    assert file["author_id"] == words["author_id"] == ANNA.id
    sent = desk.adapter.sent[0]
    assert sent.file is not None
    assert (sent.file.kind, sent.file.content, sent.text) == ("image", PICTURE, "")
    assert set(sent.answered) >= {"intent"}
    assert [bool(one["attachments"]) for one in (await desk.there())["messages"] if one["outgoing"]] == [
        True,
        False,
    ]
    assert await desk.base.value("select count(*) from private.media_files") == 0, (
        "the vendor's copy is nobody's"
    )


async def test_a_template_is_filled_and_a_private_reply_is_one_message(desk: Desk) -> None:
    await desk.act("dm", text="Ціна?")
    (thread,) = await desk.channels()
    assert thread["templates"]
    path = f"/api/v1/clients/{(await desk.client())['id']}/channels/{thread['conversation_id']}/templates"
    async with desk.as_(ANNA) as anna, desk.as_(BOHDAN) as bohdan:
        offered = (await anna.get(path)).json()["items"]
        assert (await anna.get(path)).status_code == 200
        assert (await bohdan.get(path)).status_code == 404
    assert (offered[0]["name"], offered[0]["blanks"], desk.adapter.asked) == ("ready", ["1", "2"], 1)

    ready = {"name": "ready", "language": "uk", "values": ["Олено", "15"]}
    assert refused(await sends(desk, mode="template", template={**ready, "name": "x"})) == (
        422,
        "template_unknown",
    )
    assert refused(await sends(desk, mode="template", template={**ready, "values": ["x"]})) == (
        422,
        "template_blanks",
    )
    assert (await sends(desk, mode="template", text="x")).status_code == 422
    assert (await sends(desk, template=ready)).status_code == 422
    assert (await sends(desk, mode="template", template=ready)).status_code == 202
    await desk.deliver()
    said = (await desk.entries())[-1]
    assert said["body"] == "Вітаємо, Олено! Замовлення 15 готове."
    assert json.loads(said["details"])["template"] == "ready"
    template = desk.adapter.sent[-1].template
    assert template is not None
    assert (template.name, template.language, template.values) == ("ready", "uk", ("Олено", "15"))
    # One with a picture above: never without, with no other kind of file, and its blanks keep their names.
    photo = {"mode": "template", "template": {"name": "photo", "language": "uk", "values": ["шафа"]}}
    assert offered[1]["header"]["kind"] == "image"
    picture = await uploaded(desk, "Шафа.png", PICTURE)
    paper = await uploaded(desk, "x.pdf", b"%PDF", "application/pdf")
    assert refused(await sends(desk, **photo)) == (422, "template_file")
    assert refused(await sends(desk, **photo, file_id=paper)) == (422, "file_type_not_taken")
    assert refused(await sends(desk, mode="template", template=ready, file_id=picture)) == (409, "way_closed")
    assert (await sends(desk, **photo, file_id=picture)).status_code == 202
    await desk.deliver()
    sent = desk.adapter.sent[-1]
    assert sent.template and sent.file and (sent.template.names, sent.file.kind) == (("thing",), "image")
    assert (await desk.entries())[-1]["body"] == "Ось ваша шафа."

    # Of two comments the older one is answered; each privately once.
    for words in ("Ціна першої?", "А другої?"):
        await desk.act("comment", text=words)
    # (Vendors write whole seconds: which comes first within one is open.)
    await desk.base.run(
        """set app.revising = 'on';
        update public.interactions set occurred_at = occurred_at - interval '1 minute' where body = 'Ціна першої?'"""
    )
    first = next(one for one in await desk.entries() if one["body"] == "Ціна першої?")
    await desk.fetch()
    (post,) = await desk.attachments(first["external_id"])
    assert (post["kind"], post["state"], post["mime_type"]) == ("post_picture", "stored", "image/png")
    to = {"kind": "comments", "mode": "private_reply", "reply_to": str(first["id"])}
    assert refused(await sends(desk, **to, text="я" * 501)) == (422, "private_reply_too_long")
    assert (await sends(desk, **to, text="Сто")).status_code == 202
    await desk.deliver()
    assert (await desk.entries())[-1]["reply_to"] == first["external_id"]
    channels = f"/api/v1/clients/{(await desk.client())['id']}/channels"
    async with desk.as_(ANNA) as anna:
        named = (await anna.get(channels, params={"reply_to": str(first["id"])})).json()["items"]
        newest = (await anna.get(channels)).json()["items"]
    used = {"comment": None, "private_reply": "private_reply_used"}
    assert [ways(one) for one in named if one["kind"] == "comments"] == [used]
    assert [ways(one)["private_reply"] for one in newest if one["kind"] == "comments"] == [None]
