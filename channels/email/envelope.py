"""A mail as it is stored: byte for byte, below three lines of ours that say whose mailbox it lay in, where, and since when.

They stand first, as every server's own trace does: lines of the same name that a sender wrote come after them and count for nothing.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from channels.capabilities import Fragment
from channels.email.imap import WHOLE_BYTES, Letter
from channels.email.parts import first_header, message_id

MARK = b"X-Smena-Mailbox: "
HEAD = re.compile(
    rb"X-Smena-Mailbox: (\S+)\r\nX-Smena-Arrived: (\S*)\r\nX-Smena-Size: (\d+)( cut)?\r\n", re.DOTALL
)
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail and its circumstances. `size`: of the whole mail, where `raw` is its beginning only; else 0."""

    raw: bytes
    mailbox: str = ""
    arrived: datetime | None = None
    size: int = 0


def sealed(mailbox: str, letter: Letter, *, is_sent: bool) -> Fragment:
    """The event of a mail; its key is that of the mail, however often it is found. What was sent is another event than its copy in the
    inbox, where everybody can lay a mail that bears our name."""
    cut = " cut" if letter.size > WHOLE_BYTES else ""
    arrived = letter.arrived.isoformat() if letter.arrived else ""
    head = f"X-Smena-Mailbox: {mailbox}\r\nX-Smena-Arrived: {arrived}\r\nX-Smena-Size: {letter.size}{cut}\r\n"
    kind = "sent" if is_sent else "mail"
    return Fragment(f"{kind}:{identity(letter.raw)}", kind, head.encode() + letter.raw)


def opened(body: bytes) -> Stored:
    """The same again; a mail without our lines is one all the same."""
    found = HEAD.match(body)
    if found is None:
        return Stored(body)
    arrived = datetime.fromisoformat(found[2].decode()) if found[2] else None
    return Stored(body[found.end() :], found[1].decode(), arrived, int(found[3]) if found[4] else 0)


def identity(raw: bytes) -> str:
    """What a mail is known by: its Message-ID, or what stands in for one."""
    named = message_id(first_header(raw, "message-id"))
    if named:
        return named
    head = "|".join(first_header(raw, name) for name in ("from", "date", "subject"))
    body = raw.partition(b"\r\n\r\n")[2] or raw.partition(b"\n\n")[2]
    return "none-" + hashlib.sha256(head.encode("utf-8", "replace") + body[:1024]).hexdigest()
