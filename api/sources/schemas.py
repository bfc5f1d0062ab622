"""Lead sources in and out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, field_validator

from api.kit.schemas import Payload
from api.sources.origins import normal_origin
from api.sources.settings import SourceSettings

Channel = Literal[
    "manual",
    "import",
    "site",
    "instagram",
    "email",
    "telegram",
    "whatsapp",
    "viber",
    "messenger",
    "elevenlabs",
    "other",
]
State = Literal[
    "not_connected", "connecting", "review", "active", "degraded", "reauth_required", "disconnected", "paused",
    "error",
]  # fmt: skip
AssignmentRule = Literal["round_robin", "least_loaded", "on_shift", "fixed", "by_hand"]
EventStatus = Literal["pending", "done", "ignored", "quarantined", "dead", "discarded"]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Origins = Annotated[list[Annotated[str, AfterValidator(normal_origin)]], Field(max_length=50)]
PerMinute = Annotated[int, Field(ge=1, le=6_000)]


class SiteKey(BaseModel):
    """A key that a web page carries: it names the source and is no secret."""

    id: UUID
    public_key: str
    origins: list[str] = Field(
        description="Pages that may send with it; others are parked. Empty: only servers and plain clients."
    )
    per_minute: int = Field(description="Above it submissions are parked, above four times that refused.")
    revoked_at: datetime | None = Field(description="A time to come: the key still works until then.")
    created_at: datetime
    version: int


class LeadSource(BaseModel):
    """A source of leads. What is null for a manager: everything from `assignment_rule` down."""

    id: UUID
    channel: Channel
    name: str
    state: State
    archived_at: datetime | None
    version: int
    simulated: bool = Field(description="Connected to a simulator: nothing sent there reaches anybody.")
    last_event_at: datetime | None
    created_at: datetime
    assignment_rule: AssignmentRule | None
    fixed_manager_id: UUID | None
    settings: dict[str, JsonValue] | None
    last_error: str | None
    events_today: int | None = Field(description="Everything received since the company's midnight.")
    parked: int | None = Field(description="Events that wait for a human look.")
    unclaimed: int | None = Field(
        description="Events of its channel for accounts that no source has: they wait a month to be claimed."
    )
    account_name: str | None = Field(description="The connected account, as its vendor shows it.")
    connected_at: datetime | None
    access_until: datetime | None = Field(description="Until when the vendor's access holds; null: for good.")
    missing: list[str] | None = Field(
        description="Permissions that were not granted: what needs them is off."
    )
    site_key: str | None = Field(description="The newest live public key.")
    has_secret: bool | None = Field(description="Does a server secret (HMAC) exist?")
    keys: list[SiteKey] | None


class NewSource(Payload):
    """A source to add; a site gets its first key at once."""

    channel: Channel
    name: Name
    assignment_rule: AssignmentRule = "round_robin"
    fixed_manager_id: UUID | None = None
    settings: SourceSettings = Field(default_factory=SourceSettings)
    origins: Origins = Field(default_factory=list)


class SourcePatch(Payload):
    """Only the fields that are sent change."""

    name: Name | None = None
    state: Literal["active", "paused"] | None = Field(
        default=None, description="A paused source takes nothing in."
    )
    assignment_rule: AssignmentRule | None = None
    fixed_manager_id: UUID | None = None
    settings: SourceSettings | None = Field(default=None, description="Replaces the whole.")
    archived: bool | None = None

    @field_validator("name", "state", "assignment_rule", "settings", "archived")
    @classmethod
    def _not_emptied(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("cannot be emptied")
        return value


class NewKey(Payload):
    """One more key for a site."""

    origins: Origins = Field(default_factory=list)
    per_minute: PerMinute = 30


class KeyPatch(Payload):
    """Origins replace the whole list."""

    origins: Origins | None = None
    per_minute: PerMinute | None = None


class KeyEnd(Payload):
    """For how long the old key still works, so that no lead is lost while the page is changed."""

    grace_hours: int = Field(default=24, ge=0, le=720)


class Secret(BaseModel):
    """Shown this once; a new call makes a new secret and the old one ends."""

    secret: str


class Snippet(BaseModel):
    """Texts to copy."""

    site_key: str
    endpoint: str
    widget: str = Field(description="A script element for any page.")
    form: str = Field(description="A form that works without JavaScript.")
    server: str = Field(description="A signed request, as a shell script.")
    csp: str = Field(description="What a page's Content-Security-Policy must allow for the widget.")


class EventContact(BaseModel):
    """A contact that was understood."""

    kind: str
    value: str


class SourceEvent(BaseModel):
    """Something that came in, as far as it can be understood."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    source_id: UUID
    channel: str
    kind: str
    status: EventStatus
    reason: str | None = Field(
        description="honeypot, too_fast, origin, too_many, unreadable, empty, no_contact, intent_review, leads_review, spam, complaint;"
        " of what was ignored: paused, switched_off, leads_off, noise, history, ...; else the last error's text."
    )
    received_at: datetime
    processed_at: datetime | None
    attempts: int
    client_id: UUID | None
    name: str | None
    message: str | None
    contacts: list[EventContact]
    body: str = Field(description="The raw body as text, at most 4,000 characters.")


class UnclaimedAccount(BaseModel):
    """An account that a vendor delivers for and no source has. When it is connected, its events flow in."""

    channel: str
    account: str = Field(description="The vendor's id; empty: deliveries that name none that could be read.")
    events: int
    first_at: datetime
    last_at: datetime


class TestEvent(BaseModel):
    """The event that was sent: it shows up in the source's events, its client is left out of every figure."""

    event_id: UUID
