"""Ways for a mail to leave: an SMTP server, or files that only the machine's admin sees."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from local.mail.letters import Letter, compose
from local.mail.outbox import keep
from local.mail.settings import MailSettings


class MailNotSentError(Exception):
    """The mail could not be handed over; the message says why, for the log."""


class Mailer(Protocol):
    """Hands a letter over. `is_slow` tells that this takes a conversation with another machine."""

    is_slow: bool

    async def send(self, letter: Letter) -> None:
        """MailNotSentError when the letter was not taken."""


class SmtpMailer:
    """Sends through the SMTP server of the settings, one connection per mail, in a thread."""

    is_slow = True

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, letter: Letter) -> None:
        """Composes and sends `letter`; refused, unreachable or timed out is MailNotSentError."""
        message = compose(letter, self._settings.sender)
        try:
            await asyncio.to_thread(self._hand_over, message)
        except (OSError, smtplib.SMTPException) as refused:
            raise MailNotSentError(f"{self._settings.host}: {refused}") from refused

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


class OutboxMailer:
    """Keeps mails as `*.eml` files: the null implementation that loses nothing."""

    is_slow = False

    def __init__(self, directory: Path, sender: str) -> None:
        self._directory = directory
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Writes `letter` into the directory; a full or read-only disk is MailNotSentError."""
        message = compose(letter, self._sender)
        try:
            await asyncio.to_thread(keep, self._directory, message)
        except OSError as refused:
            raise MailNotSentError(str(refused)) from refused


def make_mailer(settings: MailSettings, data_dir: Path) -> Mailer:
    """The sender the settings ask for."""
    if settings.host:
        return SmtpMailer(settings)
    return OutboxMailer(data_dir / "outbox", settings.sender)
