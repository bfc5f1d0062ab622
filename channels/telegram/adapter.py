"""Telegram as Smena knows it: every capability by the module that has it."""

import hmac
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import (
    Account,
    Fragment,
    Hook,
    HookAnswer,
    Mode,
    Outgoing,
    Pace,
    Sent,
    Thread,
    ThreadPace,
    Way,
)
from channels.failures import Failure
from channels.keyed import HookAddress, KeyField, Opened
from channels.media import FileKind, FileLimit, MediaPlace
from channels.telegram import connecting, events, refusals, sending
from channels.telegram.settings import TelegramSettings

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 -- the name of a header


class Telegram:
    """The Bot API, for clients' messages."""

    channel = "telegram"
    max_body = 1024 * 1024
    keys: Sequence[KeyField] = (KeyField("token", "secret"),)
    paces: Mapping[Mode, Pace] = sending.PACES
    thread_paces: Sequence[ThreadPace] = sending.THREAD_PACES
    files: Mapping[FileKind, FileLimit] = sending.FILES
    captions: Mapping[FileKind, int] = sending.CAPTIONS

    def __init__(self, settings: TelegramSettings | None = None) -> None:
        self._settings = settings or TelegramSettings()
        self._base = self._settings.telegram_api_base

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one update."""
        return events.understand(event, company.phone_region)

    # ---------------------------------------------------------------------------------------- webhooks

    def secrets(self) -> Sequence[str]:
        """None for all: each bot has its own."""
        return ()

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """Telegram tries no address out."""
        return None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """The secret that the webhook was set with; there is no signature of the body."""
        given = hook.headers.get(SECRET_HEADER, "").encode()
        return any(hmac.compare_digest(given, secret.encode()) for secret in secrets if secret)

    def split(self, body: bytes) -> Sequence[Fragment]:
        """One update a delivery."""
        return events.split(body)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def is_configured(self) -> bool:
        """A bot brings its own token."""
        return True

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in its place?"""
        return self._settings.is_simulated

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Which bot it is."""
        return await connecting.opened(self._settings, keys, hook)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Webhook, or none."""
        await connecting.subscribed(self._settings, account, hook)

    async def health(self, account: Account) -> None:
        """Does the bot answer, and do its updates arrive?"""
        await connecting.checked(self._settings, account)

    async def disconnect(self, account: Account) -> None:
        """No more deliveries."""
        await connecting.left(self._settings, account)

    def listens(self, account: Account) -> bool:
        """Where no webhook can reach us."""
        return connecting.kept(account).asks

    def listen(self, account: Account, cursor: dict[str, Any]) -> AsyncIterator[Sequence[Fragment]]:
        """Long polls."""
        return connecting.listen(self._settings, account, cursor)

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """`/start` with the code."""
        name = account_name.removeprefix("@")
        # (A bot without a name is shown by its number.)
        return f"https://t.me/{name}?start={code}" if re.fullmatch(r"[A-Za-z]\w{2,40}", name) else None

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """Without end, or for a day."""
        return sending.ways(thread, at)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """4096 letters each."""
        return sending.parts(text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One message."""
        return await sending.send(self._base, account, message)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """Telegram's words."""
        return refusals.classify(status, body, sending=mode is not None)

    # ---------------------------------------------------------------------------------------- files

    @property
    def media_hosts(self) -> Sequence[str]:
        """The Bot API's own."""
        return (urlsplit(self._base).netloc,)

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """Good for an hour."""
        return await sending.place(self._base, account, attachment)
