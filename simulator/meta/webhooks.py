"""Meta's webhooks: the app's callback and its handshake, envelopes, `\\uXXXX` and X-Hub-Signature-256."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.core.courier import Courier, Plan
from simulator.core.dispatch import Event
from simulator.core.faults import Faults

# At once, then with decreasing frequency for 36 hours (the steps between are not published).
GIVES_UP_AFTER_36_HOURS = Plan(
    (0, 10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 36 * 3600)
)
GIVES_UP_AFTER_7_DAYS = Plan(
    (*GIVES_UP_AFTER_36_HOURS.offsets, *(hours * 3600 for hours in (48, 72, 96, 120, 144, 168)))
)


@dataclass
class App:
    """An app in the developers' dashboard: who it is, where its webhooks go, and which fields it asked for."""

    id: str
    secret: str
    object: str
    fields: set[str]
    callback_url: str = ""
    verify_token: str = ""
    deauthorize_url: str = ""
    deletion_url: str = ""
    redirect_uris: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)

    async def configure(self, order: Mapping[str, Any], courier: Courier) -> str:
        """Changes what is named; an address of webhooks is asked first, as Meta does. Words of what is wrong, or none."""
        if order.get("callback_url"):
            wrong = await challenge(courier, str(order["callback_url"]), str(order.get("verify_token", "")))
            if wrong:
                return wrong
        for name, value in order.items():
            if name not in vars(self) or name in ("id", "object"):
                return f"an app has no {name}"
            setattr(self, name, set(value) if isinstance(getattr(self, name), set) else value)
        return ""


async def challenge(courier: Courier, url: str, verify_token: str) -> str:
    """The GET that Meta sends before it believes an address; what is wrong, or nothing."""
    expected = str(secrets.randbelow(10**10))
    query = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": expected}
    answer = await courier.handshake(url, query)
    if answer is None:
        return "The callback URL couldn't be validated. It does not answer."
    if answer.status_code != 200 or answer.text != expected:
        return (
            "The callback URL or verify token couldn't be validated. "
            f"Answered {answer.status_code} {answer.text[:80]!r} instead of the challenge."
        )
    return ""


def escaped(document: Any) -> bytes:
    """JSON as Meta writes and signs it: everything beyond ASCII as \\uXXXX in lower-case hex."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def sign(body: bytes, secret: str) -> Mapping[str, str]:
    """X-Hub-Signature-256, and the old one that nobody should need."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    old = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return {"X-Hub-Signature": f"sha1={old}", "X-Hub-Signature-256": f"sha256={digest}"}


def envelope(object_name: str, events: Sequence[Event], faults: Faults) -> bytes:
    """One POST of one or more events, in the shape that the faults ask for."""
    entries = [_entry(event, faults.shape) for event in events]
    document: Any = {"object": object_name, "entry": entries}
    if faults.shape == "array":
        document = [{"object": object_name, "entry": [entry]} for entry in entries]
    return escaped(document)


def _entry(event: Event, shape: str) -> dict[str, Any]:
    head = {"id": event.scope, "time": int(event.time)}
    if event.kind in ("messaging", "standby"):
        return {**head, "time": int(event.time * 1000), event.kind: [event.value]}
    if shape == "flat":
        return {**head, "field": event.field, "value": event.value}
    return {**head, "changes": [{"field": event.field, "value": event.value}]}


def signed_request(secret: str, payload: Mapping[str, Any]) -> str:
    """What Meta posts when a person removes the app or wants his data deleted: signature.payload, both base64url."""
    body = base64.urlsafe_b64encode(escaped(payload)).rstrip(b"=")
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return f"{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}.{body.decode()}"
