"""/lead-sources/{source_id}/log and /lead-sources/dead: what came, and what died of it. Admins only."""

from uuid import UUID

from api.db.dependencies import Read, Write
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.source_log import queries
from api.source_log.schemas import DeadChoice, DeadLetters, LoggedEvent, Settled

router = Router(prefix="/lead-sources", tags=["lead sources"])


@router.get("/dead", response_model=Listing[DeadLetters])
async def list_dead_letters(tx: Read, source_id: UUID | None = None) -> JsonBytes:
    """Events that could not be read however often, counted by source and reason."""
    return await queries.dead(tx, source_id=source_id)


@router.post("/dead/retry")
async def retry_dead_letters(tx: Write, choice: DeadChoice) -> Settled:
    """Reads them once more: after an update, or when what was missing is there."""
    settled = await queries.settle_dead(tx, source_id=choice.source_id, reason=choice.reason, release=True)
    return Settled(settled=settled)


@router.post("/dead/discard")
async def discard_dead_letters(tx: Write, choice: DeadChoice) -> Settled:
    """Throws them away; they are gone for good after thirty days."""
    settled = await queries.settle_dead(tx, source_id=choice.source_id, reason=choice.reason, release=False)
    return Settled(settled=settled)


@router.get("/{source_id}/log", response_model=Listing[LoggedEvent])
async def list_source_log(tx: Read, page: Paging, source_id: UUID) -> JsonBytes:
    """Everything that came from the source, newest first: what it was, what became of it, and of whom."""
    return await queries.log(tx, source_id=source_id, page=page)
