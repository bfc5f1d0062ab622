"""The inbox: who waits longest comes first, by channel and owner, and nobody sees a colleague's conversation."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, Person

PATH = "/api/v1/conversations"
NOW = datetime.now(UTC).replace(microsecond=0)


async def source(db: Base, channel: str) -> UUID:
    found: UUID = await db.value(
        "insert into public.lead_sources (channel, name, state, account_id, connected_at)"
        " values ($1, 'Shop', 'active', 'shop', now() - interval '10 days') returning id",
        channel,
    )
    return found


async def thread(db: Base, owner: Person, source_id: UUID, name: str, minutes: int) -> UUID:
    """A conversation whose client wrote that many minutes ago."""
    client = await db.value(
        "insert into public.clients (owner_id, name) values ($1, $2) returning id", owner.id, name
    )
    made: UUID = await db.value(
        "insert into public.conversations (client_id, owner_id, source_id, kind, thread_key)"
        " values ($1, $2, $3, 'direct', $4) returning id",
        client,
        owner.id,
        source_id,
        name,
    )
    await say(db, made, "in", name, NOW - timedelta(minutes=minutes))
    return made


async def say(
    db: Base, conversation: UUID, way: str, text: str, at: datetime, reply_to: str | None = None
) -> None:
    """One message, kept as the workers keep it."""
    await db.rows(
        """select app.keep_message(c, jsonb_build_object('kind', 'message', 'direction', $2::text, 'text', $3::text,
             'external_id', gen_random_uuid()::text, 'parent', $5::text), null, null, null, $4)
           from public.conversations c where c.id = $1""",
        conversation,
        way,
        text,
        at,
        reply_to,
    )


async def names(api: Api, person: Person, **query: str) -> list[str]:
    """Clients in their order, over pages of two."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await api.as_(person).get(PATH, params={"limit": "2", **query, **cursor})
        assert answer.status_code == 200, answer.text
        found += [row["client"]["name"] for row in answer.json()["items"]]
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}


async def test_who_waits_longest_is_first_until_he_is_answered(api: Api, db: Base) -> None:
    telegram, viber = await source(db, "telegram"), await source(db, "viber")
    old = await thread(db, ANNA, telegram, "Old", 50)
    new = await thread(db, ANNA, viber, "New", 5)
    await thread(db, ANNA, telegram, "Middle", 20)
    await thread(db, BOHDAN, telegram, "Other", 30)
    before = await thread(db, ANNA, viber, "Before", 60 * 24 * 20)  # before the source was connected

    assert await names(api, ANNA) == ["Old", "Middle", "New"]
    assert await names(api, ANNA, channel="viber") == ["New"]
    assert await names(api, ANNA, view="all") == ["New", "Middle", "Old", "Before"]
    assert await names(api, BOHDAN, view="all") == ["Other"]
    assert await names(api, ADMIN) == ["Old", "Other", "Middle", "New"]
    assert await names(api, ADMIN, owner_id=str(BOHDAN.id)) == ["Other"]

    # He goes on waiting since his first message, and an answer ends it.
    await say(db, old, "in", "And?", NOW - timedelta(minutes=1))
    row = (await api.as_(ANNA).get(PATH)).json()
    assert row["total"] == 3
    assert datetime.fromisoformat(row["items"][0]["waiting_since"]) == NOW - timedelta(minutes=50)
    assert row["items"][0]["last"]["text"] == "And?"
    await say(db, old, "out", "Here", NOW)
    assert await names(api, ANNA) == ["Middle", "New"]
    assert (await names(api, ANNA, view="all"))[0] == "Old"

    # A comment answered in another thread is answered.
    comment = await db.value("select external_id from public.interactions where conversation_id = $1", new)
    await say(db, before, "out", "In Direct", NOW, comment)
    assert await names(api, ANNA) == ["Middle"]


async def test_no_answer_is_needed(api: Api, db: Base) -> None:
    thanks = await thread(db, ANNA, await source(db, "telegram"), "Thanks", 5)
    path = f"{PATH}/{thanks}/waiting"

    assert (await api.as_(BOHDAN).put(path, json={"waiting": False})).status_code == 404
    assert await names(api, ANNA) == ["Thanks"]
    assert (await api.as_(ANNA).put(path, json={"waiting": False})).status_code == 204
    assert await names(api, ANNA) == []
    assert (await api.as_(ANNA).put(path, json={"waiting": True})).status_code == 204
    assert await names(api, ANNA) == ["Thanks"]

    # Settled, he waits anew with what he writes next.
    await api.as_(ANNA).put(path, json={"waiting": False})
    await say(db, thanks, "in", "One more thing", NOW)
    assert await names(api, ANNA) == ["Thanks"]


async def test_a_cursor_of_the_other_view_is_refused(api: Api, db: Base) -> None:
    telegram = await source(db, "telegram")
    for name in ("A", "B"):
        await thread(db, ANNA, telegram, name, 5)
    following = (await api.as_(ANNA).get(PATH, params={"limit": "1"})).json()["next"]
    answer = await api.as_(ANNA).get(PATH, params={"view": "all", "cursor": following})
    assert answer.status_code == 422
