"""What the board's columns look like on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["open", "won", "lost"]
StageKey = Literal["new", "in_progress", "proposal", "won", "lost"]
StageColor = Literal["new", "in_progress", "proposal", "won", "lost", "teal", "rose", "olive"]


def unset() -> Any:
    """Stands for «not sent» in patches: a field may be left out, but null is no value for it."""
    return None


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


class NewStage(BaseModel):
    """A stage to add; it goes before the closing ones."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=60)
    outcome: Outcome = "open"
    color: StageColor = "teal"
    stale_after_days: int | None = Field(default=None, ge=1, le=365)


class StagePatch(BaseModel):
    """An edit; a stage that gets a new name loses its `key`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(default_factory=unset, min_length=1, max_length=60)
    color: StageColor = Field(default_factory=unset)
    stale_after_days: int | None = Field(default=None, ge=1, le=365)


class StageOrder(BaseModel):
    """Every live stage, in its new order."""

    model_config = ConfigDict(extra="forbid")

    stage_ids: list[UUID] = Field(min_length=1, max_length=50)


class StageArchive(BaseModel):
    """Where the deals of an archived stage go; needed when it has any."""

    model_config = ConfigDict(extra="forbid")

    move_deals_to: UUID | None = None


class ArchivedStage(BaseModel):
    """The stage, and how many deals moved."""

    stage: Stage
    moved: int


class StageList(BaseModel):
    """All live stages in the board's order."""

    items: list[Stage]
