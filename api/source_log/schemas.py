"""Events as a log, and the dead ones, on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload
from api.sources.schemas import EventStatus


class LoggedEvent(BaseModel):
    """Something that came from a source, and what became of it."""

    id: UUID
    kind: str
    status: EventStatus
    reason: str | None = Field(
        description="Why it waits or was ignored; of what died the kind of the error: worker_ended, NoAdapter, ..."
    )
    error: str | None = Field(description="The last attempt's error in full.")
    received_at: datetime
    processed_at: datetime | None
    attempts: int
    client_id: UUID | None = Field(description="Whom it was made into, or told of.")
    client_name: str | None


class DeadLetters(BaseModel):
    """Events of a source that could not be read, for the same reason."""

    source_id: UUID
    source_name: str
    reason: str
    letters: int
    oldest: datetime
    newest: datetime
    example: str | None = Field(description="The newest one's error in full.")


class DeadChoice(Payload):
    """Which of them; nothing chosen: all."""

    source_id: UUID | None = None
    reason: Annotated[str, Field(max_length=200)] | None = None


class Settled(BaseModel):
    """How many events it was."""

    settled: int
