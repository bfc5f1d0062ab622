"""What happened in a stored mail: somebody wrote, we did, a machine did, a mail of ours came back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message as tree
from email.utils import parsedate_to_datetime
from typing import Any

from api.kit import emails
from channels import contacts
from channels.base import (
    Attachment,
    Contact,
    Happening,
    Identity,
    Lead,
    Message,
    Nothing,
    Parked,
    Person,
    Receipt,
    StoredEvent,
)
from channels.email import bodies, envelope, formmail, kinds, parts, providers
from channels.email.envelope import Stored
from channels.email.formmail import FormMail
from channels.email.parts import Address
from channels.email.quotes import unsigned

LONGEST_SUBJECT, LONGEST_ADDRESS = 300, 200
KEPT_REFERENCES = 15
# Clocks of senders are wrong now and then; the server's own is taken where they differ by more.
CLOCKS = timedelta(days=2)
SMALL_PICTURE = 20_000
KINDS = {"image": "image", "video": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and what of it everybody asks for. `before`: ids of the mails that it follows, the first one first."""

    stored: Stored
    tree: tree.Message
    id: str
    at: datetime
    sender: Address
    reply_to: Address | None
    before: Sequence[str]
    subject: str

    def is_ours(self, address: str) -> bool:
        """The mailbox itself, also with a tag: `sales+instagram@`."""
        return bool(self.stored.mailbox) and _bare(address) == _bare(self.stored.mailbox)

    def is_at_home(self, address: str) -> bool:
        """The mailbox, or another one of the company's own domain."""
        domain = address.rpartition("@")[2]
        same = domain == self.stored.mailbox.rpartition("@")[2] and not providers.is_public(domain)
        return same or self.is_ours(address)

    @property
    def follows_ours(self) -> bool:
        """It answers something that was sent from Smena."""
        return any(kinds.OUR_ID.fullmatch(one) for one in self.before)


def understand(event: StoredEvent, region: str) -> Happening:
    """Raises Parked: `unreadable`, `spam`."""
    try:
        return _understood(event, region)
    except RecursionError as error:  # parts within parts within parts
        raise Parked("unreadable") from error


def _understood(event: StoredEvent, region: str) -> Happening:
    mail = _opened(event)
    back = kinds.bounce(mail.tree, mail.sender)
    if back is not None:
        return _came_back(mail, back)
    form = _form(mail, region)
    if form is not None:
        return _of_form(mail, form)
    if event.kind == "sent":
        return _outgoing(mail)
    if mail.is_ours(mail.sender.email):  # a copy, or a forgery: what we wrote lies in the Sent folder
        return Nothing("to_ourselves")
    reason = _nobody(mail)
    if reason:
        return Nothing(reason)
    if kinds.is_spam(mail.tree) and not event.released and not mail.follows_ours:
        raise Parked("spam")
    return _incoming(mail, region)


def _opened(event: StoredEvent) -> Mail:
    stored = envelope.opened(event.body)
    found = parts.parsed(stored.raw)
    senders = [*parts.addresses(found, "from"), *parts.addresses(found, "sender")]
    reply_to = parts.addresses(found, "reply-to")
    if not senders:
        raise Parked("unreadable")
    before = [*parts.ids(parts.header(found, "references")), *parts.ids(parts.header(found, "in-reply-to"))]
    return Mail(
        stored,
        found,
        envelope.identity(stored.raw),
        _moment(parts.header(found, "date"), stored.arrived or event.received_at),
        senders[0],
        next(iter(reply_to), None),
        list(dict.fromkeys(before)),
        parts.header(found, "subject")[:LONGEST_SUBJECT],
    )


def _moment(told: str, arrived: datetime) -> datetime:
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError):
        return arrived
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if abs(at - arrived) < CLOCKS else arrived


def _bare(address: str) -> str:
    name, _, domain = emails.match_key(address.lower()).rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _came_back(mail: Mail, back: kinds.Bounce) -> Happening:
    if not back.is_final:
        return Nothing("delivery_delayed" if back.status.startswith("4") else "delivery_report")
    if not back.message:
        return Nothing("bounce")
    reason = "recipient_gone" if back.is_gone else f"bounced_{back.status}"
    return Receipt(back.message, "failed", mail.at, reason=reason)


def _nobody(mail: Mail) -> str | None:
    """Why the mail is no client's."""
    reason = kinds.machine(mail.tree, mail.sender)
    if reason and (reason == "auto_reply" or not mail.follows_ours):
        return reason
    return "colleague" if mail.is_at_home(mail.sender.email) else None


# ------------------------------------------------------------------------------------------------ messages


def _incoming(mail: Mail, region: str) -> Message:
    written = bodies.body(mail.tree)
    wants = mail.reply_to if mail.reply_to and not mail.is_ours(mail.reply_to.email) else mail.sender
    person, text = _person(mail, written.new, region), unsigned(written.new)
    return _told_once(mail, _message(mail, "in", mail.sender.email, wants.email, person, text))


def _told_once(mail: Mail, message: Message) -> Message:
    """Written to two of our mailboxes it lies in both, and says which."""
    to = [one.email for one in parts.addresses(mail.tree, "to", "cc") if mail.is_at_home(one.email)]
    named = {"to": ", ".join(dict.fromkeys(to))[:LONGEST_SUBJECT]} if len(set(to)) > 1 else {}
    return replace(message, everywhere=True, details={**message.details, **named})


def _outgoing(mail: Mail) -> Happening:
    """Of ours: sent from here, or by hand in a mail program. It belongs to the first of those it went to."""
    if kinds.machine(mail.tree, None) == "auto_reply":
        return Nothing("auto_reply")
    others = [one for one in parts.addresses(mail.tree, "to", "cc", "bcc") if not mail.is_ours(one.email)]
    if not others:
        return Nothing("to_ourselves")
    is_made_here = bool(kinds.OUR_ID.fullmatch(mail.id))
    written = bodies.body(mail.tree)
    person = Person((Identity("email", others[0].email[:LONGEST_ADDRESS], "global"),), others[0].name)
    text = written.full if is_made_here else unsigned(written.new)
    return _message(mail, "out", others[0].email, others[0].email, person, text, by_hand=not is_made_here)


def _message(
    mail: Mail, direction: str, who: str, address: str, person: Person, text: str, *, by_hand: bool = True
) -> Message:
    is_first = not mail.before
    return Message(
        external_id=mail.id,
        kind="message",
        direction=direction,  # type: ignore[arg-type]  # a literal of the callers
        occurred_at=mail.at,
        thread_key=_thread(mail, who),
        address=address[:LONGEST_ADDRESS],
        person=person,
        # What a thread is about stands above its first words, as in a mail program.
        text="\n\n".join(filter(None, (mail.subject if is_first and by_hand else "", text))) or mail.subject,
        attachments=_attachments(mail),
        reply_to=mail.before[-1] if mail.before else None,
        follows=tuple(reversed(mail.before))[:KEPT_REFERENCES],
        by_hand=by_hand,
        hints=_tag(mail),
        details=_details(mail),
    )


def _thread(mail: Mail, who: str) -> str:
    """By the mail that began it, and by whom it is with: what three people answer to one newsletter is three threads. Never by subject."""
    root = mail.before[0] if mail.before else mail.id
    return hashlib.sha256(f"{root}|{emails.match_key(who)}".encode()).hexdigest()[:40]


def _person(mail: Mail, text: str, region: str) -> Person:
    own = contacts.email(mail.sender.email)
    at_home = mail.stored.mailbox.rpartition("@")[2]
    told = [
        one
        for one in contacts.inside(text, region)
        if not (one.kind == "email" and one.normalized.endswith(f"@{at_home}"))
    ]
    # Who writes from an address has it; a box that several people share is nobody's proof, and neither is a forged sender.
    is_proved = own is not None and contacts.is_strong(own) and not kinds.is_forged(mail.tree)
    others = [one for one in told if own is None or one.normalized != own.normalized]
    declared: list[Contact] = others if is_proved or own is None else [own, *others]
    return Person(
        identities=(
            Identity("email", (own.normalized if own else mail.sender.email)[:LONGEST_ADDRESS], "global"),
        ),
        name=mail.sender.name or mail.sender.email,
        contacts=contacts.distinct(iter(declared)),
        verified=(own,) if own and is_proved else (),
    )


def _attachments(mail: Mail) -> tuple[Attachment, ...]:
    files = bodies.files(mail.tree)
    kept = [one for one in files if not _is_decoration(one)]
    # Of a mail that is too big the beginning is kept: its last file is not whole, those after it are in the mailbox only.
    broken = files[-1].id if mail.stored.size and files else None
    return tuple(
        Attachment(
            KINDS.get(one.mime_type.partition("/")[0], "file"),
            name=one.name,
            mime_type=one.mime_type[:100],
            media_id="" if one.id == broken else one.id,
        )
        for one in kept
    )


def _is_decoration(file: bodies.File) -> bool:
    """A logo in a signature."""
    if not file.mime_type.startswith("image/") or file.part.get_content_disposition() == "attachment":
        return False
    return bool(file.part.get("content-id")) and len(bodies.content(file.part)) < SMALL_PICTURE


def _details(mail: Mail) -> dict[str, Any]:
    """What an answer needs, and what a person may want to know."""
    chain = list(mail.before)
    details: dict[str, Any] = {
        "subject": mail.subject,
        "message_id": mail.id,
        "references": chain if len(chain) <= KEPT_REFERENCES else [chain[0], *chain[-KEPT_REFERENCES:]],
    }
    if mail.stored.size:
        details["too_big"] = mail.stored.size
    if kinds.is_forged(mail.tree):
        details["sender_unproved"] = True
    return details


def _tag(mail: Mail) -> dict[str, str]:
    """`sales+instagram@`: the company's own mark of where the address stood."""
    for one in parts.addresses(mail.tree, "delivered-to", "x-original-to", "to", "cc"):
        tag = one.email.partition("@")[0].partition("+")[2]
        if tag and mail.is_ours(one.email):
            return {"ref": tag[:100]}
    return {}


# ------------------------------------------------------------------------------------------------ forms


def _form(mail: Mail, region: str) -> FormMail | None:
    """Of the company's site, which writes from its own address to its own, or of a service that does it for many."""
    sender = mail.sender.email
    at_home = mail.is_at_home(sender)
    is_formal = at_home or formmail.SERVICES.search(sender) or kinds.MACHINES.match(sender)
    leaves = at_home and not all(mail.is_at_home(one.email) for one in parts.addresses(mail.tree, "to"))
    if mail.before or leaves or not is_formal:
        return None
    reply_to = mail.reply_to
    if reply_to and (
        reply_to.email == sender or mail.is_at_home(reply_to.email) or kinds.MACHINES.match(reply_to.email)
    ):
        reply_to = None
    is_person = at_home and not mail.is_ours(sender) and not kinds.MACHINES.match(sender)
    return formmail.read(bodies.body(mail.tree).full, reply_to, region, is_doubtful=is_person)


def _of_form(mail: Mail, form: FormMail) -> Happening:
    """Where he gave an address he is answered by mail; else it is a lead like any form's."""
    hints = {"is_form_mail": "yes", **form.sent.attribution(), **_tag(mail)}
    if form.answer:
        made = _message(mail, "in", form.answer, form.answer, form.person, form.text)
        return _told_once(mail, replace(made, hints=hints, details={**made.details, "form_mail": True}))
    return Lead(
        external_id=mail.id,
        kind="form",
        received_at=mail.at,
        name=form.person.name,
        message=form.text[:20_000],
        author_name=form.person.name or None,
        contacts=form.person.contacts,
        first_touch=hints,
        details={**_details(mail), "form_mail": True},
        everywhere=True,
    )
