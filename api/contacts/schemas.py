"""Contacts in and out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

ContactKind = Literal[
    "phone", "email", "instagram", "telegram", "whatsapp", "viber", "messenger", "website", "other"
]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]


class Contact(BaseModel):
    """One way to reach a client."""

    id: UUID
    kind: ContactKind
    value: str = Field(description="Phones in E.164, e-mails in lower case, else as typed.")
    label: str | None
    is_primary: bool
    verified_at: datetime | None
    version: int


class NewContact(BaseModel):
    """A contact as somebody typed it."""

    model_config = ConfigDict(extra="forbid")

    kind: ContactKind
    value: Value
    label: Label | None = None
    is_primary: bool = False


class ContactPatch(BaseModel):
    """Only the fields that are sent change."""

    model_config = ConfigDict(extra="forbid")

    kind: ContactKind | None = None
    value: Value | None = None
    label: Label | None = None
    is_primary: bool | None = None

    @field_validator("kind", "value", "is_primary")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value
