"""Which statement answers which list: each has the index of its question."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from api.db.transaction import Transaction
from api.deals import queries
from api.deals.filters import BoardFilters, DealFilters
from api.deals.queries import sql
from api.kit.json import JsonBytes
from api.kit.paging import Page, listing


async def column(tx: Transaction, *, stage_id: UUID, filters: BoardFilters, page: Page) -> str:
    """A page of a board's column: open ones go by position, closed ones by the time of closing."""
    outcome = await queries.stage_outcome(tx, stage_id=stage_id)
    position, closed = None, None
    if outcome == "open":
        position, after_id = page.after(int, UUID, order=outcome)
    else:
        closed, after_id = page.after(datetime, UUID, order=outcome)
    return await queries.board_column(
        tx,
        stage_id=stage_id,
        owner=filters.owner,
        q=filters.q,
        source=filters.source,
        after_position=position,
        after_closed=closed,
        after_id=after_id,
        limit=page.limit,
    )


async def deals(tx: Transaction, *, filters: DealFilters, page: Page) -> JsonBytes:
    """The flat list: of a client or a text, of a period of closings, or all."""
    if filters.client is not None or filters.q is not None:
        after_at, after_id = page.after(datetime, UUID)
        values = {**asdict(filters), "after_at": after_at, "after_id": after_id}
        return listing(await tx.row(sql.matching_deals, **values, limit=page.limit))
    closed = filters.closed_from is not None or filters.closed_to is not None
    order = "closed" if closed else ""
    after_at, after_id = page.after(datetime, UUID, order=order)
    row = await tx.row(
        sql.list_deals,
        owner=filters.owner,
        stage=filters.stage,
        outcome=filters.outcome,
        closed=closed,
        closed_from=filters.closed_from,
        closed_to=filters.closed_to,
        after_at=after_at,
        after_id=after_id,
        limit=page.limit,
    )
    return listing(row, order=order)
