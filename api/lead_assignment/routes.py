"""/lead-sources/{source_id}/assignment."""

from uuid import UUID

from api.db.dependencies import Read, Write
from api.errors import Invalid, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.lead_assignment import queries
from api.lead_assignment.schemas import Assignment, NewAssignment
from api.sources import queries as sources

router = Router(prefix="/lead-sources/{source_id}", tags=["lead sources"], responses=errors(NotFound))


@router.get("/assignment", response_model=Assignment)
async def get_assignment(tx: Read, source_id: UUID) -> JsonBytes:
    """How the source's leads are given away when nobody is at work, or nobody answers. Admins only."""
    await sources.require_admin(tx)
    return JsonBytes(await queries.assignment(tx, source_id=source_id))


@router.put("/assignment", response_model=Assignment, responses=errors(VersionConflict, VersionRequired))
async def set_assignment(tx: Write, source_id: UUID, new: NewAssignment, version: IfMatch) -> JsonBytes:
    """Replaces it; leads that wait already go by the new one."""
    await sources.require_admin(tx)
    if new.duty_manager_id and not await sources.is_active_member(tx, new.duty_manager_id):
        raise Invalid(fields={"duty_manager_id": "not_found"})
    return JsonBytes(await queries.set_assignment(tx, source_id=source_id, new=new, version=version))
