"""The two statements behind the first page."""

from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def manager(tx: Transaction, *, period: str, manager: UUID | None) -> str:
    """One manager's page, the caller's own by default; raises NotFound for a colleague's."""
    return await tx.document(sql.manager, period=period, manager=manager)


async def team(tx: Transaction, *, period: str) -> str:
    """The head's page; raises Forbidden (`admin_only`) for everybody else."""
    return await tx.document(sql.team, period=period)
