"""The outbox directory: one `.eml` file per mail, newest last by name, readable by its owner only.

Mails carry links that sign a person in, so the directory is as secret as the key file.
"""

from __future__ import annotations

import os
import secrets
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypedDict

KEPT = 500
"""Older mails are removed: their links have long expired."""


class KeptMail(TypedDict):
    """A mail as the outbox page shows it; `sent_at` is RFC 3339 UTC."""

    id: str
    kind: str
    to: str
    subject: str
    sent_at: str
    text: str
    html: str


def keep(directory: Path, message: EmailMessage) -> Path:
    """Writes one mail and forgets the oldest beyond `KEPT`. OSError when the disk refuses."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    draft = directory / f".{name}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes(policy=policy.SMTP))
    path = draft.rename(directory / f"{name}.eml")
    for old in sorted(directory.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def newest(directory: Path, limit: int = 100) -> list[KeptMail]:
    """Up to `limit` mails, newest first; an absent directory is an empty outbox."""
    mails = (_opened(path) for path in sorted(directory.glob("*.eml"), reverse=True)[:limit])
    return [mail for mail in mails if mail is not None]


def _opened(path: Path) -> KeptMail | None:
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:  # forgotten while we were looking
        return None
    sent = parsedate_to_datetime(str(message["Date"]))
    return {
        "id": path.stem,
        "kind": str(message["X-Smena-Kind"] or ""),
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "sent_at": sent.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
    }


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    return str(part.get_content()) if part is not None else ""
