"""The inbox on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.clients.schemas import PersonRef
from api.kit.schemas import Payload
from api.sources.schemas import Channel


class InboxClient(BaseModel):
    """Whose conversation it is."""

    id: UUID
    name: str


class LastMessage(BaseModel):
    """What was said last, in short."""

    direction: Literal["in", "out", "internal"]
    text: str = Field(description="The first 200 characters.")
    withdrawn: bool = Field(description="Taken back by its author.")
    files: int
    status: str | None = Field(description="How far a message of ours has come.")


class InboxRow(BaseModel):
    """A conversation as the inbox shows it."""

    id: UUID
    client: InboxClient
    owner: PersonRef | None = Field(description="Null while nobody has the client.")
    channel: Channel
    source_name: str
    simulated: bool = Field(description="Of a simulator: nothing sent there reaches anybody.")
    kind: Literal["direct", "comments"]
    waiting_since: datetime | None = Field(
        description="Since when the client waits for an answer; null: he does not."
    )
    last_at: datetime
    unreachable: bool = Field(description="The person takes no messages there any more.")
    answer_until: datetime | None = Field(
        description="Until when the vendor lets us answer freely; null: no end."
    )
    last: LastMessage | None


class WaitingChange(Payload):
    """Does the client wait for an answer?"""

    waiting: bool
