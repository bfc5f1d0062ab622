"""Merges in and out."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import PersonRef, SourceRef, Status
from api.duplicates.schemas import MergeField


class Side(BaseModel):
    """One of two who may be one."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    status: Status
    received_at: datetime
    archived_at: datetime | None
    owner: PersonRef | None
    source: SourceRef | None
    deals: int = Field(description="Open ones.")
    last_at: datetime | None = Field(description="When something last happened with him.")


class Evidence(BaseModel):
    """What speaks for it."""

    reason: Literal["contact", "identity", "username", "conflict"] = Field(
        description="The same phone or e-mail; one id at a vendor; the same messenger name; the same contact, but different verified numbers."
    )
    value: str = Field(description="The contact, the vendor, the name.")


class MergeSuggestion(BaseModel):
    """Two clients who may be one person; only whoever may see both is shown it."""

    id: UUID
    created_at: datetime
    client: Side
    other: Side
    evidence: list[Evidence]


class ClientMerge(BaseModel):
    """A record that was joined into a client."""

    id: UUID
    loser_id: UUID
    name: str
    reason: Literal["hand", "identity", "contact"]
    evidence: str
    merged_at: datetime
    merged_by: PersonRef | None = Field(description="Null: a vendor said that the two are one.")
    undone_at: datetime | None
    until: datetime = Field(description="Until then it can be taken back.")
    can_undo: bool


class NameRef(BaseModel):
    """A client by name."""

    id: UUID
    name: str


class Returns(BaseModel):
    """How much goes back."""

    contacts: int
    identities: int
    conversations: int
    interactions: int
    deals: int
    tasks: int


class Stays(BaseModel):
    """How much of what came since stays with the client."""

    interactions: int
    deals: int
    tasks: int


class FieldBack(BaseModel):
    """A field that is what it was again, because nobody has changed it since."""

    field: MergeField
    now: Any
    back: Any


class UnmergePreview(BaseModel):
    """How two would be two again."""

    id: UUID
    merged_at: datetime
    until: datetime
    client: NameRef
    loser: NameRef
    returns: Returns
    stays: Stays
    rows: list[FieldBack]


class InvitationLink(BaseModel):
    """Where the client is to write: his first message there comes to his card."""

    source_id: UUID
    channel: str
    name: str = Field(description="The source's.")
    account: str
    simulated: bool
    url: str


class StartToken(BaseModel):
    """A code for a client: whoever brings it to a messenger is he. It works once, by whichever of the links."""

    token: str
    expires_at: datetime
    links: list[InvitationLink] = Field(
        description="One for each connected account whose vendor knows links."
    )
