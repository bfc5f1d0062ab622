"""Calls: from what Ringline posts to what happened.

{"account": "acc_7", "calls": [{"id": "c_1", "from": "+380671234567", "to": "+380441112233", "started_at": "2026-11-22T10:00:00Z",
  "seconds": 64, "answered": true, "recording_url": "https://...", "campaign": "autumn"}]}
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from channels import contacts
from channels.base import Happening, Lead, Nothing, Parked, StoredEvent
from channels.capabilities import Fragment

SHORTEST = 3  # seconds: below it somebody misdialled


def split(body: bytes) -> Sequence[Fragment]:
    """A fragment for each call, keyed by its id: posted again, or read from the list, it is the same event."""
    try:
        document = json.loads(body)
        account, calls = str(document["account"]), list(document["calls"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()  # Smena keeps a delivery whole that has no event in it
    return [_fragment(account, call) for call in calls]


def _fragment(account: str, call: Any) -> Fragment:
    body = json.dumps(call, sort_keys=True).encode()
    known = isinstance(call, dict) and isinstance(call.get("id"), str) and 0 < len(call["id"]) <= 100
    if known and call["id"].isprintable():
        return Fragment(f"call:{call['id']}", "call", body, account if account.isprintable() else "")
    return Fragment(f"unknown:{hashlib.sha256(body).hexdigest()}", "unknown", body)


def understand(event: StoredEvent, region: str) -> Happening:
    """The lead in a call; raises Parked for what a person should look at, ValueError for what is no call at all."""
    call = json.loads(event.body)
    if event.kind != "call" or not isinstance(call, dict):
        return Nothing("unknown")
    caller = contacts.phone(_text(call, "from"), region)
    if caller is None:
        # Somebody hid his number: only the recording tells who it was.
        raise Parked("no_contact")
    if not call.get("answered") and _seconds(call) < SHORTEST:
        return Nothing("misdialled")
    return Lead(
        external_id=_text(call, "id"),
        kind="message",
        received_at=_moment(call, event.received_at),
        message=_words(call),
        contacts=(caller,),
        first_touch=_first_touch(call),
        details={name: call[name] for name in ("seconds", "answered", "recording_url") if name in call},
    )


def _words(call: Mapping[str, Any]) -> str:
    how = f"{_seconds(call)} с" if call.get("answered") else "без ответа"
    return f"Звонок на {_text(call, 'to') or '?'}: {how}"


def _first_touch(call: Mapping[str, Any]) -> dict[str, str]:
    """What the source's rules and the reports know an advertisement by."""
    campaign = _text(call, "campaign")[:300]
    return {"utm_medium": "call", **({"utm_campaign": campaign} if campaign else {})}


def _moment(call: Mapping[str, Any], otherwise: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(_text(call, "started_at"))
    except ValueError:
        return otherwise
    return at if at.tzinfo else otherwise


def _text(call: Mapping[str, Any], name: str) -> str:
    found = call.get(name)
    return found.strip() if isinstance(found, str) else ""


def _seconds(call: Mapping[str, Any]) -> int:
    found = call.get("seconds")
    return found if isinstance(found, int) and found > 0 else 0
