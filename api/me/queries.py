"""Statements about the caller himself."""

from typing import Any

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json
from api.kit.phones import require_e164
from api.kit.versions import refuse

sql = load(__file__)


async def profile(tx: Transaction) -> str:
    """`schemas.Me` as JSON text."""
    return await tx.document(sql.my_profile)


async def edit(tx: Transaction, *, patch: dict[str, Any], version: int) -> str:
    """Applies the given fields and answers the profile; raises VersionConflict with the present one."""
    if patch.get("phone"):
        region = await tx.value(sql.phone_region) or "UA"
        patch = {**patch, "phone": require_e164(patch["phone"], region)}
    if await tx.find(sql.edit_profile, patch=as_json(patch), version=version) is None:
        refuse(await profile(tx))
    return await profile(tx)


async def devices(tx: Transaction) -> str:
    """A JSON array of `schemas.SignedInDevice`."""
    return await tx.document(sql.my_sessions)
