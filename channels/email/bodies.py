"""What of a mail is its text, and what are files with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from channels.email.html import text_of_html
from channels.email.parts import bytes_of, decoded, inside, text_of
from channels.email.quotes import unquoted

LONGEST = 50_000
MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class Body:
    """`new` is what its writer adds; `full` has what he quotes, too."""

    new: str
    full: str


@dataclass(frozen=True, slots=True)
class File:
    """A file: its place among the mail's parts is its id."""

    id: str
    name: str
    mime_type: str
    part: Message


def body(mail: Message) -> Body:
    """The text that the writer meant: plain text where there is some, else his HTML as text."""
    found = list(_texts(mail))
    full = "\n\n".join(filter(None, (one.full for one in found))).strip()[:LONGEST]
    new = "\n\n".join(filter(None, (one.new for one in found))).strip()[:LONGEST]
    return Body(new or full, full)


def _texts(part: Message) -> Iterator[Body]:
    if _is_file(part):
        return
    kind = part.get_content_type()
    if kind == "text/plain":
        text = text_of(part).strip()
        yield Body(unquoted(text), text)
    elif kind == "text/html":
        yield _of_html(text_of(part))
    elif kind == "multipart/alternative":
        yield from _best([list(_texts(inner)) for inner in inside(part)])
    else:
        for inner in inside(part):
            yield from _texts(inner)


def _of_html(html: str) -> Body:
    full = text_of_html(html, with_quotes=True)
    return Body(unquoted(text_of_html(html)) or unquoted(full), full)


def _best(choices: list[list[Body]]) -> list[Body]:
    """The plainest that says anything: it comes first."""
    return next((one for one in choices if any(text.full for text in one)), [])


def _is_file(part: Message) -> bool:
    """Marked as one, or nothing that is read: a picture, a mail within the mail."""
    kind, disposition = part.get_content_type(), part.get_content_disposition()
    if part.is_multipart() and kind != "message/rfc822":
        return False
    readable = kind in ("text/plain", "text/html")
    return disposition == "attachment" or not readable or (bool(_name(part)) and disposition == "inline")


def files(mail: Message) -> list[File]:
    """Every file of the mail, small signs of signatures left out."""
    found = [
        File(place, _name(part) or _unnamed(part), part.get_content_type(), part)
        for place, part in _walk(mail, "")
        if _is_file(part)
    ]
    return found[:MAX_FILES]


def _walk(part: Message, place: str) -> Iterator[tuple[str, Message]]:
    yield place or "0", part
    if part.get_content_type() != "message/rfc822":
        for number, inner in enumerate(inside(part), 1):
            yield from _walk(inner, f"{place}.{number}" if place else str(number))


def content(part: Message) -> bytes:
    """The bytes of a file; of a mail within the mail the mail."""
    if part.is_multipart():
        return b"".join(inner.as_bytes() for inner in inside(part))
    return bytes_of(part)


def _name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (LookupError, ValueError):  # (a charset of RFC 2231 that nobody knows)
        name = None
    return decoded(str(name or "")).replace("/", "_").replace("\\", "_").strip()[:200]


def _unnamed(part: Message) -> str:
    kind = part.get_content_type()
    return "mail.eml" if kind == "message/rfc822" else kind.replace("/", ".")
