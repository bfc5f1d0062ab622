"""A small messenger of the tests' own, as a package would bring it: an adapter with webhooks, and what its vendor delivers."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from channels.base import (
    Company,
    Contact,
    Happening,
    Identity,
    Message,
    Nothing,
    Person,
    Receipt,
    Revision,
    StoredEvent,
)
from channels.capabilities import Fragment, Hook, HookAnswer
from tests.support.database import Base

SECRET = "talk-secret"
ACCOUNT = "shop"


class Talk:
    """Its events are JSON as `say`, `edit` and `read` below write them."""

    channel = "talk"
    max_body = 100_000

    def secrets(self) -> Sequence[str]:
        return (SECRET,)

    def handshake(self, hook: Hook) -> HookAnswer | None:
        if hook.method == "GET":
            return HookAnswer(200, hook.query.get("challenge", ""))
        return None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        given = hook.headers.get("x-talk-signature", "")
        return any(hmac.compare_digest(given, signature(hook.body, secret)) for secret in secrets)

    def split(self, body: bytes) -> Sequence[Fragment]:
        try:
            events = json.loads(body)["events"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return []
        return [
            Fragment(event["key"], event["kind"], json.dumps(event).encode(), event["account"])
            for event in events
        ]

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        told = json.loads(event.body)
        if told["kind"] in ("message", "comment"):
            return [_message(told)]
        at = datetime.fromisoformat(told["at"])
        if told["kind"] == "edit":
            return [Revision(told["id"], at, told["text"], told.get("sequence"))]
        if told["kind"] == "read":
            return [Receipt(told["id"], told["status"], at, told.get("through", False))]
        return [Nothing("unknown")]


def _message(told: dict[str, Any]) -> Message:
    who = told["who"]
    phone = [Contact("phone", told["phone"], told["phone"])] if "phone" in told else []
    verified = [Contact("phone", told["verified"], told["verified"])] if "verified" in told else []
    identities = [Identity("other", who)] if who else []
    return Message(
        external_id=told["id"],
        kind=told["kind"],
        direction=told["direction"],
        occurred_at=datetime.fromisoformat(told["at"]),
        thread_key=told.get("thread", who),
        address=who,
        person=Person(identities, told.get("name", ""), told.get("username", ""), phone, verified),
        text=told["text"],
        parent=told.get("parent"),
        hints=told.get("hints", {}),
        details=told.get("details", {}),
    )


def signature(body: bytes, secret: str = SECRET) -> str:
    """Of a delivery."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def now() -> str:
    """This moment, as events carry it."""
    return datetime.now(UTC).isoformat()


def say(message_id: str, who: str, text: str, **more: Any) -> dict[str, Any]:
    """Somebody writes to the account."""
    told = {"kind": "message", "id": message_id, "who": who, "text": text, "direction": "in", "at": now()}
    return {"key": f"m:{message_id}", "account": ACCOUNT, **told, **more}


def edit(message_id: str, text: str | None, **more: Any) -> dict[str, Any]:
    """He writes it anew, or takes it back."""
    key = f"e:{message_id}:{more.get('sequence', text)}"
    return {
        "kind": "edit",
        "key": key,
        "account": ACCOUNT,
        "id": message_id,
        "text": text,
        "at": now(),
        **more,
    }


def read(message_id: str, status: str = "read", **more: Any) -> dict[str, Any]:
    """A receipt of a message of ours."""
    told = {"kind": "read", "id": message_id, "status": status, "at": now()}
    return {"key": f"r:{message_id}:{status}", "account": ACCOUNT, **told, **more}


async def connect(base: Base, *, account: str = ACCOUNT, **settings: Any) -> UUID:
    """A connected account of the messenger; its source."""
    source_id: UUID = await base.value(
        """insert into public.lead_sources (channel, name, account_id, account_name, connected_at, settings)
        values ('other', 'Беседа', $1, 'Магазин', now() - interval '1 day', $2::jsonb) returning id""",
        account,
        json.dumps({"adapter": "talk", **settings}),
    )
    await base.run("insert into private.source_upkeep (source_id) values ($1)", source_id)
    return source_id


async def deliver(
    http: httpx.AsyncClient, *events: dict[str, Any], path: str = "/hooks/talk", secret: str = SECRET
) -> httpx.Response:
    """The vendor posts a batch."""
    body = json.dumps({"events": events}).encode()
    return await http.post(path, content=body, headers={"x-talk-signature": signature(body, secret)})
