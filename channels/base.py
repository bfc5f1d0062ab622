"""What every lead source is to Smena: a `SourceAdapter` that understands the events stored for it.

An adapter is pure: no network, no database. What it returns goes to `app.accept_lead`; what it doubts it raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable
from uuid import UUID

ContactKind = Literal[
    "phone", "email", "instagram", "telegram", "whatsapp", "viber", "messenger", "website", "other"
]
LeadKind = Literal["form", "comment", "message"]


class Parked(Exception):
    """The event cannot become a lead without a human look. `reason` is a stable code that the screens translate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of `private.inbound_events`: raw bytes as they came. `released`: an admin said it is a lead after all."""

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
    """What an adapter understood. `external_id` is unique within the source; `first_touch` holds UTM, referrer, click ids."""

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

    def document(self) -> dict[str, Any]:
        """The JSON document of `app.accept_lead`."""
        contacts = [{"kind": c.kind, "value": c.value, "normalized": c.normalized} for c in self.contacts]
        document: dict[str, Any] = {
            "external_id": self.external_id,
            "kind": self.kind,
            "received_at": self.received_at.isoformat(),
            "name": self.name,
            "message": self.message,
            "company": self.company,
            "city": self.city,
            "author_name": self.author_name,
            "contacts": contacts,
            "first_touch": dict(self.first_touch),
            "details": dict(self.details),
            "test": self.test,
        }
        return {name: value for name, value in document.items() if value is not None}


@runtime_checkable
class SourceAdapter(Protocol):
    """One channel. A package offers its own through the entry point group `smena.sources`, named as its channel."""

    channel: str

    def understand(self, event: StoredEvent, company: Company) -> Lead:
        """The lead in the event; raises Parked for what a person should look at. Anything else raised is tried again."""
        ...
