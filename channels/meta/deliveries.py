"""Meta's webhooks: the trial of an address, the signature, and the shapes in which events come.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from channels.capabilities import Hook, HookAnswer

SIGNATURE = "x-hub-signature-256"


def handshake(hook: Hook, verify_token: str) -> HookAnswer | None:
    """The challenge back to whoever knows our token."""
    if hook.method != "GET":
        return None
    asked = hook.query.get("hub.mode") == "subscribe" and bool(verify_token)
    if asked and hmac.compare_digest(hook.query.get("hub.verify_token", "").encode(), verify_token.encode()):
        return HookAnswer(200, hook.query.get("hub.challenge", "")[:200])
    return HookAnswer(403)


def is_signed(hook: Hook, secrets: Sequence[str]) -> bool:
    """Over the raw body: written anew, the same JSON has another signature."""
    given = hook.headers.get(SIGNATURE, "").removeprefix("sha256=").strip().lower()
    return any(
        hmac.compare_digest(
            given.encode(), hmac.new(secret.encode(), hook.body, hashlib.sha256).hexdigest().encode()
        )
        for secret in secrets
        if secret
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One event of a delivery: `field` is `messaging`, `standby` or the name of what changed; `at` as Meta wrote it."""

    account: str
    field: str
    value: dict[str, Any]
    at: Any


def items(body: bytes) -> Iterator[Item]:
    """Every event of every shape of envelope: `changes`, `messaging`, `standby`, a flat field, an array of envelopes."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    for envelope in document if isinstance(document, list) else [document]:
        for entry in _list(envelope, "entry"):
            yield from _of_entry(entry)


def _of_entry(entry: Any) -> Iterator[Item]:
    if not isinstance(entry, dict):
        return
    account, at = str(entry.get("id", "")), entry.get("time")
    for field in ("messaging", "standby"):
        for value in _list(entry, field):
            if isinstance(value, dict):
                yield Item(account, field, value, value.get("timestamp", at))
    for change in [*_list(entry, "changes"), entry]:
        if isinstance(change, dict) and "field" in change:
            value = change.get("value")
            yield Item(account, str(change["field"]), value if isinstance(value, dict) else {}, at)


def _list(document: Any, name: str) -> list[Any]:
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, list) else []
