"""Statements about personal data."""

from uuid import UUID

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import NotFound

sql = load(__file__)


async def personal_data(tx: Transaction, *, client_id: UUID) -> str:
    """PersonalData as JSON text; raises NotFound."""
    return await tx.document(sql.personal_data, client_id=client_id)


async def name_to_confirm(tx: Transaction, *, client_id: UUID) -> str:
    """The name that an erasure must repeat; raises Forbidden, NotFound."""
    name: str | None = await tx.value(sql.name_to_confirm, client_id=client_id)
    if name is None:
        raise NotFound("client_not_found")
    return name


async def erase(tx: Transaction, *, client_id: UUID) -> None:
    """Blanks every personal word for good; raises Forbidden, NotFound."""
    await tx.run(sql.erase, client_id=client_id)
