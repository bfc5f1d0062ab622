"""WhatsApp as Smena knows it: every capability by the module that has it.

It keeps no history: what its webhooks do not deliver within a week is not to be had, and what became of a message tell statuses.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import phonenumbers

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import Account, Fragment, Mode, Outgoing, Pace, Sent, Thread, Way
from channels.failures import Failure, VendorError
from channels.keyed import HookAddress, KeyField, Opened
from channels.media import FileKind, FileLimit, MediaPlace
from channels.meta.app import SignedByApp
from channels.meta.graph import Graph
from channels.meta.settings import FacebookSettings
from channels.meta.values import number, text
from channels.templates import Template
from channels.whatsapp import events, refusals, sending, templates
from channels.whatsapp.access import keys_of
from channels.whatsapp.files import FILES
from channels.whatsapp.login import KEYS, Login


class WhatsApp(SignedByApp):
    """A number at the Cloud API, connected with keys."""

    channel = "whatsapp"
    keys: Sequence[KeyField] = KEYS
    paces: Mapping[Mode, Pace] = sending.PACES
    files: Mapping[FileKind, FileLimit] = FILES

    def __init__(self, settings: FacebookSettings | None = None) -> None:
        self._settings = settings or FacebookSettings()
        base, version = self._settings.fb_graph_base, self._settings.meta_graph_version
        super().__init__(self._settings, base)
        self._graph = Graph(base, version, refusals.classify)
        self._login = Login(self._settings, self._graph)

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """What happened in one event."""
        region = company.phone_region
        return tuple(events.understand(event.body, event.received_at, region, event.account_id))

    # ---------------------------------------------------------------------------------------- webhooks

    def split(self, body: bytes) -> Sequence[Fragment]:
        """Every message and every status."""
        return events.split(body)

    # ---------------------------------------------------------------------------------------- the number

    @property
    def is_configured(self) -> bool:
        """Can Meta's trial of an address be answered?"""
        return bool(self._settings.verify_token)

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Whose number the keys open."""
        return await self._login.open(keys)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Deliveries of the business account."""
        await self._login.subscribe(account, hook)

    async def health(self, account: Account) -> None:
        """Does the number answer?"""
        await self._login.check(account)

    async def disconnect(self, account: Account) -> None:
        """No more deliveries."""
        await self._login.leave(account)

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """A chat with words to send: WhatsApp hands nothing else over."""
        number = next((match.number for match in phonenumbers.PhoneNumberMatcher(account_name, None)), None)
        digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:] if number else ""
        return f"https://wa.me/{digits}?text={quote(f'{greeting} #{code}')}" if digits else None

    # ---------------------------------------------------------------------------------------- answering

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """A day, then templates."""
        return sending.ways(thread, at)

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """Four thousand letters each."""
        return sending.parts(mode, text)

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """One message."""
        return await sending.send(self._graph, account, message)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """WhatsApp's table, then Meta's."""
        return refusals.classify(status, headers, body, sending=mode is not None)

    async def templates(self, account: Account) -> Sequence[Template]:
        """Those that can be sent from here."""
        return await templates.approved(self._graph, account)

    # ---------------------------------------------------------------------------------------- files

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """An address that is good for five minutes, with the token."""
        media, token = str(attachment.get("media_id") or ""), keys_of(account).token
        if not media:
            raise VendorError(Failure("permanent", "file_gone"))
        told = await self._graph.get(token, media)
        return MediaPlace(
            text(told, "url"),
            {"authorization": f"Bearer {token}"},
            text(told, "mime_type"),
            number(told.get("file_size")),
            text(told, "sha256"),
        )
