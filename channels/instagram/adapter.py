"""Instagram as Smena knows it: every capability by the module that has it."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import (
    Access,
    Account,
    Fragment,
    Hook,
    HookAnswer,
    Mode,
    Outgoing,
    Pace,
    Post,
    Sent,
    Thread,
    Way,
)
from channels.failures import Failure
from channels.instagram import events, reading, sending
from channels.instagram.login import Login
from channels.instagram.settings import InstagramSettings
from channels.media import FileKind, FileLimit, MediaPlace
from channels.meta import deliveries, refusals
from channels.meta.files import place
from channels.meta.graph import Graph
from channels.meta.sending import FILES
from channels.meta.settings import media_hosts

MEGABYTES = 4 * 1024 * 1024  # a batch of a thousand events is about one


class Instagram:
    """Instagram API with Instagram Login."""

    channel = "instagram"
    max_body = MEGABYTES
    renew_before = timedelta(days=30)
    poll_every = timedelta(minutes=5)
    depth = timedelta(days=30)
    paces: Mapping[Mode, Pace] = sending.PACES
    files: Mapping[FileKind, FileLimit] = FILES

    def __init__(self, settings: InstagramSettings | None = None) -> None:
        self._settings = settings or InstagramSettings()
        self._login = Login(self._settings)
        self._graph = Graph(self._settings.ig_graph_base, self._settings.meta_graph_version)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one event."""
        return tuple(events.understand(event.body, event.received_at, company.phone_region))

    # ---------------------------------------------------------------------------------------- webhooks

    def secrets(self) -> Sequence[str]:
        """The app's, for all accounts."""
        return self._settings.secrets

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """The challenge of Meta's dashboard."""
        return deliveries.handshake(hook, self._settings.verify_token)

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """X-Hub-Signature-256."""
        return deliveries.is_signed(hook, secrets)

    def split(self, body: bytes) -> Sequence[Fragment]:
        """Every event of every shape."""
        return events.split(body)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def is_configured(self) -> bool:
        """Does the installation have an app at Meta?"""
        return bool(self._settings.ig_app_id and self._settings.secrets)

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in its place?"""
        return self._settings.is_simulated

    def connect_url(self, code: str, back: str) -> str:
        """The consent page."""
        return self._login.url(code, back)

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """Token, account, subscription."""
        return await self._login.complete(params, back)

    async def renew(self, account: Account) -> Access:
        """Another sixty days."""
        return await self._login.renew(account)

    async def health(self, account: Account) -> None:
        """Does the account answer?"""
        await self._login.check(account)

    async def disconnect(self, account: Account) -> None:
        """No more deliveries."""
        await self._login.leave(account)

    def backfill(
        self, account: Account, since: datetime, cursor: dict[str, Any]
    ) -> AsyncIterator[Sequence[Fragment]]:
        """Comments and threads."""
        return reading.backfill(self._graph, account, since, cursor)

    async def profile(self, account: Account, external_id: str) -> tuple[str, str]:
        """Who wrote."""
        return await reading.profile(self._graph, account, external_id)

    async def post(self, account: Account, post_id: str) -> Post:
        """What was commented on."""
        return await reading.post(self._graph, account, post_id)

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """Direct is opened with the code as its `ref`."""
        name = account_name.removeprefix("@")
        return f"https://ig.me/m/{name}?ref={code}" if re.fullmatch(r"[\w.]{1,40}", name, re.ASCII) else None

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """Windows and permissions."""
        return sending.ways(thread, at, human_agent=self._settings.ig_human_agent)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """A thousand bytes each."""
        return sending.parts(mode, text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One message."""
        return await sending.send(self._graph, account, message, human_agent=self._settings.ig_human_agent)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """Meta's table."""
        return refusals.classify(status, headers, body, sending=mode is not None)

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """Whether it arrived."""
        return await reading.recent(self._graph, account, message)

    # ---------------------------------------------------------------------------------------- files

    @property
    def media_hosts(self) -> Sequence[str]:
        """Meta's."""
        return media_hosts(self._settings.ig_graph_base)

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """Where the delivery said."""
        return place(attachment)
