"""Colleagues on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field, StringConstraints

from api.kit.schemas import Payload
from api.me.schemas import FullName, Role
from api.messages import Language
from api.worktime.schemas import ShiftState

Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class MemberShift(BaseModel):
    """The shift that lasts, or that of today."""

    started_at: datetime
    ended_at: datetime | None


class Member(BaseModel):
    """One colleague; `status` invited while nobody has followed the invitation."""

    id: UUID
    email: str
    full_name: str
    phone: str | None
    photo_path: str | None
    role: Role
    status: Literal["active", "inactive", "invited"]
    hired_on: date | None
    locale: Language
    deactivated_at: datetime | None
    version: int
    clients: int = Field(description="1001 means «more than 1 000».")
    open_deals: int
    open_tasks: int
    state: ShiftState
    since: datetime | None = Field(description="When the break began, or when somebody away was seen last.")
    today: MemberShift | None


class WorkHours(BaseModel):
    """The plan of one weekday, in the company's time zone; `ends` at or before `starts` is on the next day."""

    weekday: int
    starts: str
    ends: str


class Colleague(BaseModel):
    """A name and a face, for pickers and authors."""

    id: UUID
    full_name: str
    photo_path: str | None
    role: Role
    status: Literal["active", "inactive"]


class Invite(Payload):
    """Whom to hire; the mail with the link goes to `email`."""

    email: EmailStr
    full_name: FullName
    phone: Phone | None = None
    role: Role = "manager"
    hired_on: date | None = None
    locale: Language | None = None


class MemberEdit(Payload):
    """What an admin changes about a colleague; absent fields stay."""

    full_name: FullName | None = None
    phone: Phone | None = None
    role: Role | None = None
    hired_on: date | None = None
    locale: Language | None = None


class Deactivation(Payload):
    """Who takes over clients, deals and open tasks; null leaves them unassigned for the head to hand out."""

    hand_over_to: UUID | None = None


class HandedOver(BaseModel):
    """How much changed hands."""

    clients: int
    tasks: int
