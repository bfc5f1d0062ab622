"""May this file go to that channel, and as what?"""

from collections.abc import Iterator, Mapping

from asyncpg import Record

from api.conversations.schemas import FileKind, TakenFile
from api.errors import Conflict, Invalid
from channels.capabilities import Sender
from channels.media import Captioned, FileLimit, FileSender
from channels.templates import Header

VOICE_TYPE = "audio/ogg"


def taken(sender: Sender | None) -> list[TakenFile]:
    """What the channel takes."""
    if not isinstance(sender, FileSender):
        return []
    return [
        TakenFile(kind=kind, most=limit.most, types=list(limit.types)) for kind, limit in sender.files.items()
    ]


def kind_for(sender: Sender, mode: str, file: Record, header: Header | None = None) -> FileKind:
    """As what the file goes; raises Invalid when it is too big or of a type that is not taken, Conflict when it cannot go at all.

    `header`: of the template that it goes with.
    """
    if not isinstance(sender, FileSender) or (mode != "direct" and header is None):
        raise Conflict("way_closed", details={"reason": "files_not_taken"})
    if file["size_bytes"] is None:
        raise Conflict("file_not_uploaded")
    mime_type = file["mime_type"] or ""
    taken: Mapping[FileKind, FileLimit] = {header.kind: header.limit} if header else sender.files
    fitting = [(kind, taken[kind]) for kind in _kinds(mime_type) if kind in taken]
    # (A voice is one only where its vendor names the type of it.)
    of_type = [
        (kind, limit)
        for kind, limit in fitting
        if (kind != "voice" or limit.types) and _is_taken(mime_type, limit)
    ]
    if not of_type:
        raise Invalid("file_type_not_taken", fields={"file_id": "file_type_not_taken"})
    kind = next((kind for kind, limit in of_type if file["size_bytes"] <= limit.most), None)
    if kind is None:
        most = max(limit.most for _, limit in of_type)
        raise Invalid("file_too_big", fields={"file_id": "file_too_big"}, details={"most": most})
    return kind


def parts(sender: Sender, mode: str, kind: FileKind, text: str) -> list[str]:
    """The texts of the messages, the first with the file: together where the vendor takes words with it, else one after the other."""
    longest = sender.captions.get(kind, 0) if isinstance(sender, Captioned) else 0
    if len(text) <= longest:
        return [text]
    return ["", *sender.parts(mode, text)]  # type: ignore[arg-type]  # a mode of the way


def _kinds(mime_type: str) -> Iterator[FileKind]:
    """What it is, and then simply a file. Ogg is what messengers know voices in."""
    if mime_type.partition(";")[0] == VOICE_TYPE:
        yield "voice"
    named: FileKind | None = {"image": "image", "video": "video", "audio": "audio"}.get(
        mime_type.partition("/")[0]
    )  # type: ignore[assignment]  # a table of literals
    if named:
        yield named
    yield "file"


def _is_taken(mime_type: str, limit: FileLimit) -> bool:
    return not limit.types or any(
        mime_type == one or (one.endswith("/*") and mime_type.startswith(one[:-1])) for one in limit.types
    )
