"""Updates of Telegram: one form for webhook and long poll, and what each of them means.

https://core.telegram.org/bots/api#update
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from channels import contacts
from channels.base import (
    Happening,
    Identity,
    Message,
    Nothing,
    Parked,
    Person,
    Reach,
    Revision,
    StoredEvent,
    Visit,
)
from channels.capabilities import Fragment
from channels.telegram.chats import Chat
from channels.telegram.content import attachments, is_service, own_phone, words

KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
)
BUSINESS_WINDOW = timedelta(hours=24)
PAYLOAD = re.compile(r"/start(?:@\w+)?(?: ([A-Za-z0-9_-]{1,64}))?")
MOST_SEQUENCE, MOST_ID = 2**31, 2**63


def split(body: bytes) -> Sequence[Fragment]:
    """A delivery is one update."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, int) and 0 <= number < MOST_ID:
        return [Fragment(_key(update), _kind(update), body)]
    return [Fragment(f"unknown:{hashlib.sha256(body).hexdigest()}", "unknown", body)] if body else []


def fragment(update: Mapping[str, Any]) -> Fragment:
    """An update that was asked for, as its webhook would have brought it."""
    body = json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "ignore")
    return Fragment(_key(update), _kind(update), body)


def _key(update: Mapping[str, Any]) -> str:
    return f"update:{update['update_id']}"


def _kind(update: Mapping[str, Any]) -> str:
    return next((kind for kind in KINDS if kind in update), "unknown")


# ------------------------------------------------------------------------------------------------ what they mean


@dataclass(frozen=True, slots=True)
class Told:
    """An update around what happened. `number` counts up: of two edits within a second it tells the later; 0 beyond 32 bits."""

    number: int
    received_at: datetime
    region: str
    released: bool = False


def understand(event: StoredEvent, region: str) -> Sequence[Happening]:
    """What happened; raises Parked for what is no update at all."""
    try:
        update = dict(json.loads(event.body))
        kind = _kind(update)
        if kind not in _READ:
            return (Nothing("unknown"),)
        number = int(update["update_id"])
        told = Told(number if number < MOST_SEQUENCE else 0, event.received_at, region, event.released)
        return tuple(_READ[kind](update[kind], told))
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


def _message(message: Mapping[str, Any], told: Told) -> Iterator[Happening]:
    if not _is_private(message):
        yield Nothing("not_private")
        return
    chat = _chat(message)
    start = None if chat.connection else PAYLOAD.fullmatch(str(message.get("text") or ""))
    if is_service(message):
        yield Nothing("service")
    elif start and not start[1] and not told.released:
        # Who only presses Start has asked for nothing: no lead, nobody waits. What he says next is the lead.
        yield Visit(chat.thread_key, _moment(message.get("date"), told), {"start": ""})
    else:
        yield _said(message, chat, told, {"start": start[1]} if start and start[1] else {})


def _said(message: Mapping[str, Any], chat: Chat, told: Told, hints: Mapping[str, str]) -> Message:
    sender = message.get("from") or {}
    # In a private chat the chat is the other person: who is not he is the owner of the business account, or his bot.
    is_own = bool(chat.connection) and sender.get("id") != chat.chat_id
    at, text, files = _moment(message.get("date"), told), words(message), attachments(message)
    above = message.get("reply_to_message")
    details: dict[str, Any] = {"business": True} if chat.connection else {}
    if "media_group_id" in message:
        details["media_group_id"] = str(message["media_group_id"])
    return Message(
        external_id=chat.message(message),
        kind="message",
        direction="out" if is_own else "in",
        occurred_at=at,
        thread_key=chat.thread_key,
        address=chat.address,
        person=_person(message["chat"], chat) if is_own else _writer(message, chat, text, told.region),
        text=text,
        attachments=files,
        reply_to=chat.message(above) if isinstance(above, dict) else None,
        reply_until=at + BUSINESS_WINDOW if chat.connection and not is_own else None,
        by_hand="sender_business_bot" not in message,
        hints=hints,
        details={**details, **({} if text or files else {"unsupported": True})},
    )


def _edited(message: Mapping[str, Any], told: Told) -> Iterator[Happening]:
    if not _is_private(message):
        yield Nothing("not_private")
        return
    at = _moment(message.get("edit_date") or message.get("date"), told)
    yield Revision(_chat(message).message(message), at, words(message), told.number or None)


def _deleted(gone: Mapping[str, Any], told: Told) -> Iterator[Happening]:
    chat = _chat(gone)
    for number in gone["message_ids"]:
        yield Revision(chat.message({"message_id": number}), told.received_at, None)


def _pressed(query: Mapping[str, Any], told: Told) -> Iterator[Happening]:
    """A button under a message of the bot: as good as words, for its label is what he says."""
    sender, under = query["from"], query.get("message") or {}
    if "inline_message_id" in query or (under and not _is_private(under)):
        yield Nothing("not_private")
        return
    chat = Chat(int(sender["id"]), str(under.get("business_connection_id") or ""))
    yield Message(
        external_id=f"{chat.chat_id}:button:{query['id']}",
        kind="message",
        direction="in",
        occurred_at=told.received_at,
        thread_key=chat.thread_key,
        address=chat.address,
        person=_person(sender, chat),
        text=_label(under, str(query.get("data") or "")),
        details={"button": str(query.get("data") or "")},
    )


def _label(under: Mapping[str, Any], data: str) -> str:
    rows = (under.get("reply_markup") or {}).get("inline_keyboard") or ()
    named = (str(one["text"]) for row in rows for one in row if one.get("callback_data") == data)
    return next(named, data)[:200]


def _membership(change: Mapping[str, Any], told: Told) -> Iterator[Happening]:
    """Blocked the bot, or let it in again."""
    status = (change.get("new_chat_member") or {}).get("status")
    if not _is_private(change) or status not in ("kicked", "member"):
        yield Nothing("not_private" if not _is_private(change) else "membership")
        return
    reason = "blocked" if status == "kicked" else ""
    yield Reach(_chat(change).thread_key, _moment(change.get("date"), told), reason)


def _attached(_connection: Mapping[str, Any], _told: Told) -> Iterator[Happening]:
    """A colleague attached the bot to his account, or took it off: his chats tell by themselves."""
    yield Nothing("business_connection")


_READ = {
    "message": _message,
    "business_message": _message,
    "edited_message": _edited,
    "edited_business_message": _edited,
    "deleted_business_messages": _deleted,
    "callback_query": _pressed,
    "my_chat_member": _membership,
    "business_connection": _attached,
}


# ------------------------------------------------------------------------------------------------ parts


def _is_private(message: Mapping[str, Any]) -> bool:
    return bool(message["chat"].get("type") == "private")


def _chat(message: Mapping[str, Any]) -> Chat:
    return Chat(int(message["chat"]["id"]), str(message.get("business_connection_id") or ""))


def _writer(message: Mapping[str, Any], chat: Chat, text: str, region: str) -> Person:
    """Somebody else's card names no contact of his own."""
    sender = message.get("from") or message["chat"]
    phone = own_phone(message, int(sender["id"]), region)
    said = () if "contact" in message else contacts.distinct(contacts.inside(text, region))
    return _person(sender, chat, contacts=said, verified=(phone,) if phone else ())


def _person(user: Mapping[str, Any], chat: Chat, **known: Any) -> Person:
    """An id of Telegram's is the same for every bot; a name can be changed and taken over."""
    identities = [Identity("telegram", str(user["id"]), "global")]
    if chat.connection:
        # As the thread of the business account knows him: his name is found by it.
        identities.append(Identity("telegram", chat.address))
    name = " ".join(str(user[part]) for part in ("first_name", "last_name") if user.get(part))
    return Person(identities, name[:200], str(user.get("username") or "").lower(), **known)


def _moment(seconds: Any, told: Told) -> datetime:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else told.received_at
