"""Moves: a lock, the database's own rule (`app.move_deal`), and the way back."""

from uuid import UUID

from asyncpg import Record

from api.db.transaction import Transaction
from api.deals import queries
from api.deals.schemas import Move, Reopen
from api.errors import Conflict


async def move(tx: Transaction, *, deal_id: UUID, to: Move) -> str:
    """Moves a deal; the deal, the touched columns and the move that takes it back.

    Raises what `app.move_deal` raises: NotFound, VersionConflict, Invalid for a stage or a missing reason, Conflict
    when `before_id` is no longer in that stage.
    """
    before = await queries.lock(tx, deal_id=deal_id)
    version = await queries.move(tx, deal_id=deal_id, to=to)
    undo = way_back(before, to, version)
    stage_ids = list({before["stage_id"], to.stage_id})
    return await queries.moved(tx, deal_id=deal_id, stage_ids=stage_ids, undo=undo)


def way_back(before: Record, to: Move, version: int) -> Move:
    """The move that restores place, reason and sum, refused when the deal has changed since."""
    return Move(
        stage_id=before["stage_id"],
        before_id=before["before_id"],
        version=version,
        lost_reason=before["lost_reason"],
        lost_note=before["lost_note"],
        amount_minor=None if to.amount_minor is None else before["amount_minor"],
    )


async def reopen(tx: Transaction, *, deal_id: UUID, asked: Reopen) -> str:
    """Takes a closed deal back to work; raises Conflict (deal_not_closed) for an open one. Answers like `move`."""
    before = await queries.lock(tx, deal_id=deal_id)
    if before["outcome"] == "open":
        raise Conflict("deal_not_closed")
    stage_id = asked.stage_id or await queries.stage_to_reopen_in(tx, deal_id=deal_id)
    return await move(tx, deal_id=deal_id, to=Move(stage_id=stage_id, version=asked.version))
