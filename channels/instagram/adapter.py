"""Instagram as Smena knows it: every capability by the module that has it."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import (
    Access,
    Account,
    Fragment,
    Mode,
    Outgoing,
    Pace,
    Post,
    Sent,
    Thread,
    Way,
)
from channels.instagram import events, reading, sending
from channels.instagram.login import Login
from channels.instagram.settings import InstagramSettings
from channels.meta.app import GrantedAccount
from channels.meta.graph import Graph


class Instagram(GrantedAccount):
    """Instagram API with Instagram Login."""

    channel = "instagram"
    paces: Mapping[Mode, Pace] = sending.PACES

    def __init__(self, settings: InstagramSettings | None = None) -> None:
        self._settings = settings or InstagramSettings()
        self._login = Login(self._settings)
        super().__init__(self._settings, self._settings.ig_graph_base, self._login)
        self._graph = Graph(self._settings.ig_graph_base, self._settings.meta_graph_version)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one event."""
        return tuple(events.understand(event.body, event.received_at, company.phone_region))

    # ---------------------------------------------------------------------------------------- webhooks

    def split(self, body: bytes) -> Sequence[Fragment]:
        """Every event of every shape."""
        return events.split(body)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def is_configured(self) -> bool:
        """Does the installation have an app at Meta?"""
        return bool(self._settings.ig_app_id and self._settings.secrets)

    async def renew(self, account: Account) -> Access:
        """Another sixty days."""
        return await self._login.renew(account)

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

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """Whether it arrived."""
        return await reading.recent(self._graph, account, message)
