"""A lead source that is connected with keys which the admin copies from the vendor's own pages into Smena.

`open` reads and changes nothing at the vendor; `subscribe` follows when the source is stored, for some vendors try the address out
while they are asked (Viber).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from channels.capabilities import Access, Account


@dataclass(frozen=True, slots=True)
class KeyField:
    """One thing that the admin fills in; screens name and explain it by the channel and `name`."""

    name: str
    kind: Literal["secret", "text", "email", "number", "switch"] = "text"
    required: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True)
class HookAddress:
    """Where the vendor is to deliver this source's events, and a fresh secret that it may sign them with.

    `public`: whether a vendor can reach the address at all; where it cannot, the source is listened to or read.
    """

    url: str
    secret: str = field(repr=False)
    public: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """Who the keys open. `hook_secret`: what this source's deliveries are signed with, where each source has a secret of its own.

    `access.token` is what is kept, sealed: a token, or a JSON document where one is not enough.
    """

    access: Access
    hook_secret: str | None = field(default=None, repr=False)


@runtime_checkable
class Keyed(Protocol):
    """Is connected with keys."""

    keys: Sequence[KeyField]

    @property
    def is_configured(self) -> bool:
        """Has the installation what it takes?"""
        ...

    @property
    def is_simulated(self) -> bool:
        """Is the vendor a simulator on this machine?"""
        ...

    async def open(self, keys: Mapping[str, str], hook: HookAddress) -> Opened:
        """Who the keys open; raises ConnectRefused with a stable code, or VendorError."""
        ...

    async def subscribe(self, account: Account, hook: HookAddress) -> None:
        """Has the vendor deliver to the address; raises ConnectRefused or VendorError. May be repeated."""
        ...

    async def health(self, account: Account) -> None:
        """Raises VendorError when the account cannot be used."""
        ...

    async def disconnect(self, account: Account) -> None:
        """Ends deliveries. Best effort: the keys may be void already."""
        ...


@runtime_checkable
class SignIn(Protocol):
    """Is connected with keys, or by signing in on a page of whoever keeps the account (a mailbox at Google or Microsoft)."""

    @property
    def providers(self) -> Sequence[str]:
        """Whom one may sign in with here; screens name them."""
        ...

    def sign_in_url(self, provider: str, code: str, back: str) -> str:
        """The provider's page, which sends the admin to `back` with `state=<code>.<provider>`; raises ConnectRefused."""
        ...

    async def signed_in(self, provider: str, code: str, params: Mapping[str, str], back: str) -> Access:
        """Access for what the page sent back; raises ConnectRefused."""
        ...
