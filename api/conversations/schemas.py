"""Conversations in and out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import PersonRef
from api.kit.schemas import Payload
from api.messages import Language
from api.sources.schemas import State

FileKind = Literal["image", "video", "audio", "voice", "file"]
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


class TakenFile(BaseModel):
    """What the channel takes of one kind."""

    kind: FileKind
    most: int = Field(description="Bytes.")
    types: list[str] = Field(description="Types like image/jpeg; empty: any.")


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
    files: list[TakenFile] = Field(description="Files that may be sent there; empty: none.")
    templates: bool = Field(description="Its vendor knows approved templates.")
    language: Language | None = Field(
        description="In which answers of the source are written, where it is chosen."
    )
    private_reply: str | None = Field(description="What private replies to comments begin with.")


class MessageTemplate(BaseModel):
    """A text that the vendor has approved, with blanks: {{1}} or {{name}} in `body`."""

    name: str
    language: str
    body: str
    blanks: list[str] = Field(description="Their names, in order.")
    category: str
    header: TakenFile | None = Field(description="The file that goes above it, as `file_id` of the message.")


class FilledTemplate(Payload):
    """A template with its blanks filled in, in order."""

    name: Annotated[str, Field(min_length=1, max_length=600)]
    language: Annotated[str, Field(min_length=1, max_length=20)]
    values: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=1000)], ...], Field(max_length=20)
    ] = ()


class NewMessage(Payload):
    """A message to send."""

    conversation_id: UUID
    mode: Mode
    text: Annotated[str, Field(max_length=10_000)] = ""
    file_id: UUID | None = Field(
        default=None, description="One of the client's files, uploaded before; the text goes with it."
    )
    template: FilledTemplate | None = Field(
        default=None,
        description="In mode `template`, instead of a text; with a file where its header is one.",
    )
    reply_to: UUID | None = Field(
        default=None, description="The client's message that it answers; else the newest."
    )
    key: UUID = Field(description="Made by the sender: sent again, it is the same message.")


class QueuedMessage(BaseModel):
    """The message is on its way; a long one in several parts."""

    ids: list[UUID]


class SentFile(BaseModel):
    """The file of a message."""

    file_id: UUID
    path: str
    name: str
    mime_type: str
    size_bytes: int
    kind: FileKind


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
    file: SentFile | None
