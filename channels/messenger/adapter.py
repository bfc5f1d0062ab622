"""A Facebook page as Smena knows it: every capability by the module that has it."""

import json
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
from channels.messenger import events, reading, sending
from channels.messenger.login import Login, fields_of
from channels.meta.app import GrantedAccount
from channels.meta.graph import Graph
from channels.meta.settings import FacebookSettings


class Messenger(GrantedAccount):
    """Messenger, comments and Lead Ads of a page, by Facebook Login."""

    channel = "messenger"
    paces: Mapping[Mode, Pace] = sending.PACES

    def __init__(self, settings: FacebookSettings | None = None) -> None:
        self._settings = settings or FacebookSettings()
        self._login = Login(self._settings)
        super().__init__(self._settings, self._settings.fb_graph_base, self._login)
        self._graph = Graph(self._settings.fb_graph_base, self._settings.meta_graph_version)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one event."""
        app = self._settings.meta_app_id
        return tuple(events.understand(event.body, event.received_at, company.phone_region, app))

    def is_whole(self, event: StoredEvent) -> bool:
        """A delivery of a lead names it and no more."""
        return not event.dedupe_key.startswith("leadgen:")

    async def complete_event(self, account: Account, event: StoredEvent) -> bytes:
        """The lead itself."""
        named = json.loads(event.body)["value"]
        return (await reading.lead(self._graph, account, str(named["leadgen_id"]))).body

    # ---------------------------------------------------------------------------------------- webhooks

    def split(self, body: bytes) -> Sequence[Fragment]:
        """Every event of every shape."""
        return events.split(body)

    # ---------------------------------------------------------------------------------------- the page

    @property
    def is_configured(self) -> bool:
        """Does the installation have an app at Meta?"""
        return bool(self._settings.meta_app_id and self._settings.secrets)

    async def begin(self, account: Account, missing: tuple[str, ...]) -> None:
        """Deliveries of the page that was chosen."""
        await self._login.subscribe(account, fields_of(missing))

    async def renew(self, account: Account) -> Access:
        """Nothing to renew: the token has no end."""
        await self._login.check(account)
        return Access(account.account_id, "", account.token)

    async def backfill(
        self, account: Account, since: datetime, cursor: dict[str, Any]
    ) -> AsyncIterator[Sequence[Fragment]]:
        """Leads, comments and threads; and deliveries anew where Meta has ended them."""
        subscribed = await self._login.subscribed(account)
        if not subscribed:
            await self._login.subscribe(account, cursor.get("subscribed") or fields_of())
        cursor["subscribed"] = subscribed or cursor.get("subscribed") or []
        async for batch in reading.backfill(self._graph, account, since, cursor):
            yield batch

    async def profile(self, account: Account, external_id: str) -> tuple[str, str]:
        """Who wrote."""
        return await reading.profile(self._graph, account, external_id)

    async def post(self, account: Account, post_id: str) -> Post:
        """What was commented on."""
        return await reading.post(self._graph, account, post_id)

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """The page's chat is opened with the code as its `ref`."""
        return f"https://m.me/{account_id}?ref={code}"

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """Windows and permissions."""
        return sending.WINDOWS.ways(thread, at, human_agent=self._settings.fb_human_agent)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """Two thousand letters each."""
        return sending.parts(mode, text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One message."""
        return await sending.send(self._graph, account, message, human_agent=self._settings.fb_human_agent)

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """Whether it arrived."""
        return await reading.recent(self._graph, account, message)
