"""Segments in and out."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

from api.clients.filters import ClientFilters
from api.clients.schemas import PersonRef

SegmentName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Segment(BaseModel):
    """Saved filters under a name."""

    id: UUID
    name: str
    filters: ClientFilters
    shared: bool
    mine: bool
    owner: PersonRef | None
    version: int


class NewSegment(BaseModel):
    """Filters to keep. Only an admin shares."""

    model_config = ConfigDict(extra="forbid")

    name: SegmentName
    filters: ClientFilters
    shared: bool = False


class SegmentPatch(BaseModel):
    """Only the fields that are sent change."""

    model_config = ConfigDict(extra="forbid")

    name: SegmentName | None = None
    filters: ClientFilters | None = None
    shared: bool | None = None

    @field_validator("name", "filters", "shared")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value
