"""/clients/assign and /clients/bulk, each with its undo."""

from api.assignments import queries, service
from api.assignments.schemas import (
    Assign,
    Assigned,
    Bulk,
    BulkDone,
    BulkState,
    BulkUndo,
    BulkUndone,
    Returned,
    UndoAssign,
)
from api.db.dependencies import Write
from api.errors import NotFound, errors
from api.kit.routing import Router

router = Router(prefix="/clients", tags=["clients"], responses=errors(NotFound))


@router.post("/assign")
async def assign_clients(wanted: Assign, tx: Write) -> Assigned:
    """Admin: hands clients to a colleague with their deals, open tasks, timeline and files."""
    return await service.assign(tx, wanted=wanted)


@router.post("/assign/undo")
async def undo_assign_clients(wanted: UndoAssign, tx: Write) -> Returned:
    """Admin: gives them back to whom each was taken from."""
    return Returned(moved=await service.undo(tx, token=wanted.undo))


@router.post("/bulk")
async def bulk_edit_clients(wanted: Bulk, tx: Write) -> BulkDone:
    """Status, tags or archive of many clients at once; all or none."""
    previous = [BulkState.model_validate(row) for row in await service.bulk(tx, wanted=wanted)]
    return BulkDone(changed=len(previous), previous=previous)


@router.post("/bulk/undo")
async def undo_bulk_edit_clients(wanted: BulkUndo, tx: Write) -> BulkUndone:
    """Puts back what a bulk edit changed, except where somebody has edited since."""
    return BulkUndone(changed=await queries.bulk_undo(tx, previous=wanted.previous))
