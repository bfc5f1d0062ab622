"""The mailboxes by IMAP: pymap over the provider's state, with passwords and with access tokens (XOAUTH2).

https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
"""

import asyncio
import socket
from argparse import ArgumentParser
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, cast

from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, DictBackend, Identity, Login
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer, IMAPService
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Seen
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials
from pysasl.creds.server import ServerCredentials
from pysasl.exception import InvalidResponse
from pysasl.hashing import Cleartext
from pysasl.identity import HashedIdentity
from pysasl.mechanism import ChallengeResponse, ServerChallenge
from pysasl.mechanism.login import LoginMechanism
from pysasl.mechanism.oauth import OAuth2Mechanism
from pysasl.mechanism.plain import PlainMechanism

from simulator.email.state import SENT, Email, Letter
from simulator.world import World

# What Google says of a token that opens nothing, before it refuses.
NO_TOKEN = b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}'


class XOAuth2(OAuth2Mechanism):
    """An access token that opens nothing is answered with a challenge first, as Google and Microsoft do."""

    def __init__(self, world: World) -> None:
        super().__init__(b"XOAUTH2")
        self._world = world

    def server_attempt(self, responses: Sequence[ChallengeResponse]) -> tuple[ExternalCredentials, None]:
        """Raises InvalidAuth once the challenge is answered."""
        try:
            found, _ = super().server_attempt(responses)
        except InvalidResponse as error:
            raise InvalidAuth from error
        token = responses[0].response.partition(b"auth=Bearer ")[2].rstrip(b"\x01").decode()
        if self._world.email.tokens.opens(found.authzid, token):
            return found, None
        if len(responses) == 1:
            raise ServerChallenge(NO_TOKEN)
        raise InvalidAuth


class Door(Config):
    """What may be signed in with."""

    world: World

    @property
    def tls_auth(self) -> SASLAuth:
        """Passwords and access tokens."""
        return SASLAuth([PlainMechanism(), LoginMechanism(), XOAuth2(self.world)])


class Guard(Login):
    """Asks the provider's state who may come in, and lays what lies there into pymap's folders, anew after a reset."""

    def __init__(self, config: Door) -> None:
        super().__init__(config)
        self._world, self._door = config.world, config
        self._shown: Email | None = None

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        """Raises InvalidAuth."""
        await self._fill()
        if isinstance(credentials, ExternalCredentials):  # (its token was looked at before)
            return self._owner(credentials.authzid)
        password = self._world.email.passwords.get(credentials.authcid)
        known = password and HashedIdentity.create(credentials.authcid, password, hash=Cleartext())
        if not known or not credentials.verify(known):
            raise InvalidAuth
        return self._owner(credentials.authcid)

    async def lay(self, letter: Letter) -> None:
        """A mail that the state has already: whoever waits is told."""
        if not await self._fill():
            await self._show(letter)

    async def _fill(self) -> bool:
        """The folders as the state has them; False when they were."""
        email = self._world.email
        if email is self._shown:
            return False
        self._shown = email
        self._door.set_cache.clear()
        self.users_dict = {address: UserMetadata(self._door, address) for address in email.passwords}
        for letter in list(email.letters):
            await self._show(letter)
        return True

    async def _show(self, letter: Letter) -> None:
        async with self._owner(letter.box).new_session() as session:
            folders = session.mailbox_set
            if SENT not in [entry.name for entry in (await folders.list_mailboxes()).list()]:
                await folders.add_mailbox(SENT)
            flags = frozenset({Seen}) if letter.folder == SENT else frozenset()
            message = AppendMessage(letter.raw, datetime.fromtimestamp(letter.at, UTC), flags)
            await (await folders.get_mailbox(letter.folder)).append(message)

    def _owner(self, address: str) -> Identity:
        return Identity(address, self, None, frozenset())


class Lines:
    """Who is connected."""

    def __init__(self, greet: IMAPServer) -> None:
        self._greet = greet
        self._open: dict[asyncio.Task[Any], StreamWriter] = {}

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One line."""
        task = cast(asyncio.Task[Any], asyncio.current_task())
        self._open[task] = writer
        try:
            with suppress(ConnectionError, EOFError, RuntimeError):  # (a line that broke)
                await self._greet(reader, writer, SocketInfo.get(writer, ProxyResultUnknown()))
        finally:
            del self._open[task]

    def hang_up(self) -> int:
        """Every line breaks; how many."""
        for writer in self._open.values():
            writer.transport.abort()
        return len(self._open)

    async def end(self) -> None:
        """Nobody is served any more."""
        tasks = list(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def serving(world: World, listener: socket.socket) -> AsyncIterator[tuple[Guard, Lines]]:
    """The server while the block lasts."""
    config = Door.from_args(_arguments(), reject_dnsbl=False)
    config.world = world
    config.apply_context()
    guard = Guard(config)
    lines = Lines(IMAPServer(guard, config))
    server = await asyncio.start_server(lines.serve, sock=listener)
    try:
        yield guard, lines
    finally:
        server.close()
        await lines.end()


def _arguments() -> Any:
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers())
    IMAPService.add_arguments(parser)
    parser.set_defaults(debug=False, passlib_cfg=None)
    return parser.parse_args(["--no-tls", "dict"])
