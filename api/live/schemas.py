"""What live updates carry."""

from uuid import UUID

from pydantic import BaseModel, Field


class Change(BaseModel):
    """A hint: read again what you show of it. May repeat."""

    id: int
    topic: str = Field(examples=["client"])
    row_id: UUID | None = Field(description="Null when many rows of the topic changed at once.")
    user_id: UUID = Field(description="Whose row it is.")


class Changes(BaseModel):
    """Answer of the polling fall-back."""

    items: list[Change]
    last: int = Field(description="Pass it as `after` next time.")
    reset: bool = Field(description="Too much was missed: read everything on the screen again.")
