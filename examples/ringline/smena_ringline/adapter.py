"""What Smena calls: webhooks taken in, a call understood, an account connected with its API key."""

import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from channels.base import Company, Happening, StoredEvent
from channels.capabilities import Access, Account, ConnectRefused, Fragment, Hook, HookAnswer
from channels.keyed import HookAddress, KeyField, Opened
from smena_ringline import calls
from smena_ringline.api import RinglineApi

DEFAULT_URL = "https://api.ringline.example"


class Ringline:
    """A `SourceAdapter` that is a `Receiver` and `Keyed`."""

    channel = "ringline"
    max_body = 256 * 1024
    keys = (KeyField("api_key", "secret"),)

    def __init__(self) -> None:
        self._base_url = os.environ.get("RINGLINE_API_BASE", DEFAULT_URL).rstrip("/")

    # ---------------------------------------------------------------------------------------- webhooks

    def secrets(self) -> Sequence[str]:
        """None for all: each account signs with a secret of its own, so its address is /hooks/<source>."""
        return ()

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """Ringline tries the address out with a GET before it delivers there."""
        return HookAnswer(200, hook.query.get("challenge", "")[:200]) if hook.method == "GET" else None

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """HMAC-SHA256 over the raw body, compared in constant time."""
        given = hook.headers.get("x-ringline-signature", "").encode()
        return any(
            hmac.compare_digest(
                given, hmac.new(secret.encode(), hook.body, hashlib.sha256).hexdigest().encode()
            )
            for secret in secrets
            if secret
        )

    def split(self, body: bytes) -> Sequence[Fragment]:
        """One fragment a call; never raises."""
        return calls.split(body)

    # ---------------------------------------------------------------------------------------- understanding

    def understand(self, event: StoredEvent, company: Company) -> Sequence[Happening]:
        """Pure: no network, no clock."""
        return (calls.understand(event, company.phone_region),)

    # ---------------------------------------------------------------------------------------- the account

    @property
    def is_configured(self) -> bool:
        """Nothing is needed beside the account's own key."""
        return True

    @property
    def is_simulated(self) -> bool:
        """Is there a simulator on this machine in the place of Ringline?"""
        return urlsplit(self._base_url).hostname in ("127.0.0.1", "localhost", "::1")

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Whose key it is; changes nothing at Ringline."""
        key = keys.get("api_key", "").strip()
        account = await RinglineApi(self._base_url, key).account()
        if not account.calls_enabled:
            raise ConnectRefused("calls_not_enabled")
        access = Access(account.id, account.name, key, simulated=self.is_simulated)
        return Opened(access, hook_secret=hook.secret)

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Has Ringline post calls to the address; asking twice changes nothing."""
        await self._api(account).post_to(hook.url, hook.secret)

    async def health(self, account: Account) -> None:
        """Raises VendorError when the key is void."""
        await self._api(account).account()

    async def disconnect(self, account: Account) -> None:
        """Ends the posting."""
        await self._api(account).post_nowhere()

    def _api(self, account: Account) -> RinglineApi:
        return RinglineApi(self._base_url, account.token)
