"""What every lead source is to Smena: a `SourceAdapter` that understands the events stored for it.

Understanding is pure: no network, no database. It answers what happened; what it doubts it raises. What else a source can do
(take webhooks, be connected, be read, send) are protocols of their own in `channels.capabilities`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable
from uuid import UUID

ContactKind = Literal[
    "phone", "email", "instagram", "telegram", "whatsapp", "viber", "messenger", "website", "other"
]
Side = Literal["client", "us"]
LeadKind = Literal["form", "comment", "message", "call"]


class Parked(Exception):
    """The event cannot become a lead without a human look. `reason` is a stable code that the screens translate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of `private.inbound_events`: raw bytes as they came. `released`: an admin said it is a lead after all.

    `account_id`: whom the source is connected to.
    """

    id: UUID
    source_id: UUID
    channel: str
    kind: str
    received_at: datetime
    headers: Mapping[str, str]
    content_type: str
    body: bytes
    dedupe_key: str
    released: bool = False
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """What an adapter may know of the company: where its phone numbers are at home."""

    phone_region: str = "UA"


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody. `normalized` is what duplicates are found by: E.164, lower-case address, bare handle."""

    kind: ContactKind
    value: str
    normalized: str


@dataclass(frozen=True, slots=True)
class Lead:
    """What an adapter understood. `external_id` is unique within the source; `first_touch` holds UTM, referrer, click ids.

    `everywhere`: as a message's.
    """

    external_id: str
    kind: LeadKind
    received_at: datetime
    name: str = ""
    message: str = ""
    company: str | None = None
    city: str | None = None
    author_name: str | None = None
    contacts: Sequence[Contact] = ()
    first_touch: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    test: bool = False
    # Contacts that the vendor vouches for, not the person: the line that called.
    verified: Sequence[Contact] = ()
    everywhere: bool = False

    def document(self) -> dict[str, Any]:
        """The JSON document of `app.accept_lead`."""
        document: dict[str, Any] = {
            "external_id": self.external_id,
            "kind": self.kind,
            "received_at": self.received_at.isoformat(),
            "name": self.name,
            "message": self.message,
            "company": self.company,
            "city": self.city,
            "author_name": self.author_name,
            "contacts": _listed(self.contacts),
            "verified": _listed(self.verified),
            "first_touch": dict(self.first_touch),
            "details": dict(self.details),
            "test": self.test,
        }
        return {name: value for name, value in document.items() if value is not None}


def _listed(contacts: Sequence[Contact]) -> list[dict[str, str]]:
    return [{"kind": c.kind, "value": c.value, "normalized": c.normalized} for c in contacts]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to a vendor. Most ids mean something only beside the account that met them: scope `account`."""

    kind: ContactKind
    external_id: str
    scope: Literal["account", "global"] = "account"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes, or is written to. `verified`: contacts that the vendor vouches for; `contacts`: what he says himself."""

    identities: Sequence[Identity] = ()
    name: str = ""
    username: str = ""
    contacts: Sequence[Contact] = ()
    verified: Sequence[Contact] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture, voice or file of a message, where the vendor keeps it for now."""

    kind: str
    url: str = ""
    name: str = ""
    mime_type: str = ""
    media_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A comment or a direct message, in or out (an echo of what was sent here or by hand in the vendor's application).

    `thread_key` names the conversation within the source and `address` whom to answer there. `parent`: the comment that this one
    answers; `hints`: UTM, advertisement, `ref`, as in a lead's first touch; `reply_until`: until when the vendor lets us answer.
    `by_hand`: an echo that a person wrote, as far as the vendor tells. `outbox`: our own id of the message, where the vendor repeats it.
    `follows`: messages before it, the nearest first, where the vendor names those instead of a thread: it stays in the thread of the
    first that is known and is with the same `address`. `by_number`: it names somebody's number, and his thread may have another name: it
    stays in the thread that is answered at this number, in whichever form that is written. `everywhere`: its id is the same in whichever
    account of the channel it came (a letter to two of our mailboxes), and it is told once.
    """

    external_id: str
    kind: Literal["comment", "message"]
    direction: Literal["in", "out"]
    occurred_at: datetime
    thread_key: str
    address: str = ""
    person: Person = field(default_factory=Person)
    text: str = ""
    attachments: Sequence[Attachment] = ()
    parent: str | None = None
    reply_to: str | None = None
    reply_until: datetime | None = None
    by_hand: bool = True
    outbox: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    follows: Sequence[str] = ()
    by_number: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A message was edited, or taken back (`text` None). `sequence` orders the edits where the vendor counts them."""

    external_id: str
    occurred_at: datetime
    text: str | None
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message of ours. `through`: of that one and of all before it in its thread.

    `thread_key`, where the vendor names no message (`external_id` is the thread's then): of everything there up to `occurred_at`. `reason` and `words` of a
    failure: a stable code, and the vendor's own. `outbox`: our own id of the message, where the vendor repeats it.
    """

    external_id: str
    status: Literal["sent", "delivered", "read", "failed"]
    occurred_at: datetime
    through: bool = False
    reason: str = ""
    words: str = ""
    thread_key: str | None = None
    outbox: str | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """A sign that one of a thread's two sides put on a message; an empty `emoji`: taken back."""

    external_id: str
    occurred_at: datetime
    emoji: str
    by: Side = "client"


@dataclass(frozen=True, slots=True)
class Renamed:
    """The vendor knows somebody by other ids from now on. `before`: the old ones; `address`: where to answer him now."""

    before: Sequence[Identity]
    person: Person
    address: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The person of a thread takes no messages any more (`reason`, a stable code), or takes them again (no reason)."""

    thread_key: str
    occurred_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came and has said nothing yet: what brought him (`hints`) goes with what he says first. No lead by itself."""

    thread_key: str
    occurred_at: datetime
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Understood, and nothing for Smena: kept as ignored with this reason, a stable code.

    `read_account`: the vendor only hinted, and what happened is to be read there, soon.
    """

    reason: str
    read_account: bool = False


Happening = Lead | Message | Revision | Receipt | Reaction | Renamed | Reach | Visit | Nothing


@runtime_checkable
class SourceAdapter(Protocol):
    """One channel. A package offers its own through the entry point group `smena.sources`, named as its channel."""

    channel: str

    def understand(self, event: StoredEvent, company: Company) -> Lead | Sequence[Happening]:
        """What happened; a form's adapter answers its lead. Raises Parked for what a person should look at.

        Anything else raised is tried again.
        """
        ...


def happenings(understood: Lead | Sequence[Happening]) -> Sequence[Happening]:
    """What an adapter answered, as a list."""
    return (understood,) if isinstance(understood, Lead) else understood
