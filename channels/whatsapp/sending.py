"""Answers on WhatsApp: for a day after somebody's message anything, later templates only.

https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.failures import Failure, VendorError
from channels.media import FileKind, FileLimit, OutgoingFile, is_voice_note
from channels.meta.graph import Graph
from channels.meta.values import rows, text
from channels.pieces import pieces
from channels.templates import FilledTemplate
from channels.whatsapp.access import keys_of

WINDOW = timedelta(hours=24)
LONGEST_TEXT, LONGEST_TEMPLATE, LONGEST_CAPTION = 4096, 1024, 1024
MEGABYTE = 1024 * 1024
# Below Meta's own limits; to one person it takes a message in six seconds for long, which its own refusal tells.
PACES: Mapping[Mode, Pace] = {"direct": Pace(7_200, 10), "template": Pace(3_600, 10)}
AUDIO = ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg")
# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
FILES: Mapping[FileKind, FileLimit] = {
    "image": FileLimit(5 * MEGABYTE, ("image/jpeg", "image/png")),
    "video": FileLimit(16 * MEGABYTE, ("video/mp4", "video/3gpp")),
    "audio": FileLimit(16 * MEGABYTE, AUDIO),
    "voice": FileLimit(16 * MEGABYTE, ("audio/ogg",)),
    "file": FileLimit(100 * MEGABYTE),
}
TYPES: Mapping[FileKind, str] = {"voice": "audio", "file": "document"}


def ways(thread: Thread, at: datetime) -> Sequence[Way]:
    """Free words while the window is open; a template always."""
    template = Way("template", longest=LONGEST_TEMPLATE)
    if thread.last_in is None:
        return (Way("direct", why_not="nothing_to_answer", longest=LONGEST_TEXT), template)
    until = thread.last_in.occurred_at + WINDOW
    closed = "window_closed" if at >= until else None
    return (Way("direct", until, closed, longest=LONGEST_TEXT), template)


def parts(mode: Mode, words: str) -> Sequence[str]:
    """A template is one message."""
    return [words] if mode == "template" else list(pieces(words, LONGEST_TEXT))


async def send(graph: Graph, account: Account, message: Outgoing) -> Sent:
    """One message; raises VendorError. Its statuses bring our id of it back."""
    keys = keys_of(account)
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(message.address),
        "biz_opaque_callback_data": str(message.id),
        **await _content(graph, keys.token, account.account_id, message),
    }
    answer = await graph.post(keys.token, f"{account.account_id}/messages", body, sending=True)
    taken = next(iter(rows(answer, "messages")), {})
    if not taken.get("id"):
        raise VendorError(Failure("ambiguous", "unreadable", "no id"))
    return Sent(str(taken["id"]))


def _recipient(address: str) -> dict[str, str]:
    """By number, or by the id of somebody who hides his."""
    return {"to": address} if address.isdigit() else {"recipient": address}


async def _content(graph: Graph, token: str, phone: str, message: Outgoing) -> dict[str, Any]:
    if message.mode == "template":
        if message.template is None:
            raise VendorError(Failure("permanent", "template_missing"))
        return {"type": "template", "template": _template(message.template)}
    if message.file is None:
        return {"type": "text", "text": {"body": message.text, "preview_url": False}}
    kind = TYPES.get(message.file.kind, message.file.kind)
    uploaded = await _upload(graph, token, phone, message.file)
    named = {"filename": message.file.name} if kind == "document" else {}
    # (Under a sound there is no place for words.)
    caption = {"caption": message.text[:LONGEST_CAPTION]} if message.text and kind != "audio" else {}
    voice = {"voice": True} if message.file.kind == "voice" and is_voice_note(message.file.content) else {}
    return {"type": kind, kind: {"id": uploaded, **named, **caption, **voice}}


def _template(filled: FilledTemplate) -> dict[str, Any]:
    values = [{"type": "text", "text": value} for value in filled.values]
    components = [{"type": "body", "parameters": values}] if values else []
    return {"name": filled.name, "language": {"code": filled.language}, "components": components}


async def _upload(graph: Graph, token: str, phone: str, file: OutgoingFile) -> str:
    form = {"messaging_product": "whatsapp", "type": file.mime_type}
    answer = await graph.upload(token, f"{phone}/media", form, (file.name, file.content, file.mime_type))
    if not answer.get("id"):
        raise VendorError(Failure("retry", "unreadable", "no id"))
    return text(answer, "id")
