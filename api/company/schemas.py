"""The company's settings on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.kit.schemas import Payload
from api.messages import Language

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
ZoneName = Annotated[str, StringConstraints(max_length=64)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Company(BaseModel):
    """Settings that every figure and every day boundary depends on. Times in minutes unless named otherwise."""

    name: str
    time_zone: str
    currency: str
    phone_region: str
    locale: Language
    idle_limit_minutes: int
    shift_grace_minutes: int
    late_grace_minutes: int
    sla_minutes: int
    conversion_window_days: int
    retention_months: int
    version: int


class CompanyEdit(Payload):
    """Absent fields stay as they are."""

    name: Name | None = None
    time_zone: ZoneName | None = None
    currency: Currency | None = None
    phone_region: Region | None = None
    locale: Language | None = None
    idle_limit_minutes: int | None = Field(default=None, ge=1, le=30)
    shift_grace_minutes: int | None = Field(default=None, ge=1, le=240)
    late_grace_minutes: int | None = Field(default=None, ge=0, le=60)
    sla_minutes: int | None = Field(default=None, ge=1, le=1440)
    conversion_window_days: int | None = Field(default=None, ge=1, le=365)
    retention_months: int | None = Field(default=None, ge=1, le=240)
