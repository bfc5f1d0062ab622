"""What kinds of files are taken, and as what they are kept."""

import mimetypes
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from workers.media.failures import Refused

UNKNOWN = "application/octet-stream"
UNTOLD = ("", UNKNOWN, "binary/octet-stream", "application/x-www-form-urlencoded")
# Kinds of attachments that may be anything; all others are pictures, sound or film.
ANYTHING = ("file", "document")
SEEN = ("image/", "video/", "audio/")
# Kept, but as bytes without a meaning: a browser would run them.
ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
SCRIPTS = ("text/javascript", "application/javascript", "application/x-javascript")
PROGRAMS = (
    "application/x-msdownload",
    "application/x-msdos-program",
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-sh",
    "application/java-archive",
    "application/vnd.android.package-archive",
)
PROGRAM_SUFFIXES = frozenset(
    ".exe .com .bat .cmd .scr .msi .msp .pif .ps1 .vbs .vbe .wsf .hta .jar .apk .lnk .sh".split()
)
PROGRAM_BEGINNINGS = (b"MZ", b"\x7fELF")
# Where a channel gives no name.
SUFFIXES = {"image/jpeg": ".jpg", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/wav": ".wav"}


def taken(told: str, attachment: Mapping[str, Any], beginning: bytes) -> str:
    """The type under which the file is kept; raises Refused for what is not taken. `told`: by the vendor, with the file."""
    kind, name = str(attachment.get("kind") or "file"), _file_name(attachment)
    mime_type = _known(told, attachment, name)
    if mime_type in PROGRAMS or _is_program(name, beginning):
        raise Refused("type_not_taken")
    if mime_type in ACTIVE + SCRIPTS or not mime_type.startswith(SEEN):
        if kind not in ANYTHING:
            raise Refused("type_not_taken")
        return UNKNOWN if mime_type in ACTIVE + SCRIPTS else mime_type
    return mime_type


def shown_name(attachment: Mapping[str, Any], mime_type: str) -> str:
    """What people see, and what the file is called when it is saved."""
    kind, given = str(attachment.get("kind") or "file"), str(attachment.get("name") or "")
    name = given if given and given != kind else kind
    if PurePosixPath(name).suffix:
        return name
    return name + (SUFFIXES.get(mime_type) or mimetypes.guess_extension(mime_type) or "")


def _known(told: str, attachment: Mapping[str, Any], name: str) -> str:
    """Of those who may know the first that does."""
    said = (told, str(attachment.get("mime_type") or "").partition(";")[0].strip().lower())
    guessed = mimetypes.guess_type(name)[0]
    return next((one for one in said if one not in UNTOLD), guessed or UNKNOWN)


def _file_name(attachment: Mapping[str, Any]) -> str:
    name = str(attachment.get("name") or "")
    if PurePosixPath(name).suffix:
        return name
    return PurePosixPath(urlsplit(str(attachment.get("url") or "")).path).name


def _is_program(name: str, beginning: bytes) -> bool:
    return PurePosixPath(name.lower()).suffix in PROGRAM_SUFFIXES or beginning.startswith(PROGRAM_BEGINNINGS)
