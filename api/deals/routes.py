"""/api/v1/deals."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.db.dependencies import Read, Write
from api.deals import lists, queries, service
from api.deals.filters import InList, OnBoard
from api.deals.schemas import Board, Deal, DealCard, DealPatch, Move, Moved, NewDeal, Reopen
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.kit.versions import IfMatch, refuse

router = Router(prefix="/deals", tags=["deals"])


@router.get("/board", response_model=Board)
async def deals_board(
    tx: Read, filters: OnBoard, limit: Annotated[int, Query(ge=1, le=500, description="Cards a column.")] = 50
) -> JsonBytes:
    """Every stage with its count, its sum and its first cards."""
    return JsonBytes(
        await queries.board(tx, owner=filters.owner, q=filters.q, source=filters.source, limit=limit)
    )


@router.get("/board/{stage_id}", response_model=Listing[DealCard], responses=errors(NotFound))
async def deals_column(tx: Read, stage_id: UUID, filters: OnBoard, page: Paging) -> JsonBytes:
    """Further cards of one column, with the filters of the board."""
    return JsonBytes(await lists.column(tx, stage_id=stage_id, filters=filters, page=page))


@router.get("", response_model=Listing[DealCard])
async def list_deals(tx: Read, filters: InList, page: Paging) -> JsonBytes:
    """Deals, newest first; with `closed_from` or `closed_to` closings, newest first."""
    return await lists.deals(tx, filters=filters, page=page)


@router.post("", response_model=Deal, status_code=201, responses=errors(NotFound, Conflict))
async def add_deal(tx: Write, deal: NewDeal) -> JsonBytes:
    """Adds a deal to a client; it belongs to the client's owner."""
    deal_id = await queries.add(tx, deal=deal)
    return JsonBytes(await queries.deal(tx, deal_id=deal_id), 201)


@router.get("/{deal_id}", response_model=Deal, responses=errors(NotFound))
async def get_deal(tx: Read, deal_id: UUID) -> JsonBytes:
    """One deal with client, tasks and history."""
    return JsonBytes(await queries.deal(tx, deal_id=deal_id))


@router.patch("/{deal_id}", response_model=Deal, responses=errors(NotFound, VersionConflict, VersionRequired))
async def edit_deal(tx: Write, deal_id: UUID, version: IfMatch, patch: DealPatch) -> JsonBytes:
    """Changes the sent fields; 412 with the present deal when somebody was faster."""
    done = await queries.edit(tx, deal_id=deal_id, version=version, patch=patch)
    current = await queries.deal(tx, deal_id=deal_id)
    if not done:
        refuse(current)
    return JsonBytes(current)


@router.post("/{deal_id}/move", response_model=Moved, responses=errors(NotFound, Conflict, VersionConflict))
async def move_deal(tx: Write, deal_id: UUID, to: Move) -> JsonBytes:
    """To another stage or place; answers the touched columns' figures and the move that takes it back."""
    return JsonBytes(await service.move(tx, deal_id=deal_id, to=to))


@router.post("/{deal_id}/reopen", response_model=Moved, responses=errors(NotFound, Conflict, VersionConflict))
async def reopen_deal(tx: Write, deal_id: UUID, asked: Reopen) -> JsonBytes:
    """A won or lost deal goes back to work; the closing stays in its history."""
    return JsonBytes(await service.reopen(tx, deal_id=deal_id, asked=asked))


@router.post("/{deal_id}/archive", response_model=DealCard, responses=errors(NotFound))
async def archive_deal(tx: Write, deal_id: UUID) -> JsonBytes:
    """Out of every list; its figures stay."""
    await queries.set_archived(tx, deal_id=deal_id, archived=True)
    return JsonBytes(await queries.card(tx, deal_id=deal_id))


@router.post("/{deal_id}/restore", response_model=DealCard, responses=errors(NotFound))
async def restore_deal(tx: Write, deal_id: UUID) -> JsonBytes:
    """Back from the archive."""
    await queries.set_archived(tx, deal_id=deal_id, archived=False)
    return JsonBytes(await queries.card(tx, deal_id=deal_id))
