"""/clients: list, card, add, edit, archive."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, status

from api.clients import listing, queries, service
from api.clients.filters import Filters, Sort
from api.clients.schemas import (
    ClientCard,
    ClientFacts,
    ClientItem,
    ClientPatch,
    CreatedClient,
    NewClient,
    OriginChoices,
    OriginDecision,
    TagUse,
)
from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit import paging
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.kit.versions import IfMatch

router = Router(prefix="/clients", tags=["clients"])


@router.get("", response_model=Listing[ClientItem])
async def list_clients(
    filters: Filters, page: Paging, tx: Read, sort: Annotated[Sort, Query()] = "-received"
) -> JsonBytes:
    """The clients the caller may see, newest first. `total` comes with the first page only."""
    return paging.listing(await listing.page(tx, filters, sort, page), order=sort)


@router.post(
    "", status_code=status.HTTP_201_CREATED, response_model=CreatedClient, responses=errors(Conflict)
)
async def create_client(client: NewClient, tx: Write) -> JsonBytes:
    """Adds a client by hand; he is the caller's. `duplicates` tells who has one of his contacts already."""
    return JsonBytes(await service.create(tx, client=client), 201)


@router.get("/tags")
async def list_client_tags(tx: Read) -> Listing[TagUse]:
    """Tags in use among the newest clients, most used first."""
    found = [TagUse(tag=row["tag"], uses=row["uses"]) for row in await queries.recent_tags(tx)]
    return Listing(items=found, next=None, total=len(found))


@router.get("/origins", response_model=OriginChoices)
async def list_client_origins(tx: Read) -> JsonBytes:
    """Channels, types and campaigns that the list can be filtered by."""
    return JsonBytes(await queries.origin_choices(tx))


@router.get("/{client_id}", response_model=ClientCard, responses=errors(NotFound))
async def get_client(client_id: UUID, tx: Read) -> JsonBytes:
    """The card: facts, contacts, deals, open tasks, files, counts, who owned him."""
    return JsonBytes(await queries.card(tx, client_id=client_id))


@router.patch(
    "/{client_id}",
    response_model=ClientFacts,
    responses=errors(NotFound, VersionConflict, VersionRequired),
)
async def edit_client(client_id: UUID, patch: ClientPatch, version: IfMatch, tx: Write) -> JsonBytes:
    """Changes the fields that are sent."""
    await queries.edit(tx, client_id=client_id, version=version, patch=patch)
    return JsonBytes(await queries.facts(tx, client_id=client_id))


@router.post("/{client_id}/archive", response_model=ClientFacts, responses=errors(NotFound))
async def archive_client(client_id: UUID, tx: Write) -> JsonBytes:
    """Out of the lists, nothing lost; `restore` undoes it. Repeating changes nothing."""
    await queries.archive(tx, client_id=client_id)
    return JsonBytes(await queries.facts(tx, client_id=client_id))


@router.post("/{client_id}/restore", response_model=ClientFacts, responses=errors(NotFound))
async def restore_client(client_id: UUID, tx: Write) -> JsonBytes:
    """Back into the lists; what was merged or erased stays gone."""
    await queries.restore(tx, client_id=client_id)
    return JsonBytes(await queries.facts(tx, client_id=client_id))


@router.put("/{client_id}/origin", response_model=ClientFacts, responses=errors(NotFound))
async def decide_client_origin(client_id: UUID, said: OriginDecision, tx: Write) -> JsonBytes:
    """Where he came from by an admin's word: kept whatever the rules become. Admins only."""
    await queries.decide_origin(tx, client_id=client_id, said=said)
    return JsonBytes(await queries.facts(tx, client_id=client_id))


@router.delete("/{client_id}/origin", response_model=ClientFacts, responses=errors(NotFound))
async def undecide_client_origin(client_id: UUID, tx: Write) -> JsonBytes:
    """As the rules have it again. Admins only."""
    await queries.decide_origin(tx, client_id=client_id, said=None)
    return JsonBytes(await queries.facts(tx, client_id=client_id))
