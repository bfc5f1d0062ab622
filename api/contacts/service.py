"""Contacts as people type them, made normal and stored."""

from collections.abc import Sequence
from uuid import UUID

from api.contacts import queries
from api.contacts.rules import BadContact, NormalContact, normal
from api.contacts.schemas import ContactPatch, NewContact
from api.db.transaction import Transaction
from api.errors import Invalid


def normalize(contact: NewContact, *, region: str, field: str) -> NormalContact:
    """The stored form; raises Invalid on `field`."""
    try:
        return normal(contact.kind, contact.value, region=region)
    except BadContact as error:
        raise Invalid(fields={field: error.code}) from error


async def add(
    tx: Transaction, *, client_id: UUID, contacts: Sequence[tuple[str, NewContact]], region: str
) -> list[UUID]:
    """Stores contacts, each given with the field that its faults are reported on; answers the new ids."""
    stored = [normalize(contact, region=region, field=field) for field, contact in contacts]
    extras = [{"label": contact.label, "is_primary": contact.is_primary} for _, contact in contacts]
    return await queries.add_many(tx, client_id=client_id, contacts=stored, extras=extras)


async def add_one(tx: Transaction, *, client_id: UUID, contact: NewContact, region: str) -> UUID:
    """One more contact; raises Conflict when the client has it already."""
    ids = await add(tx, client_id=client_id, contacts=[("value", contact)], region=region)
    contact_id = queries.added_one(ids)
    await queries.keep_one_primary(tx, client_id=client_id, contact_id=contact_id)
    return contact_id


async def edit(
    tx: Transaction, *, client_id: UUID, contact_id: UUID, version: int, patch: ContactPatch, region: str
) -> None:
    """Changes what the patch names; raises VersionConflict, NotFound, Invalid."""
    present = await queries.parts(tx, client_id=client_id, contact_id=contact_id)
    wanted = NewContact(**{**dict(present), **patch.model_dump(exclude_unset=True)})
    stored = normalize(wanted, region=region, field="value")
    await queries.edit(
        tx,
        client_id=client_id,
        contact_id=contact_id,
        version=version,
        kind=stored.kind,
        value=stored.value,
        normalized=stored.normalized,
        label=wanted.label,
        is_primary=wanted.is_primary,
    )
    await queries.keep_one_primary(tx, client_id=client_id, contact_id=contact_id)
