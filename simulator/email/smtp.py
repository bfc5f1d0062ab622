"""The provider's SMTP server: takes mail for its mailboxes from anybody, and mail to people outside from who signs in.

What leaves stays here, in the record of what was sent, with its copy in the sender's Sent folder as Google's and Microsoft's servers lay it.
"""

import asyncio
import base64
import binascii
import json
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

from simulator.core.faults import Faults
from simulator.email.state import INBOX, SENT, Letter
from simulator.world import World

# What the server says of a code that a fault names.
WORDS = {
    421: "4.7.0 Try again later, closing connection",
    451: "4.7.1 Greylisted, try again later",
    452: "4.5.3 Too many messages",
    535: "5.7.8 Username and Password not accepted",
    550: "5.1.1 The email account that you tried to reach does not exist",
    552: "5.3.4 Message too big",
    554: "5.7.1 Message rejected",
}
NO_TOKEN = {"status": "400", "schemes": "bearer", "scope": "https://mail.google.com/"}
Lay = Callable[[Letter], Awaitable[None]]


class Post:
    """aiosmtpd's handler."""

    def __init__(self, world: World, lay: Lay) -> None:
        self._world, self._lay = world, lay

    @property
    def _faults(self) -> Faults:
        return self._world.faults("email")

    # ---------------------------------------------------------------------------------------- who it is

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _by: str, given: LoginPassword
    ) -> AuthResult:
        """By a password."""
        address = given.login.decode("utf-8", "replace")
        fits = self._world.email.opens(address, given.password.decode("utf-8", "replace"))
        return AuthResult(success=fits, handled=False, auth_data=LoginPassword(given.login, b""))

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:
        """By an access token; one that opens nothing is answered with a challenge first."""
        given = _decoded(words[1]) if len(words) > 1 else await server.challenge_auth("")
        user, _, token = bytes(given if given is not MISSING else b"").partition(b"\1auth=Bearer ")
        address = user.removeprefix(b"user=").decode("utf-8", "replace")
        if self._world.email.tokens.opens(address, token.rstrip(b"\1").decode("utf-8", "replace")):
            return AuthResult(success=True, auth_data=LoginPassword(address.encode(), b""))
        await server.challenge_auth(json.dumps(NO_TOKEN))
        return AuthResult(success=False, handled=False)

    # ---------------------------------------------------------------------------------------- a mail

    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who signed in writes as himself."""
        if session.authenticated and address.lower() != _user(session):
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A mailbox here, or somebody outside."""
        faults, to = self._faults, address.lower()
        if faults.hang_s:
            seconds, faults.hang_s = faults.hang_s, 0
            await asyncio.sleep(seconds)
        if session.authenticated and faults.error_next and str(faults.error_next[0].code).isdecimal():
            return _words(int(faults.error_next.pop(0).code))
        is_here = to in self._world.email.passwords
        if not is_here and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if to in self._world.email.gone:
            return _words(550)
        envelope.rcpt_tos.append(to)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Laid into the mailboxes here; to people outside it counts as sent."""
        raw, world = cast(bytes, envelope.content), self._world
        for to in envelope.rcpt_tos:
            if to in world.email.passwords:
                await self._lay(world.email.lay(to, INBOX, raw))
        if session.authenticated:
            self._note(_user(session), envelope.rcpt_tos, raw)
            await self._lay(world.email.lay(_user(session), SENT, raw))
            if self._faults.take("close_connection_after_send"):
                _hang_up(server)
        return "250 2.0.0 OK"

    def _note(self, sender: str, to: list[str], raw: bytes) -> None:
        """Into what was sent and into the journal of what the CRM has called."""
        mail = message_from_bytes(raw, policy=policy.default)
        headers = {name: str(value) for name, value in mail.items()}
        self._world.email.sent.append(shown(mail) | {"to": to, "at": self._world.clock.now()})
        call = self._world.journal.add(
            self._world.clock.now(), "email", "SMTP", ",".join(to), sender, headers, raw
        )
        call.status = 250


def shown(mail: EmailMessage) -> dict[str, Any]:
    """A mail as the control API shows it."""
    text = mail.get_body(("plain", "html"))
    names = {"id": "Message-ID", "from": "From", "subject": "Subject", "in_reply_to": "In-Reply-To"}
    files = [part.get_filename() or "" for part in mail.iter_attachments()]
    told = {name: str(mail[header] or "") for name, header in names.items()}
    return told | {"text": text.get_content() if text else "", "files": files}


def _decoded(word: str) -> bytes:
    try:
        return base64.b64decode(word)
    except binascii.Error:
        return b""


def _user(session: Session) -> str:
    """Who signed in."""
    data = cast(LoginPassword, session.auth_data)
    return data.login.decode("utf-8", "replace").lower()


def _words(code: int) -> str:
    return f"{code} {WORDS.get(code, '5.0.0 Refused' if code >= 500 else '4.0.0 Not now')}"


def _hang_up(talk: SMTP) -> None:
    if talk.transport is not None:
        cast(asyncio.WriteTransport, talk.transport).abort()


@asynccontextmanager
async def serving(world: World, listener: socket.socket, lay: Lay) -> AsyncIterator[None]:
    """The server while the block lasts."""
    logging.getLogger("mail.log").setLevel(
        logging.ERROR
    )  # (it warns of its own older names at every sign-in)
    loop, post, talks = asyncio.get_running_loop(), Post(world, lay), list[SMTP]()

    def talk() -> SMTP:
        talks.append(
            SMTP(
                post,
                hostname="simulated.example",
                loop=loop,
                authenticator=post.authenticate,
                auth_require_tls=False,
            )
        )
        return talks[-1]

    server = await loop.create_server(talk, sock=listener)
    try:
        yield
    finally:
        server.close()
        for one in talks:
            _hang_up(one)
