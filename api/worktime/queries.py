"""Statements about the caller's working day."""

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def today(tx: Transaction) -> str:
    """Today, as the day ring shows it."""
    return await tx.document(sql.today)


async def beat(tx: Transaction) -> None:
    """«I am at work»: who and when come from the token and the database's clock."""
    await tx.run(sql.beat)
