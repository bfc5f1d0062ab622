"""Scenario 17: every address of the API is asked for a colleague's conversation, and nothing of it is in any answer."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx

from api import openapi
from tests.api.test_inbox import say
from tests.db.matrix import TABLES
from tests.db.probes import fingerprint
from tests.db.world import build
from tests.support.client import Api
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, Person

DOCUMENT: dict[str, Any] = json.loads(openapi.text())
MARK = "потайне"
# Anna's rows say it wherever a person's words or names are kept.
MARKED = (
    "update public.clients set name = '{mark}' where owner_id = $1",
    "update public.client_identities set username = '{mark}', name = '{mark}' where owner_id = $1",
    "update public.conversations set address = thread_key where owner_id = $1",
    "update public.files set name = '{mark}' where owner_id = $1",
    "update public.deals set title = '{mark}' where owner_id = $1",
    "update public.tasks set title = '{mark}' where owner_id = $1",
    "update public.imports set file_name = '{mark}' where owner_id = $1",
    'update public.notifications set params = \'{{"name": "{mark}"}}\' where user_id = $1',
    "update public.merge_suggestions set evidence = '{mark}' where owner_id = $1",
    'update public.touches set verdict = \'{{"rule": "{mark}"}}\', hints = \'{{"ref": "{mark}"}}\' where owner_id = $1',
    "update public.interaction_revisions set body = '{mark}' where owner_id = $1",
    "update private.outbound_messages set body = '{mark}' where author_id = $1",
    "update private.transcriptions set name = '{mark}' where asked_by = $1",
    """insert into private.inbound_events (source_id, channel, kind, dedupe_key, body, status, quarantine_reason, verdict, client_id)
    select s.id, 'instagram', 'comment', '{mark}', convert_to('{mark}', 'utf8'), 'quarantined', 'intent_review',
      '{{"tier": "review", "label": "unread", "text": "{mark}", "rules": []}}', c.id
    from public.clients c, public.lead_sources s where c.owner_id = $1 and s.channel = 'site' limit 1""",
)
# Where an admin does see it: a sweep that would find nothing anyway proves nothing.
SEEN = (
    "conversations clients clients/{client_id} clients/{client_id}/timeline clients/{client_id}/history clients/{client_id}/channels"
    " clients/{client_id}/messages/outbound clients/{client_id}/transcriptions clients/{client_id}/files clients/{client_id}/merges"
    " clients/{client_id}/personal-data clients/export clients/merge-suggestions clients/merges/{merge_id} search review tasks deals"
    " live/changes files/{file_id} lead-sources/events"
).split()


# What changes something of a conversation: 404 to a colleague, 403 where it is an admin's alone.
WRITES: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    (
        "POST",
        "clients/{client_id}/messages/outbound",
        {"conversation_id": "{conversation_id}", "mode": "direct", "text": "x", "key": "{event_id}"},
        404,
    ),
    ("POST", "clients/{client_id}/messages/outbound/{message_id}/discard", {}, 404),
    ("POST", "clients/{client_id}/messages/outbound/{message_id}/retry", {}, 404),
    ("PUT", "conversations/{conversation_id}/waiting", {"waiting": False}, 404),
    ("POST", "clients/{client_id}/start-token", {}, 404),
    ("POST", "clients/merge-suggestions/{suggestion_id}/dismiss", {}, 404),
    ("POST", "clients/merges/{merge_id}/undo", {}, 404),
    ("POST", "clients/{client_id}/transcriptions", {"path": "{client_id}/x"}, 404),
    ("POST", "clients/{client_id}/voice-messages", {"text": "x"}, 404),
    ("POST", "clients/{client_id}/interactions", {"kind": "note", "body": "x"}, 404),
    ("POST", "review/verdicts", {"event_ids": ["{event_id}"], "said": "lead"}, 403),
    ("POST", "review/undo", {"event_ids": ["{event_id}"]}, 403),
    ("POST", "lead-sources/events/{event_id}/release", {}, 403),
    ("POST", "lead-sources/events/{event_id}/discard", {}, 403),
    ("POST", "clients/{client_id}/erase", {"confirm_name": MARK}, 403),
)
WATCHED = (
    "public.conversations", "public.interactions", "public.clients", "public.merge_suggestions", "public.client_merges",
    "private.outbound_messages", "private.transcriptions", "private.start_tokens", "private.inbound_events",
)  # fmt: skip


class Hidden:
    """What is Anna's: the ids that fill addresses, and everything that no answer may hold."""

    def __init__(self, names: dict[str, str], ids: set[str]) -> None:
        self.names, self.ids = names, ids

    def shown(self, answer: httpx.Response, asked: str) -> set[str]:
        """What the answer holds of it; an id that was asked for may come back in a refusal."""
        return {one for one in {MARK, *self.ids} if one in answer.text and one not in asked}

    def requests(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Every reading address with Anna's ids in it: plain, and with each filter that could name her or hers."""
        for path, methods in DOCUMENT["paths"].items():
            if (
                "get" not in methods or path == "/api/v1/live"
            ):  # (the stream's hints are those of live/changes)
                continue
            told = [one for one in methods["get"].get("parameters", ()) if one["in"] == "query"]
            needed = {one["name"]: self.names[one["name"]] for one in told if one.get("required")}
            filled = path.format(**self.names)
            yield path, filled, needed
            for one in told:
                if one["name"] in self.names and one["name"] not in needed:
                    yield path, filled, {**needed, one["name"]: self.names[one["name"]]}


async def hide(db: Base) -> Hidden:
    await build(db)
    async with db.connected() as owner:
        # (A channel that can be answered.)
        await owner.execute(
            "update public.lead_sources set settings = '{\"adapter\": \"instagram\"}' where channel = 'site'"
        )
        await owner.execute("select set_config('app.revising', 'on', false)")
        await owner.execute("update public.interactions set body = $2 where owner_id = $1", ANNA.id, MARK)
        for statement in MARKED:
            await owner.execute(statement.format(mark=MARK), ANNA.id)

    async def one(sql: str) -> str:
        return str(await db.value(f"select {sql}", ANNA.id))

    newest = await db.value("select newest from app.live_window()")
    conversation = await one("id from public.conversations where owner_id = $1")
    now = await db.value("select now()")
    await say(db, UUID(conversation), "in", MARK, now)
    person = str(ANNA.id)
    names = {
        "client_id": await one("client_id from public.conversations where owner_id = $1"),
        "conversation_id": conversation,
        "deal_id": await one("id from public.deals where owner_id = $1"),
        "task_id": await one("id from public.tasks where owner_id = $1"),
        "file_id": await one("id from public.files where owner_id = $1"),
        "import_id": await one("id from public.imports where owner_id = $1"),
        "merge_id": await one("id from public.client_merges where owner_id = $1"),
        "report_id": str(ANNA.id),  # (a stored report holds figures, no conversation)
        "stage_id": await one("id from public.stages where key = 'new' and $1::uuid is not null"),
        "source_id": await one("id from public.lead_sources where channel = 'site' and $1::uuid is not null"),
        "message_id": await one("id from private.outbound_messages where author_id = $1"),
        "suggestion_id": await one("id from public.merge_suggestions where owner_id = $1"),
        "reply_to": await one("id from public.interactions where kind = 'message' and owner_id = $1"),
        "event_id": await one(f"id from private.inbound_events where dedupe_key = '{MARK}' and $1::uuid is not null"),
        **dict.fromkeys(("id", "manager_id", "manager", "owner", "owner_id", "actor"), person),
        "q": MARK[:5], "phone": "+380501112233", "day": "2026-01-05", "month": "2026-01", "period": "year", "metric": "leads",
        "from_day": "2026-01-01", "to_day": "2026-01-31", "report": "leads", "view": "all", "after": str(newest), "unread": "false",
    }  # fmt: skip
    names |= {
        "client": names["client_id"],
        "deal": names["deal_id"],
        "with": names["client_id"],
        "except_client": names["client_id"],
    }
    ids: set[str] = set()
    for table, rule in TABLES.items():
        if rule.scope == "owner" and "id" in rule.key and table != "public.profiles":
            ids |= {
                str(row[0])
                for row in await db.rows(f"select id from {table} where {rule.owner} = $1", ANNA.id)
            }
    assert len(ids) > 20
    return Hidden(names, ids | {names["message_id"], names["event_id"]})


async def sweep(api: Api, person: Person, hidden: Hidden) -> dict[str, set[str]]:
    """Address -> what was shown of Anna's."""
    found: dict[str, set[str]] = {}
    caller = api.as_(person, user_role=person.role)
    for path, filled, query in hidden.requests():
        answer = await caller.get(filled, params=query)
        assert answer.status_code < 500, (filled, query, answer.text)
        short = path.removeprefix("/api/v1/")
        found.setdefault(short, set()).update(hidden.shown(answer, f"{filled} {query}"))
    return {path: shown for path, shown in found.items() if shown}


async def test_no_address_tells_of_a_colleagues_conversation_or_changes_it(api: Api, db: Base) -> None:
    hidden = await hide(db)
    before = [await fingerprint(db, table) for table in WATCHED]
    bohdan = api.as_(BOHDAN, user_role="manager")
    for method, path, body, status in WRITES:
        told = json.loads(_filled(json.dumps(body), hidden.names))
        answer = await bohdan.request(method, f"/api/v1/{_filled(path, hidden.names)}", json=told)
        assert answer.status_code == status, (method, path, answer.text)
        assert hidden.shown(answer, f"{path} {told}") == set(), path
    assert [await fingerprint(db, table) for table in WATCHED] == before

    assert await sweep(api, BOHDAN, hidden) == {}
    seen = await sweep(api, ADMIN, hidden)
    assert [path for path in SEEN if path not in seen] == []


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text
