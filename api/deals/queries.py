"""Statements about deals. Every answer that is a row or a list is JSON text built by PostgreSQL."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.deals.schemas import DealPatch, Move, NewDeal
from api.errors import NotFound
from api.kit.json import as_json

sql = load(__file__)

# Won and lost columns show this many days of closings; everything older is in the list.
CLOSED_DAYS = 30


async def board(
    tx: Transaction, *, owner: UUID | None, q: str | None, source: UUID | None, limit: int
) -> str:
    """Every live stage with totals and its first cards."""
    return await tx.document(sql.board, owner=owner, q=q, source=source, limit=limit, closed_days=CLOSED_DAYS)


async def stage_outcome(tx: Transaction, *, stage_id: UUID) -> str:
    """'open', 'won' or 'lost'; raises NotFound."""
    return str((await tx.row(sql.stage_outcome, stage_id=stage_id))["outcome"])


async def board_column(
    tx: Transaction,
    *,
    stage_id: UUID,
    owner: UUID | None,
    q: str | None,
    source: UUID | None,
    after_position: int | None,
    after_closed: datetime | None,
    after_id: UUID | None,
    limit: int,
) -> str:
    """A further page of one column: a list answer."""
    return await tx.document(
        sql.board_column,
        stage_id=stage_id,
        owner=owner,
        q=q,
        source=source,
        after_position=after_position,
        after_closed=after_closed,
        after_id=after_id,
        limit=limit,
        closed_days=CLOSED_DAYS,
    )


async def card(tx: Transaction, *, deal_id: UUID) -> str:
    """One card; raises NotFound."""
    return await tx.document(sql.card, deal_id=deal_id)


async def deal(tx: Transaction, *, deal_id: UUID) -> str:
    """Everything about one deal; raises NotFound."""
    return await tx.document(sql.deal, deal_id=deal_id)


async def add(tx: Transaction, *, deal: NewDeal) -> UUID:
    """The new deal's id; raises NotFound (client_not_found) for a client out of sight."""
    deal_id: UUID | None = await tx.value(sql.add_deal, deal=deal.model_dump_json())
    if deal_id is None:
        raise NotFound("client_not_found")
    return deal_id


async def edit(tx: Transaction, *, deal_id: UUID, version: int, patch: DealPatch) -> bool:
    """False when the deal is out of sight, archived, or has another version by now."""
    return await tx.find(sql.edit_deal, deal_id=deal_id, version=version, patch=as_json(patch)) is not None


async def lock(tx: Transaction, *, deal_id: UUID) -> Record:
    """Where the deal stands, kept from others until the transaction ends; raises NotFound."""
    return await tx.row(sql.lock_deal, deal_id=deal_id)


async def move(tx: Transaction, *, deal_id: UUID, to: Move) -> int:
    """Moves it; the deal's new version."""
    row = await tx.row(
        sql.move_deal,
        deal_id=deal_id,
        stage_id=to.stage_id,
        before_id=to.before_id,
        version=to.version,
        lost_reason=to.lost_reason,
        lost_note=to.lost_note,
        amount_minor=to.amount_minor,
    )
    return int(row["version"])


async def moved(tx: Transaction, *, deal_id: UUID, stage_ids: list[UUID], undo: Move) -> str:
    """The answer to a move."""
    return await tx.document(
        sql.moved,
        deal_id=deal_id,
        stage_ids=stage_ids,
        undo=undo.model_dump_json(),
        closed_days=CLOSED_DAYS,
    )


async def stage_to_reopen_in(tx: Transaction, *, deal_id: UUID) -> UUID:
    """The open stage it was in last, or the first open one."""
    return UUID(str((await tx.row(sql.stage_to_reopen_in, deal_id=deal_id))["id"]))


async def set_archived(tx: Transaction, *, deal_id: UUID, archived: bool) -> None:
    """Takes it out of every list, or back; raises NotFound."""
    await tx.row(sql.set_archived, deal_id=deal_id, archived=archived)
