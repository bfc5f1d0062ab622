"""/api/v1/stages. Everybody at work reads them, an admin changes them."""

from uuid import UUID

from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.kit.versions import IfMatch, refuse
from api.stages import queries
from api.stages.schemas import (
    ArchivedStage,
    NewStage,
    Stage,
    StageArchive,
    StageOrder,
    StagePatch,
)

router = Router(prefix="/stages", tags=["deals"])


@router.get("", response_model=Listing[Stage])
async def list_stages(tx: Read, archived: bool = False) -> JsonBytes:
    """The columns in their order; `archived=true` adds those that history still names."""
    return JsonBytes(await queries.stages(tx, archived=archived))


@router.post("", response_model=Stage, status_code=201)
async def add_stage(tx: Write, stage: NewStage) -> JsonBytes:
    """A new column: open ones before the closing ones."""
    await queries.require_admin(tx)
    stage_id = await queries.add(tx, stage=stage)
    return JsonBytes(await queries.stage(tx, stage_id=stage_id), 201)


@router.put("/order", response_model=Listing[Stage], responses=errors(Conflict))
async def order_stages(tx: Write, order: StageOrder) -> JsonBytes:
    """Puts all live columns in a new order; 409 when the list is not exactly these."""
    await queries.require_admin(tx)
    if sorted(await queries.live_ids(tx)) != sorted(order.stage_ids):
        raise Conflict("stages_changed_meanwhile")
    await queries.order(tx, stage_ids=order.stage_ids)
    return JsonBytes(await queries.stages(tx, archived=False))


@router.patch(
    "/{stage_id}", response_model=Stage, responses=errors(NotFound, VersionConflict, VersionRequired)
)
async def edit_stage(tx: Write, stage_id: UUID, version: IfMatch, patch: StagePatch) -> JsonBytes:
    """Name, colour, days until a deal is stale."""
    await queries.require_admin(tx)
    done = await queries.edit(tx, stage_id=stage_id, version=version, patch=patch)
    current = await queries.stage(tx, stage_id=stage_id)
    if not done:
        refuse(current)
    return JsonBytes(current)


@router.post("/{stage_id}/archive", response_model=ArchivedStage, responses=errors(NotFound, Conflict))
async def archive_stage(tx: Write, stage_id: UUID, wish: StageArchive) -> JsonBytes:
    """Takes a column away and moves its deals to another one of the same kind."""
    return JsonBytes(await queries.archive(tx, stage_id=stage_id, move_deals_to=wish.move_deals_to))
