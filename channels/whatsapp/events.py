"""Events of WhatsApp: a delivery has any number of messages and statuses, each is an event of its own.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.base import Happening, Nothing, Reaction, Receipt, Renamed, Revision, Side
from channels.capabilities import Fragment
from channels.meta import events
from channels.meta.deliveries import items
from channels.meta.messaging import outbox_id
from channels.meta.moments import moment
from channels.meta.values import number, part, rows, text
from channels.whatsapp import content, people
from channels.whatsapp.refusals import meaning

LISTS = ("contacts", "messages", "statuses", "message_echoes")
KINDS = {"edit": "edit", "revoke": "delete", "reaction": "reaction", "system": "system"}
# `played`: somebody has listened to a voice message; to us that is having read it.
STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
KINDS_OF_STATUS = {
    "sent": "delivery",
    "delivered": "delivery",
    "read": "read",
    "played": "read",
    "failed": "failed",
}


def split(body: bytes) -> Sequence[Fragment]:
    """Every message and status of every change of every entry; the number that they are of is the account."""
    return [one for item in items(body) for one in _of_change(item.account, item.field, item.value, item.at)]


def _of_change(waba: str, field: str, value: Mapping[str, Any], at: Any) -> Iterator[Fragment]:
    account = text(part(value, "metadata"), "phone_number_id")
    senders = rows(value, "contacts")
    for message in rows(value, "messages"):
        told = {"message": message, "contact": people.sender_of(message, senders)}
        yield events.fragment(_of_message(message), account, "message", told, message.get("timestamp"))
    for echo in rows(value, "message_echoes"):
        yield events.fragment(_of_message(echo), account, "echo", {"message": echo}, echo.get("timestamp"))
    for status in rows(value, "statuses"):
        told = {"status": status, "contact": people.sender_of(status, senders)}
        yield events.fragment(_of_status(status), account, "status", told, status.get("timestamp"))
    if not any(value.get(name) for name in LISTS):
        yield events.fragment(("", "unknown"), account or waba, field, value, at)


def _of_message(message: Mapping[str, Any]) -> tuple[str, str]:
    name = message.get("id")
    return f"message:{name}" if name else "", KINDS.get(text(message, "type"), "message")


def _of_status(status: Mapping[str, Any]) -> tuple[str, str]:
    state = text(status, "status")
    return f"status:{status.get('id')}:{state}", KINDS_OF_STATUS.get(state, "unknown")


# ------------------------------------------------------------------------------------------------ what they mean


def understand(body: bytes, received_at: datetime, region: str, number: str | None) -> Iterator[Happening]:
    """What happened. `received_at` for events without a time of their own; `number`: whom the source is connected to.

    An app of the admin's own delivers to one source's address what happens to its other numbers, too.
    """
    event = json.loads(body)
    value, at = event["value"], moment(event.get("at"), received_at)
    if number and event["account"] != number:
        yield Nothing("other_account")
    elif event["field"] == "message":
        yield _message(part(value, "message"), part(value, "contact"), at, region)
    elif event["field"] == "echo":
        yield _echo(part(value, "message"), at, region)
    elif event["field"] == "status":
        yield _receipt(part(value, "status"), at)
    else:
        yield Nothing("unknown")


def _message(message: Mapping[str, Any], contact: Mapping[str, Any], at: datetime, region: str) -> Happening:
    if text(message, "type") == "system":
        return _system(message, part(message, "system"), region)
    earlier = _of_earlier(message, at, "client")
    if earlier or not message.get("id") or not people.address(message, contact):
        return earlier or Nothing("nobody")
    return content.message(message, contact, at, region)


def _echo(message: Mapping[str, Any], at: datetime, region: str) -> Happening:
    """Written in the business's own application on a phone, which shares the number with us."""
    to = {"from": text(message, "to"), "from_user_id": text(message, "to_user_id")}
    earlier = _of_earlier(message, at, "us")
    if earlier or not message.get("id") or not people.address(to, {}):
        return earlier or Nothing("nobody")
    return content.echo(message, to, at, region)


def _of_earlier(message: Mapping[str, Any], at: datetime, by: Side) -> Happening | None:
    """An edit, a withdrawal or a sign: messages of their own that say something of another one."""
    kind = text(message, "type")
    told = part(message, kind)
    original = text(told, "original_message_id", "message_id")
    if kind == "edit" and original:
        return Revision(original, at, content.words(part(told, "message")))
    if kind == "revoke" and original:
        return Revision(original, at, None)
    return Reaction(original, at, text(told, "emoji"), by) if kind == "reaction" and original else None


def _system(message: Mapping[str, Any], told: Mapping[str, Any], region: str) -> Happening:
    """Somebody has another number, and so another id: whoever writes with it is he."""
    ids = part(told, "user_id_update")
    changed = {"from": text(told, "wa_id", "new_wa_id"), "from_user_id": text(ids, "current")}
    former = {
        "from": text(message, "from"),
        "from_user_id": text(ids, "previous") or text(message, "from_user_id"),
    }
    before = people.identities(former, {})
    if text(told, "type") not in people.NEW_NUMBER or not before or not people.address(changed, {}):
        return Nothing("system")
    return Renamed(before, people.person(changed, {}, "", region), people.address(changed, {}))


def _receipt(status: Mapping[str, Any], at: datetime) -> Happening:
    state = STATUSES.get(text(status, "status"))
    if state is None or not status.get("id"):
        return Nothing("status")
    error = next(iter(rows(status, "errors")), {})
    words = " ".join(
        filter(None, (text(part(error, "error_data"), "details") or text(error, "message", "title"),))
    )
    return Receipt(
        external_id=str(status["id"]),
        status=state,  # type: ignore[arg-type]  # the table's own words
        occurred_at=at,
        reason=meaning(number(error.get("code")) or 0, 400)[1] if state == "failed" else "",
        words=f"{words} ({error.get('code')})"[:500] if error else "",
        outbox=outbox_id(status.get("biz_opaque_callback_data")),
    )
