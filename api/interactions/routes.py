"""/clients/{client_id}/timeline and /interactions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, status

from api.clients import queries as clients
from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, errors
from api.interactions import queries
from api.interactions.schemas import Channel, InteractionEntry, NewInteraction, TimelineEntry
from api.kit import paging
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router

router = Router(prefix="/clients/{client_id}", tags=["clients"], responses=errors(NotFound))


@router.get("/timeline", response_model=Listing[TimelineEntry])
async def client_timeline(
    client_id: UUID,
    page: Paging,
    tx: Read,
    channel: Annotated[
        list[Channel], Query(max_length=11, description="Only what came by these; no stages and owners then.")
    ] = [],  # noqa: B006
) -> JsonBytes:
    """Everything that happened with the client, newest first, all channels in one."""
    await clients.require(tx, client_id=client_id)
    return paging.listing(
        await queries.timeline(tx, client_id=client_id, channels=channel or None, page=page)
    )


@router.post(
    "/interactions",
    status_code=status.HTTP_201_CREATED,
    response_model=InteractionEntry,
    responses=errors(Conflict),
)
async def add_interaction(client_id: UUID, entry: NewInteraction, tx: Write) -> JsonBytes:
    """Writes down a note, call, meeting or message. Entries are facts: they cannot be edited afterwards."""
    await clients.require(tx, client_id=client_id)
    return JsonBytes(await queries.add(tx, client_id=client_id, entry=entry), 201)
