"""Statements about the contacts of a client."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.contacts.rules import NormalContact
from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import Conflict, NotFound
from api.kit.versions import refuse

sql = load(__file__)


async def add_many(
    tx: Transaction,
    *,
    client_id: UUID,
    contacts: Sequence[NormalContact],
    extras: Sequence[dict[str, Any]] = (),
) -> list[UUID]:
    """Ids of the contacts that were new; `extras` carries label and is_primary by position."""
    rows = [asdict(contact) for contact in contacts]
    for row, extra in zip(rows, extras, strict=False):
        row.update(extra)
    found = await tx.rows(
        sql.add_contacts, client_id=client_id, contacts=json.dumps(rows, ensure_ascii=False)
    )
    return [row["id"] for row in found]


async def document(tx: Transaction, *, client_id: UUID, contact_id: UUID) -> str:
    """Contact as JSON text; raises NotFound."""
    return await tx.document(sql.contact, client_id=client_id, contact_id=contact_id)


async def parts(tx: Transaction, *, client_id: UUID, contact_id: UUID) -> Record:
    """kind, value, label, is_primary; raises NotFound."""
    return await tx.row(sql.contact_parts, client_id=client_id, contact_id=contact_id)


async def edit(tx: Transaction, *, client_id: UUID, contact_id: UUID, version: int, **values: Any) -> None:
    """Writes the whole contact; raises VersionConflict with the present one, or NotFound."""
    key = {"client_id": client_id, "contact_id": contact_id}
    if await tx.find(sql.edit_contact, **key, version=version, **values) is None:
        refuse(await tx.value(sql.contact, **key))


async def keep_one_primary(tx: Transaction, *, client_id: UUID, contact_id: UUID) -> None:
    """A client has one primary contact of a kind: the others step back when this one is it."""
    await tx.run(sql.keep_one_primary, client_id=client_id, contact_id=contact_id)


async def remove(tx: Transaction, *, client_id: UUID, contact_id: UUID) -> None:
    """Deletes a contact (the audit trail keeps it); raises NotFound."""
    if await tx.find(sql.remove_contact, client_id=client_id, contact_id=contact_id) is None:
        raise NotFound


def added_one(ids: Sequence[UUID]) -> UUID:
    """The id of a single added contact; raises Conflict when the client had it already."""
    if not ids:
        raise Conflict("contact_exists", fields={"value": "contact_exists"})
    return ids[0]
