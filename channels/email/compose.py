"""A message of ours as a mail: plain text with its HTML twin, in the thread that it answers.

(Of the library's older classes: the newer ones write a long id in `References` as an encoded word, and the thread is lost.)
"""

import html
import re
from collections.abc import Mapping
from datetime import datetime
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any
from uuid import UUID

from channels.capabilities import Outgoing
from channels.email.mailbox import Mailbox
from channels.media import OutgoingFile

LINES = policy.compat32.clone(linesep="\r\n", max_line_length=76)
ANSWERS = re.compile(r"^(\s*(re|отв|ответ|на|відп|відповідь)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
KEPT_REFERENCES = 15


def id_of(message: UUID, mailbox: Mailbox) -> str:
    """The Message-ID, without brackets: the same however often the message is tried, and so it can be looked for."""
    return f"smena.{message}@{mailbox.domain}"


def composed(mailbox: Mailbox, message: Outgoing, at: datetime) -> bytes:
    """The whole mail."""
    body = _body(message.text)
    mail: MIMEBase = _with_file(body, message.file) if message.file else body
    answered = message.answered
    mail["From"] = formataddr((mailbox.name, mailbox.address))
    mail["To"] = message.address
    mail["Subject"] = Header(subject(answered, mailbox), "utf-8", header_name="Subject").encode()
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{id_of(message.id, mailbox)}>"
    before = [f"<{one}>" for one in references(answered)]
    if before:
        mail["In-Reply-To"] = before[-1]
        mail["References"] = " ".join(before)
    return mail.as_bytes(policy=LINES)


def subject(answered: Mapping[str, Any], mailbox: Mailbox) -> str:
    """That of the newest mail: who changed it in between wants it so."""
    told = ANSWERS.sub("", str(answered.get("subject") or "")).strip()
    return f"Re: {told}"[:250] if told else mailbox.name or mailbox.address


def references(answered: Mapping[str, Any]) -> list[str]:
    """Ids of the thread, the one that is answered last: of a long thread the first and the last ones."""
    told = answered.get("references")
    chain = [str(one) for one in told] if isinstance(told, list) else []
    if answered.get("message_id"):
        chain.append(str(answered["message_id"]))
    # (Stand-ins of ours are in no mail program's memory.)
    chain = [one for one in dict.fromkeys(chain) if "@" in one]
    return chain if len(chain) <= KEPT_REFERENCES + 1 else [chain[0], *chain[-KEPT_REFERENCES:]]


def _body(text: str) -> MIMEMultipart:
    both = MIMEMultipart("alternative")
    both.attach(MIMEText(text, "plain", "utf-8"))
    both.attach(MIMEText(_html(text), "html", "utf-8"))
    return both


def _html(text: str) -> str:
    escaped = html.escape(text, quote=False)
    linked = LINK.sub(lambda match: f'<a href="{match[0].replace(chr(34), "%22")}">{match[0]}</a>', escaped)
    return "<html><body><div>" + linked.replace("\n", "<br>\n") + "</div></body></html>"


def _with_file(body: MIMEMultipart, file: OutgoingFile) -> MIMEMultipart:
    mail = MIMEMultipart("mixed")
    mail.attach(body)
    main, _, sub = (file.mime_type or "application/octet-stream").partition("/")
    part = MIMEBase(main, sub or "octet-stream")
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", file.name))
    mail.attach(part)
    return mail
