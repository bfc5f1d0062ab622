"""Conversations in and out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import PersonRef
from api.kit.schemas import Payload
from api.messages import Language
from api.sources.schemas import State

Mode = Literal["direct", "comment", "private_reply", "template"]
MessageStatus = Literal["pending", "ambiguous", "dead"]


class SendWay(BaseModel):
    """One way to answer in a conversation."""

    mode: Mode
    allowed: bool
    until: datetime | None = Field(description="When it closes, or closed; null: no end.")
    why_not: str | None = Field(
        description="window_closed, nothing_to_answer, private_reply_used, permission_missing, unreachable, source_not_ready."
    )
    longest: int | None = Field(description="Bytes of a single message; a longer text goes in parts.")


class ClientChannel(BaseModel):
    """A conversation with a client, and how it may be answered now."""

    conversation_id: UUID
    source_id: UUID
    channel: str
    source_name: str
    account_name: str | None
    state: State
    simulated: bool = Field(description="Of a simulator: nothing sent there reaches anybody.")
    kind: Literal["direct", "comments"]
    name: str | None = Field(description="What the client is called there.")
    last_in_at: datetime | None
    ways: list[SendWay]
    language: Language | None = Field(
        description="In which answers of the source are written, where it is chosen."
    )
    private_reply: str | None = Field(description="What private replies to comments begin with.")


class NewMessage(Payload):
    """A message to send."""

    conversation_id: UUID
    mode: Mode
    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    reply_to: UUID | None = Field(
        default=None, description="The client's message that it answers; else the newest."
    )
    key: UUID = Field(description="Made by the sender: sent again, it is the same message.")


class QueuedMessage(BaseModel):
    """The message is on its way; a long one in several parts."""

    ids: list[UUID]


class UnsentMessage(BaseModel):
    """A message that has not arrived: on its way, failed, or nobody knows."""

    id: UUID
    conversation_id: UUID
    mode: Mode
    text: str
    status: MessageStatus
    reason: str | None
    error: str | None = Field(description="The vendor's own words.")
    author: PersonRef | None
    created_at: datetime
    next_attempt_at: datetime
