"""Bulk work in and out."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.clients.filters import ClientFilters
from api.clients.schemas import Status, Tag

MAX_ASSIGNED = 10_000
MAX_BULK = 1_000


class Assign(BaseModel):
    """Who gets which clients: named ones, or all that a list with these filters shows."""

    model_config = ConfigDict(extra="forbid")

    owner_id: UUID | None = Field(description="Null: nobody's, until somebody is chosen.")
    ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_ASSIGNED)] | None = None
    filters: ClientFilters | None = None

    @model_validator(mode="after")
    def _one_way_to_name_them(self) -> "Assign":
        if (self.ids is None) == (self.filters is None):
            raise ValueError("either ids or filters")
        return self


class Assigned(BaseModel):
    """What changed hands."""

    moved: int = Field(description="Clients that were somebody else's before.")
    matched: int
    undo: str | None = Field(description="For `POST /clients/assign/undo`; null when nothing moved.")


class UndoAssign(BaseModel):
    """Gives back what an assignment took."""

    model_config = ConfigDict(extra="forbid")

    undo: Annotated[str, Field(max_length=600)]


class Returned(BaseModel):
    """What went back to its owners. Clients that moved on meanwhile stay where they are."""

    moved: int


class Bulk(BaseModel):
    """The same edit for many clients. Without any edit nothing happens."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_BULK)]
    status: Status | None = None
    add_tags: Annotated[list[Tag], Field(max_length=10)] = []
    remove_tags: Annotated[list[Tag], Field(max_length=10)] = []
    archived: bool | None = None


class BulkState(BaseModel):
    """A client as it was before, with the version that it has now."""

    id: UUID
    status: Status
    tags: list[str]
    archived: bool
    version: int


class BulkDone(BaseModel):
    """What changed."""

    changed: int
    previous: list[BulkState] = Field(description="For `POST /clients/bulk/undo`.")


class BulkUndo(BaseModel):
    """Puts back what a bulk edit changed, where nobody has edited since."""

    model_config = ConfigDict(extra="forbid")

    previous: Annotated[list[BulkState], Field(max_length=MAX_BULK)]


class BulkUndone(BaseModel):
    """How many went back."""

    changed: int
