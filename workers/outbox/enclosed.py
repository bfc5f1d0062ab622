"""What goes with a message: the bytes of its file, its template, and what its adapter kept of the message that it answers."""

import json
from collections.abc import Mapping
from typing import Any

from asyncpg import Record

from channels.capabilities import Outgoing, Sender
from channels.media import FileSender, OutgoingFile
from channels.templates import FilledTemplate
from workers.media.store import Missing, Store


class NotSendable(Exception):
    """It will never go; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def outgoing(row: Record, sender: Sender, store: Store) -> Outgoing:
    """The whole message; raises NotSendable, or StoreFailed when storage does not answer."""
    template = json.loads(row["template"]) if row["template"] else None
    return Outgoing(
        row["id"],
        row["mode"],
        row["address"],
        row["body"],
        row["target"],
        file=await _file(json.loads(row["file"]), sender, store) if row["file"] else None,
        template=_filled(template) if template else None,
        answered=_answered(row),
    )


def named(row: Record) -> Outgoing:
    """What the vendor is asked about: where the message went, what it said and what it answered."""
    return Outgoing(
        row["id"], row["mode"], row["address"], row["body"], row["target"], answered=_answered(row)
    )


def _answered(row: Record) -> Mapping[str, Any]:
    details: dict[str, Any] = json.loads(row["answered"] or "{}")
    return details


async def _file(named: Mapping[str, Any], sender: Sender, store: Store) -> OutgoingFile:
    limit = sender.files.get(named["kind"]) if isinstance(sender, FileSender) else None
    if limit is None:
        raise NotSendable("file_not_taken")
    try:
        content = await store.get(named["path"])
        url = await store.signed_url(named["path"])
    except Missing:
        raise NotSendable("file_gone") from None
    if len(content) > limit.most:
        raise NotSendable("file_too_big")
    return OutgoingFile(named["kind"], named["name"], named["mime_type"], content, url)


def _filled(template: Mapping[str, Any]) -> FilledTemplate:
    values, names = tuple(template["values"]), tuple(template.get("names") or ())
    return FilledTemplate(template["name"], template["language"], values, names)
