"""Statements over the trail."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from api.audit.schemas import Action
from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.paging import Page

sql = load(__file__)


async def trail(
    tx: Transaction,
    *,
    table: str | None,
    row_id: str | None,
    actor_id: UUID | None,
    action: Action | None,
    from_day: date | None,
    to_day: date | None,
    page: Page,
) -> Record:
    """`items` (JSON text), `next`, `total`; days are the company's, both included. Forbidden for managers."""
    after_at, after_id = page.after(datetime, UUID)
    await tx.value(sql.require_admin)
    return await tx.row(
        sql.list_audit,
        table_name=table,
        row_id=row_id,
        actor_id=actor_id,
        action=action,
        from_day=from_day,
        to_day=to_day,
        after_at=after_at,
        after_id=after_id,
        limit=page.limit,
    )


async def of_client(tx: Transaction, *, client_id: UUID, page: Page) -> Record:
    """The trail of one client and what hangs on him; raises NotFound."""
    after_at, after_id = page.after(datetime, UUID)
    return await tx.row(
        sql.client_history, client_id=client_id, after_at=after_at, after_id=after_id, limit=page.limit
    )
