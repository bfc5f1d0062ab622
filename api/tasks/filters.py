"""What lists of tasks can be narrowed by."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query


@dataclass(frozen=True)
class TaskFilters:
    """`?owner=&client=&deal=&q=`."""

    owner: UUID | None
    client: UUID | None
    deal: UUID | None
    q: str | None


async def _filters(
    owner: UUID | None = None,
    client: UUID | None = None,
    deal: UUID | None = None,
    q: Annotated[
        str | None, Query(min_length=2, max_length=100, description="In titles, clients' names, phones.")
    ] = None,
) -> TaskFilters:
    return TaskFilters(owner, client, deal, q)


Filters = Annotated[TaskFilters, Depends(_filters)]
