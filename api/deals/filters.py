"""What the board and the list of deals can be narrowed by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import AwareDatetime

from api.stages.schemas import Outcome

Text = Annotated[
    str | None, Query(min_length=2, max_length=100, description="In titles, clients' names, phones, e-mails.")
]


@dataclass(frozen=True)
class BoardFilters:
    """`?owner=&q=&source=`."""

    owner: UUID | None
    q: str | None
    source: UUID | None


async def _board(owner: UUID | None = None, q: Text = None, source: UUID | None = None) -> BoardFilters:
    return BoardFilters(owner, q, source)


@dataclass(frozen=True)
class DealFilters:
    """`?stage=&outcome=&owner=&client=&q=&closed_from=&closed_to=`; the period is [from, to)."""

    stage: UUID | None
    outcome: Outcome | None
    owner: UUID | None
    client: UUID | None
    q: str | None
    closed_from: datetime | None
    closed_to: datetime | None


async def _deals(
    stage: UUID | None = None,
    outcome: Outcome | None = None,
    owner: UUID | None = None,
    client: UUID | None = None,
    q: Text = None,
    closed_from: AwareDatetime | None = None,
    closed_to: AwareDatetime | None = None,
) -> DealFilters:
    return DealFilters(stage, outcome, owner, client, q, closed_from, closed_to)


OnBoard = Annotated[BoardFilters, Depends(_board)]
InList = Annotated[DealFilters, Depends(_deals)]
