"""A mail taken apart, whatever wrote it: headers in old charsets, bodies that lie about theirs, attachments without names.

The standard library's old policy parses everything and never raises; decoding is ours, because half of the mail programs here have
written windows-1251 or koi8-u into headers without saying so.
"""

import base64
import binascii
import codecs
import hashlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
BETWEEN_WORDS = re.compile(r"(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)\s+(?==\?)")
IDS = re.compile(r"<\s*([^<>\s]+)\s*>")
# What mail programs call charsets that Python knows by another name.
ALIASES = {"koi8-ru": "koi8-u", "x-mac-cyrillic": "mac-cyrillic", "cp-1251": "cp1251", "win-1251": "cp1251", "ansi": "cp1251",
    "windows1251": "cp1251", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7", "default": "utf-8"}  # fmt: skip
# Whoever writes a mail chooses how long it takes to read: enough for people.
LONGEST_ID, LONGEST_HEADER, LONGEST_TEXT = 200, 20_000, 500_000
COMMON = re.compile(r"[оеаинтсрвлі]")


@dataclass(frozen=True, slots=True)
class Address:
    """Who, and at which address; lower case."""

    name: str
    email: str


def parsed(raw: bytes) -> Message:
    """The mail as a tree."""
    return message_from_bytes(raw)


def first_header(raw: bytes, name: str) -> str:
    """A header of a mail of which only the head is looked at."""
    return header(BytesHeaderParser().parsebytes(raw), name)


def header(mail: Message, name: str) -> str:
    """The first header of the name, decoded, on one line; empty without one."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Message, name: str) -> list[str]:
    """All of the name."""
    return [
        decoded(str(value)[:LONGEST_HEADER]) for key, value in mail.raw_items() if key.lower() == name.lower()
    ]


def decoded(value: str) -> str:
    """A header's text: encoded words of any charset, and bytes that were never encoded."""
    flat = re.sub(r"\s*[\r\n]+\s*", " ", value)
    if not flat.isascii():
        flat = guessed(flat.encode("utf-8", "surrogateescape"))
    joined = BETWEEN_WORDS.sub(r"\1", flat)
    return "".join(_words(joined)).strip()


def _words(text: str) -> Iterator[str]:
    """Neighbours of one charset are decoded together: a letter may be cut between them."""
    at, held, charset = 0, b"", ""
    for word in WORD.finditer(text):
        between = text[at : word.start()]
        if held and (between or word[1].lower() != charset):
            yield in_charset(held, charset)
            held = b""
        yield between
        held, charset, at = held + _bytes(word[2], word[3]), word[1].lower(), word.end()
    if held:
        yield in_charset(held, charset)
    yield text[at:]


def _bytes(kind: str, text: str) -> bytes:
    if kind in "qQ":
        return quopri.decodestring(text.replace("_", " ").encode("ascii", "replace"), header=False)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def in_charset(raw: bytes, charset: str) -> str:
    """Bytes of the charset that they are said to be in, where that can be."""
    named = charset.strip().strip("\"'").lower().partition("*")[0]
    named = ALIASES.get(named, named)
    try:
        codecs.lookup(named)
        text = raw.decode(named)
    except (LookupError, UnicodeError, ValueError):
        return guessed(raw)
    # (UTF-8 that calls itself us-ascii or latin-1 is the commonest lie.)
    return (
        guessed(raw)
        if named in ("us-ascii", "ascii", "iso-8859-1", "latin-1") and not raw.isascii()
        else text
    )


def guessed(raw: bytes) -> str:
    """Bytes of nobody knows which charset: UTF-8 where they fit, else what has more of the common letters."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        texts = [raw.decode(one, "replace") for one in ("cp1251", "koi8-u", "latin-1")]
        return max(texts, key=lambda text: len(COMMON.findall(text)))


def addresses(mail: Message, *names: str) -> list[Address]:
    """Everybody in these headers, in their order."""
    values = [
        re.sub(r"\s+", " ", str(value)[:LONGEST_HEADER])
        for name in names
        for key, value in mail.raw_items()
        if key.lower() == name
    ]
    plain = [
        value if value.isascii() else guessed(value.encode("utf-8", "surrogateescape")) for value in values
    ]
    found = getaddresses(plain)
    return [
        Address(decoded(name).strip("\"' ")[:200], email.strip().lower())
        for name, email in found
        if "@" in email
    ]


def ids(text: str) -> list[str]:
    """The Message-IDs in a header, as they are stored."""
    return [message_id(f"<{one}>") for one in IDS.findall(text)]


def message_id(text: str) -> str:
    """One Message-ID without its brackets; of one that is too long its digest. Empty for what is none."""
    found = IDS.search(text)
    bare = found[1] if found else text.strip().strip("<>").split(" ")[0]
    return bare if len(bare) <= LONGEST_ID else hashlib.sha256(bare.encode()).hexdigest()


def bytes_of(part: Message) -> bytes:
    """What is in a part."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def inside(part: Message) -> list[Message]:
    """The parts of a part."""
    # (Of one that has none the library would decode the text, by whatever charset it names.)
    return [one for one in part.get_payload() if isinstance(one, Message)] if part.is_multipart() else []


def text_of(part: Message) -> str:
    """The text of a part, with plain line ends."""
    text = in_charset(bytes_of(part)[:LONGEST_TEXT], str(part.get_content_charset() or "us-ascii"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
