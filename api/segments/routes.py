"""/segments."""

from uuid import UUID

from fastapi import status

from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.segments import queries
from api.segments.schemas import NewSegment, Segment, SegmentPatch

router = Router(prefix="/segments", tags=["clients"])


@router.get("", response_model=Listing[Segment])
async def list_segments(tx: Read) -> JsonBytes:
    """The caller's saved filters, then those shared with everybody."""
    return JsonBytes(await queries.everything(tx))


@router.post("", status_code=status.HTTP_201_CREATED, response_model=Segment, responses=errors(Conflict))
async def add_segment(segment: NewSegment, tx: Write) -> JsonBytes:
    """Keeps filters under a name; only an admin shares them."""
    segment_id = await queries.add(tx, segment=segment)
    return JsonBytes(await queries.document(tx, segment_id=segment_id), 201)


@router.patch(
    "/{segment_id}",
    response_model=Segment,
    responses=errors(NotFound, Conflict, VersionConflict, VersionRequired),
)
async def edit_segment(segment_id: UUID, patch: SegmentPatch, version: IfMatch, tx: Write) -> JsonBytes:
    """Renames, changes or shares saved filters."""
    await queries.edit(tx, segment_id=segment_id, version=version, patch=patch)
    return JsonBytes(await queries.document(tx, segment_id=segment_id))


@router.delete("/{segment_id}", status_code=status.HTTP_204_NO_CONTENT, responses=errors(NotFound))
async def remove_segment(segment_id: UUID, tx: Write) -> None:
    """Forgets saved filters."""
    await queries.remove(tx, segment_id=segment_id)
