"""What a lead source may be able to do besides understanding: take webhooks, be connected, be read, send.

Each is a small protocol of its own: an adapter has those that its vendor has. More of them: `channels.keyed` (connected with keys),
`channels.listening` (a line held open), `channels.media` (files), `channels.templates`. `Receiver.verify`, `handshake` and `split` and
`Sender.classify` and `ways` are pure; the rest talks to the vendor and raises `VendorError` with what the failure means.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable
from uuid import UUID

from channels.base import StoredEvent
from channels.failures import Failure

if TYPE_CHECKING:
    from channels.media import OutgoingFile
    from channels.templates import FilledTemplate

# ------------------------------------------------------------------------------------------------ webhooks


@dataclass(frozen=True, slots=True)
class Hook:
    """A request of the vendor's: header names in lower case, the body as it came."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What the vendor wants to hear when it tries the address out."""

    status: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One atomic event of a delivery. `key` is the same whichever way the event comes, and however often."""

    key: str
    kind: str
    body: bytes
    account: str = ""


@runtime_checkable
class Receiver(Protocol):
    """Takes webhooks at `/hooks/<channel>` or, with a secret of its own, at `/hooks/<source>`."""

    channel: str
    max_body: int

    def secrets(self) -> Sequence[str]:
        """What deliveries of all accounts are signed with; empty where each source has a secret of its own."""
        ...

    def handshake(self, hook: Hook) -> HookAnswer | None:
        """The answer to the vendor's trial of the address; None: this is a delivery."""
        ...

    def verify(self, hook: Hook, secrets: Sequence[str]) -> bool:
        """Does the delivery come from the vendor? Over the raw bytes."""
        ...

    def split(self, body: bytes) -> Sequence[Fragment]:
        """The events of a delivery. Never raises: what it does not know becomes a fragment of kind `unknown`."""
        ...


# ------------------------------------------------------------------------------------------------ accounts


@dataclass(frozen=True, slots=True)
class Account:
    """A connected account, with what opens it. Never printed: the token is in it."""

    source_id: UUID
    account_id: str
    token: str = field(repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Access:
    """What the vendor gave us: who the account is, the token, until when. `missing`: permissions that were not granted.

    `simulated`: it was no vendor, but a simulator on this machine. `others`: further accounts that the admin granted in one go; the
    first that no source has is connected.
    """

    account_id: str
    account_name: str
    token: str = field(repr=False)
    until: datetime | None = None
    missing: tuple[str, ...] = ()
    simulated: bool = False
    others: "tuple[Access, ...]" = ()


class ConnectRefused(Exception):
    """The way to the vendor ended without access; `reason` is a stable code that the screens translate.

    `field`: the key (`channels.keyed.KeyField.name`) that is at fault, where one is; `words`: the vendor's own, without secrets.
    """

    def __init__(self, reason: str, field: str | None = None, words: str = "") -> None:
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason, self.field, self.words = reason, field, words


@runtime_checkable
class Connector(Protocol):
    """Is connected on a page of the vendor's (OAuth)."""

    # Access is renewed when less than this is left of it.
    renew_before: timedelta

    @property
    def is_configured(self) -> bool:
        """Has the installation what it takes to ask for access?"""
        ...

    @property
    def is_simulated(self) -> bool:
        """Is the vendor a simulator on this machine?"""
        ...

    def connect_url(self, code: str, back: str) -> str:
        """Where the admin grants access; the vendor sends him to `back` with `state=code`."""
        ...

    async def complete(self, params: Mapping[str, str], back: str) -> Access:
        """Access for what the vendor sent back; raises ConnectRefused."""
        ...

    async def renew(self, account: Account) -> Access:
        """Later access for what is left of the present one."""
        ...

    async def health(self, account: Account) -> None:
        """Raises VendorError when the account cannot be used."""
        ...

    async def disconnect(self, account: Account) -> None:
        """Ends deliveries. Best effort: the access may be gone already."""
        ...


@runtime_checkable
class Starter(Protocol):
    """Of several granted accounts one is chosen: deliveries begin when it is."""

    async def begin(self, account: Account, missing: tuple[str, ...]) -> None:
        """Has the vendor deliver; raises VendorError. May be repeated."""
        ...


@runtime_checkable
class Completer(Protocol):
    """Has deliveries that name what happened and do not tell it."""

    def is_whole(self, event: StoredEvent) -> bool:
        """Does the event tell all that there is? Pure."""
        ...

    async def complete_event(self, account: Account, event: StoredEvent) -> bytes:
        """The event's body as it would be if it did; raises VendorError."""
        ...


@runtime_checkable
class Renewer(Protocol):
    """Its access ends unless it is renewed: of those that are connected on the vendor's page, and of some that are connected with keys."""

    renew_before: timedelta

    async def renew(self, account: Account) -> Access:
        """Later access for what is left of the present one."""
        ...


@runtime_checkable
class Profiler(Protocol):
    """Can be asked who somebody is: deliveries name an id and no more."""

    async def profile(self, account: Account, external_id: str) -> tuple[str, str]:
        """Name and username; raises VendorError when the vendor does not tell."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """What comments stand under: its public address, the first words of it, and where its picture lies for now."""

    permalink: str
    caption: str = ""
    picture: str = ""


@runtime_checkable
class Publisher(Protocol):
    """Can be asked about a post: deliveries of comments name its id and no more."""

    async def post(self, account: Account, post_id: str) -> Post:
        """The post; raises VendorError when the vendor does not tell."""
        ...


@runtime_checkable
class Poller(Protocol):
    """Can be read: webhooks get lost, and what was there before the connection has none."""

    # How often, and how far back at the first reading.
    poll_every: timedelta
    depth: timedelta

    def backfill(
        self, account: Account, since: datetime, cursor: dict[str, Any]
    ) -> AsyncIterator[Sequence[Fragment]]:
        """What happened since, in batches, with the keys of the webhook. It keeps in `cursor` what spares it work next time."""
        ...


# ------------------------------------------------------------------------------------------------ sending

Mode = Literal["direct", "comment", "private_reply", "template"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send. `target`: the message that it answers, where the mode needs one.

    `answered`: `details` of the newest message of the client in the thread (an e-mail's subject and references).
    """

    id: UUID
    mode: Mode
    address: str
    text: str
    target: str | None = None
    file: "OutgoingFile | None" = None
    template: "FilledTemplate | None" = None
    answered: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The vendor took it. `recipient` and `thread_key`: of the thread that it begins, when that is another one."""

    external_id: str
    recipient: str | None = None
    thread_key: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a mode may be used by one account: an own limit below the vendor's."""

    per_hour: int
    burst: int


@dataclass(frozen=True, slots=True)
class ThreadPace:
    """What one conversation takes: at most so many messages within any so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """The newest message of a client in a conversation that can be answered. `answered_privately`: by us, once."""

    external_id: str
    occurred_at: datetime
    answered_privately: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation offers to answer to."""

    kind: Literal["direct", "comments"]
    last_in: Incoming | None
    unreachable: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    missing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer. `until`: when it closes, or closed; `why_not`: a stable code when it is closed now."""

    mode: Mode
    until: datetime | None = None
    why_not: str | None = None
    target: str | None = None
    longest: int | None = None


@runtime_checkable
class Sender(Protocol):
    """Answers clients."""

    paces: Mapping[Mode, Pace]

    def ways(self, thread: Thread, at: datetime) -> Sequence[Way]:
        """How the conversation may be answered at this moment, and until when."""
        ...

    def parts(self, mode: Mode, text: str) -> Sequence[str]:
        """The text in pieces that the vendor takes."""
        ...

    async def send(self, account: Account, message: Outgoing) -> Sent:
        """Hands one message over; raises VendorError."""
        ...

    def classify(
        self, status: int, headers: Mapping[str, str], body: bytes, *, mode: Mode | None = None
    ) -> Failure:
        """What an answer of the vendor's that is no success means."""
        ...


@runtime_checkable
class Inviter(Protocol):
    """A link of its vendor's opens a conversation and brings a code of ours along with the first words."""

    def invitation(self, account_id: str, account_name: str, code: str, greeting: str) -> str | None:
        """The link; None where this account has none. `greeting`: words to put the code into, where a vendor knows no other way. Pure."""
        ...


@runtime_checkable
class ThreadPaced(Protocol):
    """Its vendor limits what one person is sent, besides what an account sends: the outbox waits before it is told to."""

    thread_paces: Sequence[ThreadPace]


@runtime_checkable
class Reconciler(Protocol):
    """Can be asked what a thread holds: whether a message without an answer arrived."""

    async def recent(self, account: Account, message: Outgoing) -> Sequence[Fragment]:
        """The newest messages of the message's thread. Raises VendorError: `permanent` where the vendor can never tell."""
        ...
