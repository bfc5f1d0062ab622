"""Doubles in and out."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.clients.schemas import ClientFacts, DuplicateHint

MergeField = Literal["name", "company", "job_title", "city"]


class Duplicates(BaseModel):
    """Who has a contact already."""

    items: list[DuplicateHint]


class MergeRow(BaseModel):
    """One field of the two clients."""

    field: MergeField
    winner: Any
    loser: Any
    result: Any = Field(description="What it becomes unless `fields` names it.")
    advice: Literal["winner", "loser"] = Field(
        description="Whose word is better: by hand before by machine, then the newer one."
    )


class Moves(BaseModel):
    """How much goes over to the winner."""

    contacts: int
    interactions: int
    deals: int
    tasks: int
    files: int


class MergePreview(BaseModel):
    """Both clients side by side."""

    winner: ClientFacts
    loser: ClientFacts
    rows: list[MergeRow]
    moves: Moves


class Merge(BaseModel):
    """Join `loser_id` into the client of the address."""

    model_config = ConfigDict(extra="forbid")

    loser_id: UUID
    fields: Annotated[list[MergeField], Field(max_length=4)] = Field(
        default=[], description="Fields to take from the loser; empty ones are filled anyway."
    )
