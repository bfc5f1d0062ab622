"""The statement behind the search field."""

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def search(tx: Transaction, *, q: str, limit: int) -> str:
    """Clients, deals and tasks that match, newest first, at most `limit` of each."""
    return await tx.document(sql.search, q=q, limit=limit)
