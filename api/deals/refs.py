"""Short forms of rows that other features show beside theirs."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.stages.schemas import Outcome


class OwnerRef(BaseModel):
    """A colleague with his face."""

    id: UUID
    full_name: str
    photo_path: str | None = Field(description="Object in the bucket `photos`.")


class ClientRef(BaseModel):
    """A client's name, to link to his card."""

    id: UUID
    name: str


class ClientToCall(ClientRef):
    """A client's name and number."""

    phone: str | None = Field(description="E.164.")


class DealRef(BaseModel):
    """A deal's title and place."""

    id: UUID
    title: str
    stage_id: UUID
    outcome: Outcome
