"""/clients/{client_id}/contacts."""

from uuid import UUID

from fastapi import status

from api.clients import queries as clients
from api.contacts import queries, service
from api.contacts.schemas import Contact, ContactPatch, NewContact
from api.db.dependencies import Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.kit.versions import IfMatch

router = Router(prefix="/clients/{client_id}/contacts", tags=["clients"], responses=errors(NotFound))


@router.post("", status_code=status.HTTP_201_CREATED, response_model=Contact, responses=errors(Conflict))
async def add_contact(client_id: UUID, contact: NewContact, tx: Write) -> JsonBytes:
    """Adds a phone, e-mail or messenger; numbers are read in the company's country."""
    await clients.require(tx, client_id=client_id)
    region = await clients.phone_region(tx)
    contact_id = await service.add_one(tx, client_id=client_id, contact=contact, region=region)
    return JsonBytes(await queries.document(tx, client_id=client_id, contact_id=contact_id), 201)


@router.patch(
    "/{contact_id}", response_model=Contact, responses=errors(Conflict, VersionConflict, VersionRequired)
)
async def edit_contact(
    client_id: UUID, contact_id: UUID, patch: ContactPatch, version: IfMatch, tx: Write
) -> JsonBytes:
    """Changes what is sent; a new primary contact of a kind takes the place of the old one."""
    region = await clients.phone_region(tx)
    await service.edit(
        tx, client_id=client_id, contact_id=contact_id, version=version, patch=patch, region=region
    )
    return JsonBytes(await queries.document(tx, client_id=client_id, contact_id=contact_id))


@router.delete("/{contact_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_contact(client_id: UUID, contact_id: UUID, tx: Write) -> None:
    """Removes a contact; undo by adding it again."""
    await queries.remove(tx, client_id=client_id, contact_id=contact_id)
