"""Handing a mail to the mailbox's SMTP server, and what it means when that fails, by how far it had come."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiosmtplib
from aiosmtplib.errors import SMTPException, SMTPResponseException

from channels.email import hosts, refusals
from channels.email.mailbox import Mailbox
from channels.failures import Failure, VendorError

log = logging.getLogger("smena.channels.email")
ANSWER_SECONDS, ALL_SECONDS = 20.0, 40.0
ERRORS = (SMTPException, OSError, ValueError)


@asynccontextmanager
async def signed_in(mailbox: Mailbox, secret: str, *, private: bool) -> AsyncIterator[aiosmtplib.SMTP]:
    """A session; raises VendorError: nothing was sent."""
    client = await _connected(mailbox, private=private)
    try:
        await _sign_in(client, mailbox, secret)
        yield client
        with suppress(*ERRORS):  # a courtesy
            await client.quit()
    finally:
        client.close()


async def _connected(mailbox: Mailbox, *, private: bool) -> aiosmtplib.SMTP:
    server = mailbox.smtp
    try:
        sock = await asyncio.to_thread(hosts.connected, server.host, server.port, private=private)
        sock.setblocking(False)
        client = aiosmtplib.SMTP(
            hostname=server.host,
            sock=sock,
            use_tls=server.is_encrypted_at_once,
            start_tls=False,
            timeout=ANSWER_SECONDS,
            tls_context=ssl.create_default_context(),
            local_hostname=mailbox.domain,
        )
        await client.connect()
    except hosts.HostRefused as error:
        raise VendorError(Failure("permanent", "host_not_allowed", server.host)) from error
    except ssl.SSLError as error:
        raise VendorError(Failure("retry", "smtp_tls_failed", _words(error))) from error
    except ERRORS as error:
        raise VendorError(Failure("retry", "smtp_unreachable", _words(error))) from error
    if server.tls and not server.is_encrypted_at_once:
        await _encrypt(client)
    return client


async def _encrypt(client: aiosmtplib.SMTP) -> None:
    """Before anything is said; a server that cannot is not spoken to."""
    try:
        await client.starttls()
    except ERRORS as error:
        client.close()
        raise VendorError(Failure("retry", "smtp_tls_failed", _words(error))) from error


async def _sign_in(client: aiosmtplib.SMTP, mailbox: Mailbox, secret: str) -> None:
    try:
        await client.ehlo()
        if mailbox.oauth:
            await client.auth_xoauth2(mailbox.smtp.user, secret)
        elif client.supports_extension("auth"):  # (a server of one's own network may want none)
            await client.login(mailbox.smtp.user, secret)
    except SMTPResponseException as error:
        raise VendorError(_login_failure(error)) from error
    except ERRORS as error:
        raise VendorError(Failure("retry", "smtp_unreachable", _words(error))) from error


def _login_failure(error: SMTPResponseException) -> Failure:
    told = f"{error.code} {error.message}"[:300]
    kind = "retry" if 400 <= error.code < 500 else "reauth"
    return Failure(kind, "smtp_login_refused", told)  # type: ignore[arg-type]  # two of the kinds


async def deliver(mailbox: Mailbox, secret: str, to: str, raw: bytes, *, private: bool) -> None:
    """One mail to one person; raises VendorError: `ambiguous` once the server may have had all of it."""
    is_underway = is_taken = False
    try:
        async with asyncio.timeout(ALL_SECONDS), signed_in(mailbox, secret, private=private) as client:
            await client.mail(mailbox.address)
            await client.rcpt(to)
            is_underway = True
            await client.data(raw)
            is_taken = True
    except SMTPResponseException as error:
        raise VendorError(refusals.classify(error.code, error.message)) from error
    except (*ERRORS, TimeoutError) as error:
        if is_taken:  # (a server that is slow to say goodbye)
            return
        kind, reason = ("ambiguous", "unanswered") if is_underway else ("retry", "smtp_unreachable")
        raise VendorError(Failure(kind, reason, _words(error))) from error  # type: ignore[arg-type]  # two of the kinds


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
