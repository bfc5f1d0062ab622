"""What sort of mail it is: a person's, a machine's, a word that another mail was not delivered.

Headers as RFC 3834 has them, and those that servers wrote before it. Nothing of a machine's ever becomes a lead or gets an answer.
"""

import re
from dataclasses import dataclass
from email.message import Message

from channels.email.parts import Address, header, inside, message_id, text_of

MACHINES = re.compile(
    r"^(mailer-daemon|postmaster|(do-?)?no-?t?-?reply\w*|donotreply|bounces?|notifications?|robot|daemon|autoreply)([+\-_.=].*)?@",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"^\s*(автоответ|автоматический ответ|автоматична відповідь|автовідповідь|automatic reply|auto(matic)?[ -]?reply|out of (the )?office|vacation reply)\b",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# The address is wrong or closed; anything else (a full box, a filter) says nothing of the person.
GONE = re.compile(r"5\.(1\.[0-9]+|2\.1|4\.4)$")
OUR_ID = re.compile(r"<?(smena\.[0-9a-f-]{36}@[^\s<>]+)>?")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A server says what became of a mail. `status` as RFC 3463 numbers it; `message`: the mail's id, empty when it does not say."""

    status: str
    message: str

    @property
    def is_final(self) -> bool:
        """Or it is still trying."""
        return self.status.startswith("5")

    @property
    def is_gone(self) -> bool:
        """Nobody is reached at this address."""
        return bool(GONE.match(self.status))


def bounce(mail: Message, sender: Address | None) -> Bounce | None:
    """What the mail reports of another one; None when it is no report."""
    is_report = mail.get_content_type() == "multipart/report" or bool(header(mail, "x-failed-recipients"))
    is_daemon = sender is not None and bool(re.match(r"(mailer-daemon|postmaster)@", sender.email))
    if str(mail.get_param("report-type") or "").lower() == "disposition-notification" or not (
        is_report or is_daemon
    ):
        return None
    told = "\n".join(_told(mail))
    status = re.search(
        r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", told, re.MULTILINE | re.IGNORECASE
    ) or STATUS.search(told)
    named = [message_id(one) for one in re.findall(r"^Message-I[Dd]:\s*(<[^<>\s]+>)", told, re.MULTILINE)]
    ours = OUR_ID.search(told)
    found = next((one for one in named if OUR_ID.fullmatch(one)), next(iter(named), ours[1] if ours else ""))
    failed = "5.0.0" if header(mail, "x-failed-recipients") else ""
    return Bounce(status[1] if status else failed, found)


def _told(part: Message) -> list[str]:
    """Every text in it, headers of parts and of the mail within included; of those of the report itself none."""
    if not part.is_multipart():
        return [text_of(part)]
    texts = []
    for inner in inside(part):
        texts += [f"{name}: {value}" for name, value in inner.items()] + _told(inner)
    return texts


def machine(mail: Message, sender: Address | None) -> str | None:
    """Why nobody is behind the mail, a stable code; None for a person's."""
    submitted = header(mail, "auto-submitted").lower()
    precedence = header(mail, "precedence").lower()
    responds = header(mail, "x-autoreply") or header(mail, "x-autorespond") or header(mail, "x-autoresponse")
    lines = (
        (bool(responds) or precedence == "auto_reply" or submitted.startswith("auto-replied"), "auto_reply"),
        (bool(AWAY.match(header(mail, "subject"))), "auto_reply"),
        (bool(header(mail, "list-id") or header(mail, "list-unsubscribe")), "newsletter"),
        (precedence in ("bulk", "list", "junk"), "newsletter"),
        (submitted not in ("", "no"), "automatic"),
        ("all" in header(mail, "x-auto-response-suppress").lower(), "automatic"),
        (header(mail, "return-path").replace(" ", "") == "<>", "automatic"),
        (sender is not None and bool(MACHINES.match(sender.email)), "automatic"),
    )
    return next((reason for holds, reason in lines if holds), None)


def is_spam(mail: Message) -> bool:
    """So the mailbox's own server says."""
    return header(mail, "x-spam-flag").lower().startswith("yes") or header(
        mail, "x-spam-status"
    ).lower().startswith("yes")


def is_forged(mail: Message) -> bool:
    """The mailbox's own server (its word stands first) found that the sender is not who he says."""
    return bool(re.search(r"\bdmarc=fail\b", header(mail, "authentication-results").lower()))
