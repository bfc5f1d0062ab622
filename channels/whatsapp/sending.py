"""Answers on WhatsApp: for a day after somebody's message anything, later templates only.

https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.capabilities import Account, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.failures import Failure, VendorError
from channels.media import OutgoingFile, is_voice_note
from channels.meta.graph import Graph
from channels.meta.values import rows
from channels.pieces import pieces
from channels.templates import FilledTemplate
from channels.whatsapp.access import keys_of
from channels.whatsapp.files import Uploaded, upload

WINDOW = timedelta(hours=24)
LONGEST_TEXT, LONGEST_TEMPLATE, LONGEST_CAPTION = 4096, 1024, 1024
# Below Meta's own limits; to one person it takes a message in six seconds for long, which its own refusal tells.
PACES: Mapping[Mode, Pace] = {"direct": Pace(7_200, 10), "template": Pace(3_600, 10)}


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
    uploaded = await upload(graph, token, phone, message.file) if message.file else None
    if message.mode == "template":
        if message.template is None:
            raise VendorError(Failure("permanent", "template_missing"))
        return {"type": "template", "template": _template(message.template, uploaded)}
    if uploaded is None:
        return {"type": "text", "text": {"body": message.text, "preview_url": False}}
    # (Under a sound there is no place for words.)
    has_caption = message.text and uploaded.kind != "audio"
    caption = {"caption": message.text[:LONGEST_CAPTION]} if has_caption else {}
    return {"type": uploaded.kind, uploaded.kind: {**uploaded.media, **caption, **_voice(message.file)}}


def _voice(file: OutgoingFile | None) -> dict[str, bool]:
    return {"voice": True} if file and file.kind == "voice" and is_voice_note(file.content) else {}


def _template(filled: FilledTemplate, header: Uploaded | None) -> dict[str, Any]:
    components: list[dict[str, Any]] = []
    if header:
        shown = {"type": header.kind, header.kind: header.media}
        components.append({"type": "header", "parameters": [shown]})
    if filled.values:
        names = filled.names or [""] * len(filled.values)
        told = [_parameter(name, value) for name, value in zip(names, filled.values, strict=True)]
        components.append({"type": "body", "parameters": told})
    return {"name": filled.name, "language": {"code": filled.language}, "components": components}


def _parameter(name: str, value: str) -> dict[str, str]:
    return {"type": "text", **({"parameter_name": name} if name else {}), "text": value}
