"""Events of Viber, and what each of them means (https://developers.viber.com/docs/api/rest-bot-api/#callbacks).

Tokens of messages have nineteen digits, more than JavaScript's numbers hold: here they are text.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from channels import contacts
from channels.base import (
    Attachment,
    Contact,
    Happening,
    Identity,
    Message,
    Nothing,
    Parked,
    Person,
    Reach,
    Receipt,
    StoredEvent,
    Visit,
)
from channels.capabilities import Fragment

LONGEST = 10_000
LONGEST_KEY = 300
# type -> kind here
FILES: Mapping[str, tuple[str, str]] = {
    "picture": ("image", "image/jpeg"),
    "video": ("video", "video/mp4"),
    "file": ("file", ""),
}
MAP = "https://www.google.com/maps?q="


def split(body: bytes) -> Sequence[Fragment]:
    """A delivery is one event."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        event = None
    digest = f"unknown:{hashlib.sha256(body).hexdigest()}"
    if not isinstance(event, dict) or not event.get("message_token"):
        return [Fragment(digest, "unknown", body)] if body else []
    key = ":".join(str(event.get(part) or "") for part in ("event", "message_token", "user_id"))
    is_good = len(key) <= LONGEST_KEY and key.isprintable()
    return [
        Fragment(key if is_good else digest, str(event.get("event"))[:40] if is_good else "unknown", body)
    ]


def understand(stored: StoredEvent, region: str) -> Sequence[Happening]:
    """What happened; raises Parked for what is no event at all."""
    try:
        event = dict(json.loads(stored.body))
        return (_understood(event, _moment(event.get("timestamp"), stored.received_at), region),)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        OSError,
        RecursionError,
    ) as error:
        raise Parked("unreadable") from error


def _understood(event: Mapping[str, Any], at: datetime, region: str) -> Happening:
    kind, token = str(event.get("event")), str(event.get("message_token") or "")
    if kind == "message":
        return _message(event, token, at, region)
    if kind == "conversation_started":
        # He cannot be written to before he writes; the context of the link is kept until then.
        context = str(event.get("context") or "")[:300]
        return Visit(_thread(event["user"]["id"]), at, {"ref": context}) if context else Nothing("visit")
    if kind in ("subscribed", "unsubscribed"):
        who = (event.get("user") or {}).get("id") or event["user_id"]
        return Reach(_thread(who), at, "" if kind == "subscribed" else "unsubscribed")
    if kind in ("delivered", "seen"):
        return Receipt(token, "delivered" if kind == "delivered" else "read", at)
    if kind == "failed":
        return Receipt(token, "failed", at, reason="undelivered")
    return Nothing("address_tried" if kind == "webhook" else "unknown")


def _message(event: Mapping[str, Any], token: str, at: datetime, region: str) -> Message:
    sender, told = event["sender"], event["message"]
    text, files = _words(told), _attachments(told)
    person = Person(
        identities=(Identity("viber", str(sender["id"])),),
        name=str(sender.get("name") or "")[:200],
        contacts=_contacts(told, text, region),
    )
    return Message(
        external_id=token,
        kind="message",
        direction="in",
        occurred_at=at,
        thread_key=_thread(sender["id"]),
        address=str(sender["id"]),
        person=person,
        text=text,
        attachments=files,
        details={} if text or files else {"unsupported": True},
    )


def _thread(user_id: Any) -> str:
    return f"chat:{user_id}"


def _words(told: Mapping[str, Any]) -> str:
    card = told.get("contact") or {}
    on_card = " ".join(str(card[name]) for name in ("name", "phone_number") if card.get(name))
    address = told.get("media") if told.get("type") == "url" else ""
    return str(told.get("text") or on_card or address or _place(told) or "")[:LONGEST]


def _place(told: Mapping[str, Any]) -> str:
    place = told.get("location") or {}
    return f"{MAP}{float(place['lat']):.6f},{float(place['lon']):.6f}" if place else ""


def _contacts(told: Mapping[str, Any], text: str, region: str) -> tuple[Contact, ...]:
    """Also of a card: whose it is Viber does not tell, so nobody vouches for it."""
    card = told.get("contact") or {}
    number = contacts.phone(str(card.get("phone_number") or ""), region)
    return (number,) if number else contacts.distinct(contacts.inside(text, region))


def _attachments(told: Mapping[str, Any]) -> tuple[Attachment, ...]:
    kind = str(told.get("type"))
    if kind in FILES and told.get("media"):
        name, mime = FILES[kind]
        return (Attachment(name, str(told["media"])[:2000], str(told.get("file_name") or "")[:200], mime),)
    if kind == "sticker":
        return (Attachment("sticker", "", str(told.get("sticker_id") or "")[:200]),)
    if kind == "location":
        return (Attachment("location", name=_place(told).removeprefix(MAP)),)
    return ()


def _moment(milliseconds: Any, default: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if isinstance(milliseconds, int) else default
