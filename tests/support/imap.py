"""A real IMAP server (pymap) on loopback, in a thread with an event loop of its own, whose mailboxes tests fill and disturb."""

import asyncio
import contextlib
import ssl
import threading
from argparse import ArgumentParser
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any

from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend
from pymap.backend.dict.mailbox import MailboxData
from pymap.imap import IMAPServer, IMAPService
from pymap.parsing.message import AppendMessage

PASSWORD = "пароль для програм"
SENT = "Sent"


class Imap:
    """The server's side. One mailbox: `address`, with an inbox and a folder of what was sent."""

    def __init__(self, address: str, tls: ssl.SSLContext | None, *, at_once: bool) -> None:
        self.address = address
        self._tls, self._at_once = tls, at_once
        self.port = 0
        self.signed_in = 0  # how often somebody has called
        self._loop = asyncio.new_event_loop()
        self._lines: set[StreamWriter] = set()
        self._ended = asyncio.Event()
        self._backend: DictBackend

    # ---------------------------------------------------------------------------------------- what tests do

    def put(self, raw: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """A mail arrives."""
        message = AppendMessage(raw, at or datetime.now(UTC), frozenset())
        self._run(self._append(folder, message))

    def mails(self, folder: str = SENT) -> list[bytes]:
        """What lies in a folder."""
        return self._run(self._contents(folder))

    def seen(self, folder: str = "INBOX") -> int:
        """How many mails there are marked as read."""
        return self._run(self._seen(folder))

    def renumber(self) -> None:
        """The server gives its mails other numbers, as after a move to another machine."""
        self._run(self._renumber())

    @property
    def validity(self) -> int:
        """Of the inbox's numbers."""
        return int(self._run(self._folder("INBOX")).uid_validity)

    def hang_up(self) -> None:
        """Every line breaks."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self._lines)])

    @property
    def lines(self) -> int:
        return len(self._lines)

    # ---------------------------------------------------------------------------------------- how it is done

    def _run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _folder(self, name: str) -> MailboxData:
        identity = await self._backend.login.authorize(self._backend.login.demo_user_identity, self.address)
        async with identity.new_session() as session:
            if name not in [entry.name for entry in (await session.mailbox_set.list_mailboxes()).list()]:
                await session.mailbox_set.add_mailbox(name)
            return await session.mailbox_set.get_mailbox(name)

    async def _append(self, name: str, message: AppendMessage) -> None:
        await (await self._folder(name)).append(message)

    async def _contents(self, name: str) -> list[bytes]:
        return [bytes(one._content) for one in (await self._folder(name))._messages.values()]

    async def _seen(self, name: str) -> int:
        messages = (await self._folder(name))._messages.values()
        return sum(b"\\Seen" in {bytes(flag) for flag in one.permanent_flags} for one in messages)

    async def _renumber(self) -> None:
        folder = await self._folder("INBOX")
        kept = list(folder._messages.values())
        folder._uid_validity += 1
        folder._max_uid, folder._messages, folder._mod_sequences = 0, {}, type(folder._mod_sequences)()
        # From one, the newest first: whoever goes by the old numbers finds nothing new.
        for number, message in enumerate(reversed(kept), 1):
            folder._messages[number] = type(message).copy(message, uid=number)
            folder._mod_sequences.update([number])
            folder._max_uid = number

    async def _serve(self, ready: threading.Event) -> None:
        parser = ArgumentParser()
        DictBackend.add_subparser("dict", parser.add_subparsers())
        IMAPService.add_arguments(parser)
        parser.set_defaults(debug=False, passlib_cfg=None)
        words = [
            *([] if self._tls and not self._at_once else ["--no-tls"]),
            "dict",
            "--demo-user",
            self.address,
            "--demo-password",
            PASSWORD,
        ]
        self._backend, config = await DictBackend.init(
            parser.parse_args(words), reject_dnsbl=False, ssl_context=self._tls
        )
        config.apply_context()
        await self._folder(SENT)
        greet = IMAPServer(self._backend.login, config)

        async def serve(reader: StreamReader, writer: StreamWriter) -> None:
            self._lines.add(writer)
            self.signed_in += 1
            try:
                await greet(reader, writer, SocketInfo.get(writer, ProxyResultUnknown()))
            finally:
                self._lines.discard(writer)

        server = await asyncio.start_server(
            serve, "127.0.0.1", self.port, ssl=self._tls if self._at_once else None
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._ended.wait()
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    def start(self) -> threading.Thread:
        ready = threading.Event()
        thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._serve(ready)), daemon=True
        )
        thread.start()
        assert ready.wait(20), "the IMAP server did not start"
        return thread

    def end(self, thread: threading.Thread) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        thread.join(10)
        self._loop.close()


@contextlib.contextmanager
def running(address: str, tls: ssl.SSLContext | None = None, *, at_once: bool = True) -> Iterator[Imap]:
    """The server while the block lasts; encrypted from the start, or after STARTTLS."""
    server = Imap(address, tls, at_once=at_once)
    thread = server.start()
    try:
        yield server
    finally:
        server.end(thread)
