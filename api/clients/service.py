"""Adding a client by hand: the client, his contacts, the first note, and who else has one of his contacts."""

from api.clients import queries
from api.clients.schemas import NewClient
from api.contacts import service as contacts
from api.contacts.schemas import NewContact
from api.db.transaction import Transaction
from api.duplicates import queries as duplicates
from api.interactions import queries as interactions


def typed_contacts(client: NewClient) -> list[tuple[str, NewContact]]:
    """All contacts of the form, each with the field it came from; `phone` and `email` come first and are primary."""
    found: list[tuple[str, NewContact]] = []
    if client.phone and client.phone.strip():
        found.append(("phone", NewContact(kind="phone", value=client.phone, is_primary=True)))
    if client.email and client.email.strip():
        found.append(("email", NewContact(kind="email", value=client.email, is_primary=True)))
    found.extend((f"contacts.{place}.value", contact) for place, contact in enumerate(client.contacts))
    return found


async def create(tx: Transaction, *, client: NewClient) -> str:
    """Stores everything; answers CreatedClient as JSON text. Raises Invalid by field, Conflict for a known id."""
    region = await queries.phone_region(tx)
    typed = typed_contacts(client)
    for field, contact in typed:
        contacts.normalize(contact, region=region, field=field)
    client_id = await queries.add(tx, client=client)
    if typed:
        await contacts.add(tx, client_id=client_id, contacts=typed, region=region)
    if client.first_note and client.first_note.strip():
        await interactions.add_note(tx, client_id=client_id, body=client.first_note)
    hints = await duplicates.of_client(tx, client_id=client_id) if typed else "[]"
    return f'{{"client":{await queries.facts(tx, client_id=client_id)},"duplicates":{hints}}}'
