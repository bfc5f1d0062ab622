"""Files of messages: what vendors keep for a while, and what we send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from channels.capabilities import Account

FileKind = Literal["image", "video", "audio", "voice", "file"]


@dataclass(frozen=True, slots=True)
class MediaPlace:
    """Where a file lies right now. `headers` go to that host only; neither is ever printed: a token may be in the address, too."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    mime_type: str = ""
    size: int | None = None
    sha256: str = ""


@runtime_checkable
class MediaKeeper(Protocol):
    """Its messages carry files that stay with the vendor for a while: a worker brings them home at once."""

    @property
    def media_hosts(self) -> Sequence[str]:
        """Hosts from which files may be taken: `lookaside.fbsbx.com`, or `.fbcdn.net` for all below it. A simulator's is among
        them only where the vendor is simulated."""
        ...

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """Where the file of an attachment (a `channels.base.Attachment` as stored) lies; raises VendorError."""
        ...


@runtime_checkable
class MediaInside(Protocol):
    """Its files are inside the stored events (e-mail): nobody is asked for them, they are taken out."""

    def content(self, body: bytes, media_id: str) -> bytes | None:
        """The file of an attachment with this `media_id` in an event's body; None when there is none. Pure."""
        ...


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to send. `url`: an address of ours, good for an hour, for vendors that fetch it themselves."""

    kind: FileKind
    name: str
    mime_type: str
    content: bytes = field(repr=False)
    url: str = field(default="", repr=False)


def is_voice_note(content: bytes) -> bool:
    """Ogg with Opus in it, the only sound that messengers show as somebody speaking: its container begins with the word, its first
    packet with the codec's."""
    return content.startswith(b"OggS") and b"OpusHead" in content[:64]


@dataclass(frozen=True, slots=True)
class FileLimit:
    """What a vendor takes of one kind: `most` bytes, and these types (`image/jpeg`; empty: any)."""

    most: int
    types: Sequence[str] = ()


@runtime_checkable
class FileSender(Protocol):
    """Sends files: `Sender.send` minds `Outgoing.file`."""

    files: Mapping[FileKind, FileLimit]


@runtime_checkable
class Captioned(Protocol):
    """Its files carry words: a text goes with its file in one message as long as it has at most so many letters. Where a vendor
    takes none, or the text is longer, file and text go one after the other."""

    captions: Mapping[FileKind, int]
