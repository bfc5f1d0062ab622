"""Answers by mail: handed to the mailbox's own server, a copy laid into its Sent folder where the server does not."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from api.kit import emails
from channels.capabilities import Fragment, Outgoing, Sent, Thread, Way
from channels.email import compose, envelope, smtp
from channels.email.imap import Session
from channels.email.line import line
from channels.email.mailbox import Mailbox
from channels.failures import Failure, VendorError

log = logging.getLogger("smena.channels.email")
LONGEST_TEXT = 10_000
COPY_SECONDS = 15.0


def ways(thread: Thread) -> Sequence[Way]:
    """A mail may be answered whenever one likes."""
    if thread.kind == "comments":
        return (Way("direct", why_not="nothing_to_answer", longest=LONGEST_TEXT),)
    return (Way("direct", longest=LONGEST_TEXT),)


def parts(text: str) -> Sequence[str]:
    """As one mail; its lines end as they come back from the Sent folder."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    pieces = [plain[start : start + LONGEST_TEXT].strip() for start in range(0, len(plain), LONGEST_TEXT)]
    return [piece for piece in pieces if piece]


async def send(mailbox: Mailbox, secret: str, message: Outgoing, *, private: bool) -> Sent:
    """Raises VendorError."""
    raw = compose.composed(mailbox, message, datetime.now(UTC).astimezone())
    to = emails.normal_email(message.address) or message.address
    if not to.isascii():
        raise VendorError(Failure("permanent", "address_unusable", to))
    await smtp.deliver(mailbox, secret, to, raw, private=private)
    await _keep_copy(mailbox, secret, message, raw, private=private)
    return Sent(compose.id_of(message.id, mailbox))


async def _keep_copy(mailbox: Mailbox, secret: str, message: Outgoing, raw: bytes, *, private: bool) -> None:
    """Never fails: the mail has left."""
    if mailbox.provider and mailbox.provider.keeps_sent:
        return

    def keep(session: Session) -> None:
        folder = session.sent_folder()
        if folder is None:
            return
        session.open(folder)
        if not session.named(compose.id_of(message.id, mailbox)):
            session.keep_sent(folder, raw)

    try:
        async with asyncio.timeout(COPY_SECONDS), line(mailbox, secret, private=private) as held:
            await held.do(keep)
    except (VendorError, TimeoutError) as error:
        log.warning("no copy of message %s was kept in its mailbox: %s", message.id, error)


async def recent(mailbox: Mailbox, secret: str, message: Outgoing, *, private: bool) -> Sequence[Fragment]:
    """The mail itself, from the Sent folder. Where the server lays nothing there by itself, its absence tells nothing: VendorError."""

    def look(session: Session) -> Sequence[Fragment]:
        folder = session.sent_folder()
        if folder is None:
            return []
        session.open(folder)
        letters = [session.letter(uid) for uid in session.named(compose.id_of(message.id, mailbox))]
        return [envelope.sealed(mailbox.address, letter, is_sent=True) for letter in letters if letter]

    async with line(mailbox, secret, private=private) as held:
        found = await held.do(look)
    if not found and not (mailbox.provider and mailbox.provider.keeps_sent):
        raise VendorError(Failure("permanent", "cannot_tell"))
    return found
