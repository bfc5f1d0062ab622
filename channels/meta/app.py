"""What the adapters of Meta's platforms do alike. Each stays an adapter of its own: what differs is said there."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from channels.capabilities import Access, Account, Hook, HookAnswer, Mode
from channels.failures import Failure
from channels.media import FileKind, FileLimit, MediaPlace
from channels.meta import deliveries, refusals
from channels.meta.files import place
from channels.meta.sending import FILES
from channels.meta.settings import media_hosts

MEGABYTES = 4 * 1024 * 1024  # a batch of a thousand events is about one; WhatsApp's are three at most


class App(Protocol):
    """The installation's app at Meta."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The present one first."""
        ...

    @property
    def verify_token(self) -> str:
        """What Meta repeats when it tries an address out."""
        ...

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in Meta's place?"""
        ...


class Way(Protocol):
    """To an account and back, by pages of Meta's."""

    def url(self, code: str, back: str) -> str:
        """The consent page."""
        ...

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """What was granted there."""
        ...

    async def check(self, account: Account) -> None:
        """Raises VendorError when the account does not answer."""
        ...

    async def leave(self, account: Account) -> None:
        """No more deliveries."""
        ...


class SignedByApp:
    """Takes deliveries that the app signs, for all accounts: Instagram, Messenger, WhatsApp."""

    max_body = MEGABYTES

    def __init__(self, app: App, graph_base: str) -> None:
        self._app, self._graph_base = app, graph_base

    def secrets(self) -> Sequence[str]:
        """The app's; a number of WhatsApp may come with an app of its own."""
        return self._app.secrets

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """The challenge of Meta's dashboard."""
        return deliveries.handshake(hook, self._app.verify_token)

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """X-Hub-Signature-256."""
        return deliveries.is_signed(hook, secrets)

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator in Meta's place?"""
        return self._app.is_simulated

    @property
    def media_hosts(self) -> Sequence[str]:
        """Meta's."""
        return media_hosts(self._graph_base)


class GrantedAccount(SignedByApp):
    """Is connected on a page of Meta's, and read when its time comes: Instagram and Messenger."""

    # (Tokens of pages have no end.)
    renew_before = timedelta(days=30)
    poll_every = timedelta(minutes=5)
    depth = timedelta(days=30)
    files: Mapping[FileKind, FileLimit] = FILES

    def __init__(self, app: App, graph_base: str, way: Way) -> None:
        super().__init__(app, graph_base)
        self._way = way

    def connect_url(self, code: str, back: str) -> str:
        """The consent page."""
        return self._way.url(code, back)

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """What was granted there."""
        return await self._way.complete(params, back)

    async def health(self, account: Account) -> None:
        """Does the account answer?"""
        await self._way.check(account)

    async def disconnect(self, account: Account) -> None:
        """No more deliveries."""
        await self._way.leave(account)

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """Meta's table."""
        return refusals.classify(status, headers, body, sending=mode is not None)

    async def place(self, account: Account, attachment: Mapping[str, Any]) -> MediaPlace:
        """Where the delivery said."""
        return place(attachment)
