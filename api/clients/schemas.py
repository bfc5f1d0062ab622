"""What goes in and out of the client routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from api.contacts.schemas import Contact, ContactKind, NewContact
from api.kit.schemas import Payload
from channels.classify.rules import Medium
from channels.classify.rules import Name as OriginName

Status = Literal["lead", "active", "customer", "lost"]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class PersonRef(BaseModel):
    """A colleague by name."""

    id: UUID
    full_name: str


class ByRules(BaseModel):
    """What the rules say of it."""

    model_config = ConfigDict(extra="ignore")

    channel: str
    type: str
    campaign: str
    label: str


class Decided(BaseModel):
    """Who said otherwise, when and why."""

    by: PersonRef | None
    at: datetime
    note: str


class Origin(BaseModel):
    """What the touch that a client began with was classified as. Names are the screens' (`rules.json`)."""

    model_config = ConfigDict(extra="ignore")

    channel: str
    type: str
    medium: str
    source: str
    campaign: str
    label: str = Field(description="What a rule of the company counts it under; empty: nothing of its own.")
    rule: str = Field(description="The rule that decided; `R99`: none knew it, `manual`: a person.")
    named_by: str = Field(description="The rule that named it or knew the campaign.")
    confidence: int
    evidence: dict[str, str]
    decided: Decided | None = Field(description="A person's word, which stays whatever the rules become.")
    by_rules: ByRules | None = Field(description="Beside a person's word: what it stands in the place of.")


class OriginDecision(Payload):
    """Where a client came from by an admin's word. Names are those of the rules (`channels.classify.taxonomy`)."""

    channel: OriginName
    type: OriginName
    medium: Medium = "unknown"
    campaign: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class OriginKind(BaseModel):
    """A type of a channel that clients came by."""

    channel: str
    type: str


class OriginChoices(BaseModel):
    """What there is to filter by."""

    kinds: list[OriginKind]
    campaigns: list[str]


class SourceRef(BaseModel):
    """Where a client came from."""

    id: UUID
    name: str
    channel: str


class NextTask(BaseModel):
    """The client's open task that is due first."""

    id: UUID
    title: str
    due_at: datetime | None


class ClientItem(BaseModel):
    """A row of the list."""

    id: UUID
    name: str
    company: str | None
    status: Status
    phone: str | None = Field(description="E.164.")
    email: str | None
    source: SourceRef | None
    owner: PersonRef | None = Field(description="Null while nobody has the client.")
    tags: list[str]
    received_at: datetime
    last_interaction_at: datetime | None
    next_task: NextTask | None
    archived_at: datetime | None
    version: int


class ClientFacts(BaseModel):
    """One client without what hangs on it."""

    id: UUID
    name: str
    company: str | None
    job_title: str | None
    city: str | None
    note: str | None
    status: Status
    phone: str | None = Field(description="The primary one, E.164.")
    email: str | None
    contacts: list[Contact]
    source: SourceRef | None
    owner: PersonRef | None
    tags: list[str]
    first_touch: dict[str, Any] = Field(description="UTM marks, referrer, page of the first contact.")
    origin: Origin | None = Field(description="Null: added by hand, or from before sources were classified.")
    received_at: datetime
    archived_at: datetime | None
    erased_at: datetime | None
    merged_into: UUID | None
    excluded: Literal["test", "spam", "merged"] | None
    version: int
    created_at: datetime
    updated_at: datetime


class StageRef(BaseModel):
    """A stage as a card shows it; `key` is set for the five built-in ones, which screens translate."""

    id: UUID
    key: str | None
    name: str
    color: str


class ClientDeal(BaseModel):
    """A deal on the client's card."""

    id: UUID
    title: str
    amount_minor: int
    currency: str
    stage: StageRef
    outcome: Literal["open", "won", "lost"]
    stage_entered_at: datetime
    expected_close_on: date | None
    closed_at: datetime | None
    version: int


class ClientTask(BaseModel):
    """An open task on the client's card."""

    id: UUID
    title: str
    kind: str
    priority: Literal["low", "normal", "high"]
    due_at: datetime | None
    status: Literal["open", "completed", "overdue"]
    deal_id: UUID | None
    version: int


class ClientFile(BaseModel):
    """A file of the client; its bytes lie in bucket `files` under `path`."""

    id: UUID
    client_id: UUID
    deal_id: UUID | None
    path: str
    name: str
    size_bytes: int
    mime_type: str
    uploaded_by: PersonRef | None
    archived_at: datetime | None
    created_at: datetime


class OwnershipEntry(BaseModel):
    """Who got the client, from whom, why."""

    id: UUID
    occurred_at: datetime
    reason: Literal["created", "rule", "hand", "claim", "handover", "import", "merge", "unmerge", "reassign"]
    from_owner: PersonRef | None
    to_owner: PersonRef | None
    actor: PersonRef | None


class ClientCounts(BaseModel):
    """How much hangs on the client."""

    interactions: int = Field(description="3001 means more than 3 000.")
    deals: int
    open_deals: int
    open_tasks: int
    files: int
    duplicates: int = Field(description="Other visible clients with one of his contacts.")
    duplicates_elsewhere: bool = Field(description="A colleague has a client with one of his contacts.")


class ClientCard(BaseModel):
    """Everything the card shows at once; the timeline pages by itself."""

    client: ClientFacts
    deals: list[ClientDeal] = Field(description="Newest 50.")
    tasks: list[ClientTask] = Field(description="Open ones, 50 due first.")
    files: list[ClientFile] = Field(description="Newest 50, archived ones left out.")
    counts: ClientCounts
    ownership: list[OwnershipEntry] = Field(description="Newest 20.")


class DuplicateHint(BaseModel):
    """Somebody already has this contact. Of a colleague's client only that he has one: ask the head."""

    kind: ContactKind
    value: str
    client_id: UUID | None
    name: str | None
    elsewhere: bool


class NewClient(BaseModel):
    """A client added by hand. `phone` and `email` are short for two contacts."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(
        default=None, description="Made by the sender, so that a repeated request is noticed."
    )
    name: Name
    company: Annotated[str, Field(max_length=200)] | None = None
    job_title: Annotated[str, Field(max_length=200)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None
    status: Status = "lead"
    tags: Annotated[list[Tag], Field(max_length=50)] = []
    source_id: UUID | None = Field(default=None, description="Else the manual source.")
    owner_id: UUID | None = Field(
        default=None, description="Else the caller. Admins may name anybody at work."
    )
    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=320)] | None = None
    contacts: Annotated[list[NewContact], Field(max_length=20)] = []
    first_note: Annotated[str, Field(max_length=10_000)] | None = Field(
        default=None, description="Begins the timeline."
    )


class CreatedClient(BaseModel):
    """The new client, and who else has one of his contacts."""

    client: ClientFacts
    duplicates: list[DuplicateHint]


class ClientPatch(BaseModel):
    """Only the fields that are sent change; null empties one."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    company: Annotated[str, Field(max_length=200)] | None = None
    job_title: Annotated[str, Field(max_length=200)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None
    note: Annotated[str, Field(max_length=10_000)] | None = None
    status: Status | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] | None = None

    @field_validator("name", "status", "tags")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value


class TagUse(BaseModel):
    """A tag and how often the newest clients carry it."""

    tag: str
    uses: int
