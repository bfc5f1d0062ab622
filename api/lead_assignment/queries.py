"""Statements about the assignment of leads."""

from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json
from api.kit.versions import refuse
from api.lead_assignment.schemas import NewAssignment

sql = load(__file__)


async def assignment(tx: Transaction, *, source_id: UUID) -> str:
    """Assignment as JSON text; raises NotFound."""
    return await tx.document(sql.assignment, source_id=source_id)


async def set_assignment(tx: Transaction, *, source_id: UUID, new: NewAssignment, version: int) -> str:
    """The assignment as it is now; raises VersionConflict with the present one, NotFound."""
    body = as_json(new.model_dump(mode="json"))
    changed = await tx.value(sql.set_assignment, source_id=source_id, assignment=body, version=version)
    current: str | None = await tx.value(sql.assignment, source_id=source_id)
    return current if changed and current else refuse(current)
