"""Statements about the installation itself; they need no caller."""

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def needs_setup(tx: Transaction) -> bool:
    """True until the first admin has named the company."""
    return bool(await tx.value(sql.needs_setup))


async def schema_version(tx: Transaction) -> str:
    """The 14-digit id of the newest migration that the database has seen."""
    return str(await tx.value(sql.schema_version))
