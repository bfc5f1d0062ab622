"""E-mail as Smena knows it: every capability by the module that has it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import Access, Account, Fragment, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.email import bodies, envelope, incoming, mailbox, parts, refusals, sending, watching
from channels.email.imap import Session
from channels.email.line import Line, line
from channels.email.login import Login, access
from channels.email.mailbox import Mailbox
from channels.email.oauth import Tokens
from channels.email.practice import practice
from channels.email.settings import EmailSettings
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, KeyField, Opened
from channels.media import FileKind, FileLimit

# What providers take in one mail, less a third for how files travel.
FILE_BYTES = 18 * 1024 * 1024
BELIEVED_REFUSALS = 3
Done = TypeVar("Done")


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
        self._practice = practice(self._settings.email_simulator_imap, self._settings.email_simulator_smtp)
        self._private = self._settings.email_private_hosts or self.is_simulated
        self._tokens = Tokens(self._settings)
        self._refusals: dict[UUID, int] = {}
        self._login = Login(self._tokens, private=self._private, practice=self._practice)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one mail."""
        return (incoming.understand(event, company.phone_region),)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def keys(self) -> Sequence[KeyField]:
        """Most fill in two of them; of the simulated mailbox none."""
        return [self._practice.filled(one) for one in mailbox.KEYS] if self._practice else mailbox.KEYS

    @property
    def is_configured(self) -> bool:
        """It takes nothing of the installation."""
        return True

    @property
    def is_simulated(self) -> bool:
        """Do simulated servers stand for those of all mailboxes?"""
        return self._practice is not None

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Signs in to both servers."""
        return Opened(access(await self._login.open(keys)))

    @property
    def providers(self) -> Sequence[str]:
        """Those that know our application."""
        return tuple(self._settings.clients)

    def sign_in_url(self, provider: str, code: str, back: str) -> str:
        """Google's or Microsoft's page."""
        return self._tokens.url(provider, code, back)

    async def signed_in(self, provider: str, code: str, params: Mapping[str, str], back: str) -> Access:
        """The mailbox of whoever signed in there."""
        address, refresh_token = await self._tokens.signed_in(provider, code, params, back)
        return access(await self._login.signed_in(provider, address, refresh_token))

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Nobody delivers: the mailbox is listened to."""

    async def health(self, account: Account) -> None:
        """Do both servers let us in?"""
        async with self._line(account) as (box, held):
            await held.do(partial(Session.open, name=watching.INBOX))
        await self._believing(box, lambda _: self._login.sends(box))

    async def disconnect(self, account: Account) -> None:
        """Nobody has to be told."""

    async def renew(self, account: Account) -> Access:
        """A refresh token that lives longer."""
        box = mailbox.opened(account)
        if box.oauth:
            _, refresh = await self._tokens.renewed(box)
            box = replace(box, refresh_token=refresh)
        return access(box)

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
        box = self._mailbox(account)
        try:
            async with AsyncExitStack() as stack:

                async def begun(secret: str) -> Line:
                    return await stack.enter_async_context(line(box, secret, private=self._private))

                held = await self._believing(box, begun)
                self._refusals.pop(account.source_id, None)
                yield box, held
        except VendorError as error:
            if error.failure.reason != "imap_login_refused":
                raise
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
        box = self._mailbox(account)
        return await self._believing(
            box, lambda secret: sending.send(box, secret, message, private=self._private)
        )

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """By the codes of SMTP."""
        return refusals.classify(status, body.decode("utf-8", "replace"))

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """Whether it lies in the Sent folder."""
        box = self._mailbox(account)
        return await self._believing(
            box, lambda secret: sending.recent(box, secret, message, private=self._private)
        )

    # ---------------------------------------------------------------------------------------- what opens it

    def _mailbox(self, account: Account) -> Mailbox:
        box = mailbox.opened(account)
        return self._practice.led(box) if self._practice else box

    async def _believing(self, box: Mailbox, do: Callable[[str], Awaitable[Done]]) -> Done:
        """An access token may end before its time: what was refused with it is done once more with another one."""
        try:
            return await do(await self._tokens.secret(box))
        except VendorError as error:
            if not box.oauth or error.failure.reason not in ("imap_login_refused", "smtp_login_refused"):
                raise
            self._tokens.forget(box)
            return await do(await self._tokens.secret(box))
