"""Ways for a mail to leave: an SMTP server, or files that only the machine's admin sees."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from api.mail.outbox import keep
from api.mail.settings import MailSettings


class MailNotSentError(Exception):
    """The mail could not be handed over; the message says why, for the log. `is_final`: the same mail never will be."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Mailer(Protocol):
    """Hands a mail over. `is_slow` tells that this takes a conversation with another machine."""

    is_slow: bool

    async def send(self, message: EmailMessage) -> None:
        """MailNotSentError when the mail was not taken."""


class SmtpMailer:
    """Sends through the SMTP server of the settings, one connection per mail, in a thread."""

    is_slow = True

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, message: EmailMessage) -> None:
        """Refused, unreachable or timed out is MailNotSentError."""
        try:
            await asyncio.to_thread(self._hand_over, message)
        except (OSError, smtplib.SMTPException) as refused:
            raise MailNotSentError(
                f"{self._settings.host}: {refused}", is_final=_is_final(refused)
            ) from refused

    def _hand_over(self, message: EmailMessage) -> None:
        settings, context = self._settings, ssl.create_default_context()
        timeout = settings.timeout_seconds
        if settings.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=timeout, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=timeout)
        with server:
            if settings.tls == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password)
            server.send_message(message)


def _is_final(refused: Exception) -> bool:
    """A 5xx about this address or this mail. A refused sign-in or sender is the settings' fault: mended, it goes."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in refused.recipients.values())
    return isinstance(refused, smtplib.SMTPDataError) and refused.smtp_code >= 500


class OutboxMailer:
    """Keeps mails as `*.eml` files: the null implementation that loses nothing."""

    is_slow = False

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def send(self, message: EmailMessage) -> None:
        """Writes the mail into the directory; a full or read-only disk is MailNotSentError."""
        try:
            await asyncio.to_thread(keep, self._directory, message)
        except OSError as refused:
            raise MailNotSentError(str(refused)) from refused


def make_mailer(settings: MailSettings, outbox: Path | None) -> Mailer | None:
    """The sender that the settings ask for; without a server and without an outbox there is none."""
    if settings.host:
        return SmtpMailer(settings)
    return OutboxMailer(outbox) if outbox else None
