"""The timeline in and out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.clients.schemas import PersonRef, StageRef
from api.kit.clock import Moment

Channel = Literal[
    "manual", "site", "instagram", "email", "telegram", "whatsapp", "viber", "messenger", "phone", "elevenlabs",
    "other",
]  # fmt: skip
InteractionKind = Literal["note", "message", "comment", "call", "meeting", "form"]
Direction = Literal["in", "out", "internal"]
Body = Annotated[str, StringConstraints(max_length=50_000)]


class Attachment(BaseModel):
    """A file of the client that belongs to an entry, or what the client sent, where the vendor keeps it for now."""

    file_id: UUID | None = None
    path: str | None = None
    name: str
    mime_type: str | None = None
    size_bytes: int | None = None
    kind: str | None = Field(
        default=None, description="image, video, audio, share, ... as its channel names it."
    )
    url: str | None = Field(default=None, description="Where the channel keeps it, for a while.")
    media_id: str | None = None
    state: Literal["pending", "stored", "gone", "refused"] | None = Field(
        default=None,
        description="Whether a file of a message is here: on its way, here, lost at the vendor, not taken.",
    )
    reason: str | None = Field(
        default=None,
        description="Why it never will be: too_big, type_not_taken, host_not_allowed, expired, unreachable, ...",
    )


class AnsweredEntry(BaseModel):
    """The message that an entry answers, in its first words."""

    id: UUID
    body: str


class MessageFailure(BaseModel):
    """Why a message of ours did not arrive, as its channel said after it had taken it."""

    reason: str = Field(
        description="window_closed, recipient_gone, undeliverable, opted_out, ...: a stable code."
    )
    words: str = Field(description="The channel's own; empty where it says nothing.")


class MessageReaction(BaseModel):
    """A sign on a message: of the client, or of ours (put there in the channel's application)."""

    by: Literal["client", "us"]
    emoji: str


class InteractionEntry(BaseModel):
    """A note, call, meeting, message, comment or form."""

    type: Literal["interaction"]
    id: UUID
    occurred_at: datetime
    kind: InteractionKind
    channel: Channel
    direction: Direction
    author: PersonRef | None = Field(description="The colleague who wrote it.")
    author_name: str | None = Field(description="The client's name as the channel gave it.")
    subject: str | None
    body: str
    duration_seconds: int | None
    deal_id: UUID | None
    reply_until: datetime | None = Field(description="Until when the channel lets us answer.")
    attachments: list[Attachment]
    details: dict[str, Any]
    erased_at: datetime | None
    conversation_id: UUID | None = Field(description="Null for what was written down by hand.")
    status: Literal["accepted", "sent", "delivered", "read", "failed"] | None = Field(
        description="How far a message of ours has come."
    )
    status_at: datetime | None
    failure: MessageFailure | None
    reactions: list[MessageReaction]
    edited_at: datetime | None
    withdrawn_at: datetime | None = Field(description="Its author took it back: nothing of it is kept.")
    answers: AnsweredEntry | None
    simulated: bool = Field(description="It came from a simulator, or went to one.")


class StageEntry(BaseModel):
    """A deal of the client was made or moved."""

    type: Literal["stage"]
    id: UUID
    occurred_at: datetime
    deal_id: UUID
    deal_title: str
    from_stage: StageRef | None
    to_stage: StageRef
    to_outcome: Literal["open", "won", "lost"]
    amount_minor: int
    currency: str
    reason: str | None
    actor: PersonRef | None


class OwnerEntry(BaseModel):
    """The client changed hands."""

    type: Literal["owner"]
    id: UUID
    occurred_at: datetime
    reason: Literal["created", "rule", "hand", "claim", "handover", "import", "merge", "unmerge", "reassign"]
    from_owner: PersonRef | None
    to_owner: PersonRef | None
    actor: PersonRef | None


TimelineEntry = Annotated[InteractionEntry | StageEntry | OwnerEntry, Field(discriminator="type")]


class NewInteraction(BaseModel):
    """Something that happened, written down by hand."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(default=None, description="Made by the sender, so that a repeat is noticed.")
    kind: Literal["note", "message", "call", "meeting"]
    channel: Channel = "manual"
    direction: Direction | None = Field(
        default=None, description="Else internal for notes, out for the rest."
    )
    subject: Annotated[str, Field(max_length=500)] | None = None
    body: Body = ""
    occurred_at: Moment | None = Field(default=None, description="Else now; never in the future.")
    duration_seconds: Annotated[int, Field(ge=0, le=86_400)] | None = None
    deal_id: UUID | None = None
    file_ids: Annotated[list[UUID], Field(max_length=20)] = Field(
        default=[], description="Files of this client that belong to it."
    )
