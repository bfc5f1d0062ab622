"""A real SMTP server on loopback that keeps what it takes, and can be told to refuse or to take its time."""

import asyncio
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """The server's side: mails in the order taken, and what it answers instead of taking the next ones."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    # Answers to RCPT and DATA, used up one by one.
    refuse_recipient: list[str] = field(default_factory=list)
    refuse_mail: list[str] = field(default_factory=list)
    delay_seconds: float = 0.0
    # Who may send, where not everybody may.
    user: str = ""
    password: str = ""
    # So many mails are taken and the line is gone before the answer.
    hang_ups: int = 0

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        fits = (given.login.decode(), given.password.decode()) == (self.user, self.password)
        return AuthResult(success=fits, handled=False, auth_data=given)

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.refuse_recipient:
            return self.refuse_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refuse_mail:
            return self.refuse_mail.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        if self.hang_ups:
            self.hang_ups -= 1
            assert server.transport is not None
            server.transport.abort()
        time.sleep(self.delay_seconds)  # noqa: ASYNC251 -- one conversation at a time, as a busy server
        return "250 taken"

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead here."""
        return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port), "SMTP_SECURITY": "none"}


@contextlib.contextmanager
def running(user: str = "", password: str = "", tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """The server in a thread with an event loop of its own: the caller's thread may have one that runs."""
    mailbox = Mailbox(user=user, password=password)
    loop = asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    mailbox.port = listener.getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    access: dict[str, Any] = (
        {"authenticator": mailbox.authenticate, "auth_require_tls": False} if user else {}
    )
    talks: list[SMTP] = []

    def talk() -> SMTP:
        talks.append(SMTP(mailbox, hostname="mail.test", loop=loop, **access))
        return talks[-1]

    serving = loop.create_server(talk, sock=listener, ssl=tls)
    server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
    try:
        yield mailbox
    finally:
        asyncio.run_coroutine_threadsafe(_end(server, talks), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server, talks: list[SMTP]) -> None:
    """Nobody is served any more, and conversations that hang end."""
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for talk in talks:
        if talk.transport is not None:
            talk.transport.abort()
    await asyncio.sleep(0)
