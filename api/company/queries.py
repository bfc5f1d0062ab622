"""Statements about the company."""

from api.company.schemas import CompanyEdit
from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.versions import refuse

sql = load(__file__)


async def read(tx: Transaction) -> str:
    """`schemas.Company` as JSON text."""
    return await tx.document(sql.company)


async def edit(tx: Transaction, *, patch: CompanyEdit, version: int) -> str:
    """Only an admin; raises VersionConflict with the present settings."""
    await tx.row(sql.require_admin)
    given = patch.model_dump_json(exclude_unset=True, exclude_none=True)
    if await tx.find(sql.edit_company, patch=given, version=version) is None:
        refuse(await read(tx))
    return await read(tx)
