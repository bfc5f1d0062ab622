"""Statements about saved filters."""

import json
from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import Forbidden, NotFound
from api.kit.json import as_json
from api.kit.versions import refuse
from api.segments.schemas import NewSegment, SegmentPatch

sql = load(__file__)


async def everything(tx: Transaction) -> str:
    """Segments as JSON text: the caller's own first, then the shared ones."""
    return await tx.document(sql.list_segments, me=tx.user_id)


async def document(tx: Transaction, *, segment_id: UUID) -> str:
    """Segment as JSON text; raises NotFound."""
    return await tx.document(sql.segment, me=tx.user_id, segment_id=segment_id)


async def add(tx: Transaction, *, segment: NewSegment) -> UUID:
    """Keeps filters; raises Conflict for a name the caller has already."""
    found: UUID = await tx.value(
        sql.add_segment,
        name=segment.name,
        filters=segment.filters.model_dump_json(),
        shared=segment.shared,
    )
    return found


async def edit(tx: Transaction, *, segment_id: UUID, version: int, patch: SegmentPatch) -> None:
    """Changes what the patch names; raises VersionConflict, NotFound; Forbidden for a shared one of somebody else."""
    values = {name: getattr(patch, name) for name in patch.model_fields_set}
    if patch.filters is not None:
        values["filters"] = patch.filters.model_dump(
            mode="json"
        )  # whole, so that every key is there when read
    if await tx.find(sql.edit_segment, segment_id=segment_id, version=version, patch=as_json(values)) is None:
        present = await tx.value(sql.segment, me=tx.user_id, segment_id=segment_id)
        if present is not None and json.loads(present)["version"] == version:
            raise Forbidden
        refuse(present)


async def remove(tx: Transaction, *, segment_id: UUID) -> None:
    """Forgets filters; raises NotFound for those that are not the caller's to remove."""
    if await tx.find(sql.remove_segment, segment_id=segment_id) is None:
        raise NotFound
