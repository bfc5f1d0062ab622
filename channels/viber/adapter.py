"""Viber as Smena knows it: every capability by the module that has it."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
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
from channels.viber import calls, connecting, events, sending
from channels.viber.settings import ViberSettings

SIGNATURE = "x-viber-content-signature"


class Viber:
    """The REST Bot API."""

    channel = "viber"
    max_body = 256 * 1024
    keys: Sequence[KeyField] = (KeyField("token", "secret"),)
    paces: Mapping[Mode, Pace] = sending.PACES
    thread_paces: Sequence[ThreadPace] = sending.THREAD_PACES
    files: Mapping[FileKind, FileLimit] = sending.FILES
    captions: Mapping[FileKind, int] = sending.CAPTIONS

    def __init__(self, settings: ViberSettings | None = None) -> None:
        self._settings = settings or ViberSettings()

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one event."""
        return events.understand(event, company.phone_region)

    # ---------------------------------------------------------------------------------------- webhooks

    def secrets(self) -> Sequence[str]:
        """None for all: each bot signs with its own token."""
        return ()

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """Viber tries an address out with a signed event like any other."""
        return None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """HMAC-SHA256 over the raw body, in hex."""
        given = hook.headers.get(SIGNATURE, "").strip().lower().encode()
        return any(
            hmac.compare_digest(
                given, hmac.new(secret.encode(), hook.body, hashlib.sha256).hexdigest().encode()
            )
            for secret in secrets
            if secret
        )

    def split(self, body: bytes) -> Sequence[Fragment]:
        """One event a delivery."""
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
        """Events come to the address."""
        await connecting.subscribed(self._settings, account, hook)

    async def health(self, account: Account) -> None:
        """Does the bot answer, and deliver?"""
        await connecting.checked(self._settings, account)

    async def disconnect(self, account: Account) -> None:
        """No more deliveries."""
        await connecting.left(self._settings, account)

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """The conversation begins with the code as its context."""
        return connecting.invitation(account_name, code)

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """Without end."""
        return sending.ways(thread)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """7000 letters each."""
        return sending.parts(text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One message."""
        return await sending.send(self._settings, account, message)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """Viber's table."""
        return calls.classify(status, body, sending=mode is not None)

    # ---------------------------------------------------------------------------------------- files

    @property
    def media_hosts(self) -> Sequence[str]:
        """Viber's, all of them; a simulator's where there is one."""
        own = (urlsplit(self._settings.viber_api_base).netloc,) if self.is_simulated else ()
        return (".viber.com", *own)

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """As the message named it."""
        return sending.place(attachment)
