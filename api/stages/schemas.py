"""What the board's columns look like on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from api.kit.schemas import Payload

Outcome = Literal["open", "won", "lost"]
StageKey = Literal["new", "in_progress", "proposal", "won", "lost"]
StageColor = Literal["new", "in_progress", "proposal", "won", "lost", "teal", "rose", "olive"]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class Stage(BaseModel):
    """A column of the board."""

    id: UUID
    key: StageKey | None = Field(
        description="Set for the five stages made at set-up: show the translated name."
    )
    name: str
    outcome: Outcome
    color: StageColor
    position: int
    stale_after_days: int | None
    archived_at: datetime | None
    version: int


class NewStage(Payload):
    """A stage to add; it goes before the closing ones."""

    name: Name
    outcome: Outcome = "open"
    color: StageColor = "teal"
    stale_after_days: int | None = Field(default=None, ge=1, le=365)


class StagePatch(Payload):
    """An edit; a stage that gets a new name loses its `key`."""

    name: Name | None = None
    color: StageColor | None = None
    stale_after_days: int | None = Field(default=None, ge=1, le=365)

    @field_validator("name", "color")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value


class StageOrder(Payload):
    """Every live stage, in its new order."""

    stage_ids: list[UUID] = Field(min_length=1, max_length=50)


class StageArchive(Payload):
    """Where the deals of an archived stage go; needed when it has any."""

    move_deals_to: UUID | None = None


class ArchivedStage(BaseModel):
    """The stage, and how many deals moved."""

    stage: Stage
    moved: int
