"""E-mail as Smena knows it: every capability by the module that has it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import Access, Account, Fragment, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.email import bodies, envelope, incoming, mailbox, parts, refusals, sending, watching
from channels.email.imap import Session
from channels.email.line import Line, line
from channels.email.login import Login, access
from channels.email.mailbox import Mailbox
from channels.email.oauth import Tokens
from channels.email.settings import EmailSettings
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, KeyField, Opened
from channels.media import FileKind, FileLimit

# What providers take in one mail, less a third for how files travel.
FILE_BYTES = 18 * 1024 * 1024
BELIEVED_REFUSALS = 3


class Email:
    """A mailbox with IMAP and SMTP."""

    channel = "email"
    poll_every = timedelta(hours=6)
    depth = timedelta(days=30)
    renew_before = timedelta(days=60)
    # Free mailboxes send some hundreds a day.
    paces: Mapping[Mode, Pace] = {"direct": Pace(120, 20)}
    files: Mapping[FileKind, FileLimit] = {
        kind: FileLimit(FILE_BYTES) for kind in ("image", "video", "audio", "voice", "file")
    }
    captions: Mapping[FileKind, int] = dict.fromkeys(files, sending.LONGEST_TEXT)

    def __init__(self, settings: EmailSettings | None = None) -> None:
        self._settings = settings or EmailSettings()
        self._private = self._settings.email_private_hosts
        self._tokens = Tokens(self._settings)
        self._refusals: dict[UUID, int] = {}
        self._login = Login(self._tokens, private=self._private)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one mail."""
        return (incoming.understand(event, company.phone_region),)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def keys(self) -> Sequence[KeyField]:
        """Most fill in two of them."""
        return mailbox.offered(self._settings)

    @property
    def is_configured(self) -> bool:
        """It takes nothing of the installation."""
        return True

    @property
    def is_simulated(self) -> bool:
        """There is no simulator of mailboxes."""
        return False

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Signs in to both servers."""
        return Opened(access(await self._login.open(keys)))

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Nobody delivers: the mailbox is listened to."""

    async def health(self, account: Account) -> None:
        """Do both servers let us in?"""
        async with self._line(account) as (box, held):
            await held.do(partial(Session.open, name=watching.INBOX))
        await self._login.sends(box)

    async def disconnect(self, account: Account) -> None:
        """Nobody has to be told."""

    async def renew(self, account: Account) -> Access:
        """A refresh token that lives longer."""
        return await self._login.renew(account)

    # ---------------------------------------------------------------------------------------- reading

    def listens(self, account: Account) -> bool:
        """Every mailbox is."""
        return True

    async def listen(self, account: Account, cursor: dict[str, Any]) -> AsyncIterator[Sequence[Fragment]]:
        """Inbox and what was sent, as it happens."""
        async with self._line(account) as (box, held):
            async for batch in watching.listen(held, box, cursor):
                yield batch

    async def backfill(
        self, account: Account, since: datetime, cursor: dict[str, Any]
    ) -> AsyncIterator[Sequence[Fragment]]:
        """What came before the connection, and whatever was not heard."""
        async with self._line(account) as (box, held):
            async for batch in watching.since(held, box, since, cursor):
                yield batch

    @asynccontextmanager
    async def _line(self, account: Account) -> AsyncIterator[tuple[Mailbox, Line]]:
        """A refused password may be a server's bad moment: only the third refusal in a row is believed, before the mailbox is locked."""
        box = mailbox.opened(account)
        try:
            async with line(box, await self._tokens.secret(box), private=self._private) as held:
                self._refusals.pop(account.source_id, None)
                yield box, held
        except VendorError as error:
            if error.failure.reason != "imap_login_refused":
                raise
            self._tokens.forget(box)
            self._refusals[account.source_id] = self._refusals.get(account.source_id, 0) + 1
            if self._refusals[account.source_id] >= BELIEVED_REFUSALS:
                raise
            raise VendorError(replace(error.failure, kind="retry")) from error

    def content(self, body: bytes, media_id: str) -> bytes | None:
        """A file of a stored mail."""
        found = bodies.files(parts.parsed(envelope.opened(body).raw))
        return next((bodies.content(one.part) for one in found if one.id == media_id), None)

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """Always open."""
        return sending.ways(thread)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """One mail, however long."""
        return sending.parts(text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One mail."""
        box = mailbox.opened(account)
        return await sending.send(box, await self._tokens.secret(box), message, private=self._private)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """By the codes of SMTP."""
        return refusals.classify(status, body.decode("utf-8", "replace"))

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """Whether it lies in the Sent folder."""
        box = mailbox.opened(account)
        return await sending.recent(box, await self._tokens.secret(box), message, private=self._private)
