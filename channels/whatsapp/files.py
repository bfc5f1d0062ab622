"""Files on their way out to WhatsApp: uploaded first, then named in the message.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
"""

from collections.abc import Mapping
from dataclasses import dataclass

from channels.failures import Failure, VendorError
from channels.media import FileKind, FileLimit, OutgoingFile
from channels.meta.graph import Graph
from channels.meta.values import text

MEGABYTE = 1024 * 1024
AUDIO = ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg")
FILES: Mapping[FileKind, FileLimit] = {
    "image": FileLimit(5 * MEGABYTE, ("image/jpeg", "image/png")),
    "video": FileLimit(16 * MEGABYTE, ("video/mp4", "video/3gpp")),
    "audio": FileLimit(16 * MEGABYTE, AUDIO),
    "voice": FileLimit(16 * MEGABYTE, ("audio/ogg",)),
    "file": FileLimit(100 * MEGABYTE),
}
TYPES: Mapping[FileKind, str] = {"voice": "audio", "file": "document"}


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that WhatsApp has: as what it is sent, and how it is named there."""

    kind: str
    media: Mapping[str, str]


async def upload(graph: Graph, token: str, phone: str, file: OutgoingFile) -> Uploaded:
    """Hands a file over; nobody sees it yet. Raises VendorError."""
    form = {"messaging_product": "whatsapp", "type": file.mime_type}
    answer = await graph.upload(token, f"{phone}/media", form, (file.name, file.content, file.mime_type))
    if not answer.get("id"):
        raise VendorError(Failure("retry", "unreadable", "no id"))
    kind = TYPES.get(file.kind, file.kind)
    named = {"filename": file.name} if kind == "document" else {}
    return Uploaded(kind, {"id": text(answer, "id"), **named})
