"""The signed-in person on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from api.kit.schemas import Payload
from api.messages import Language

FullName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Role = Literal["manager", "admin"]
EMPTIABLE = frozenset({"phone", "photo_path"})


class CompanyOfMe(BaseModel):
    """What every screen must know of the company."""

    name: str
    time_zone: str
    currency: str
    phone_region: str
    locale: Language
    sla_minutes: int


class Me(BaseModel):
    """The caller's own profile; `company` is null until the first run is done."""

    id: UUID
    email: str
    full_name: str
    phone: str | None
    photo_path: str | None
    role: Role
    status: Literal["active", "inactive"]
    hired_on: date | None
    locale: Language
    preferences: dict[str, Any]
    version: int
    unread_notifications: int
    company: CompanyOfMe | None


class MeEdit(Payload):
    """What one may change about oneself; absent fields stay."""

    full_name: FullName | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
    photo_path: Annotated[str, StringConstraints(max_length=300)] | None = None
    locale: Language | None = None
    preferences: dict[str, Any] | None = None

    def changes(self) -> dict[str, Any]:
        """The fields to write: those sent, without nulls where a value must be."""
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None or name in EMPTIABLE}


class SignedInDevice(BaseModel):
    """One open sign-in."""

    id: UUID
    started_at: datetime
    last_beat_at: datetime
    user_agent: str | None
    current: bool
