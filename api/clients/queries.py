"""Statements about one client. The list has its own composer in `listing.py`."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from api.clients.schemas import ClientPatch, NewClient, OriginDecision
from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import Invalid, NotFound
from api.kit.json import as_json
from api.kit.versions import refuse

sql = load(__file__)


async def facts(tx: Transaction, *, client_id: UUID) -> str:
    """ClientFacts as JSON text; raises NotFound."""
    return await tx.document(sql.client_facts, client_id=client_id)


async def find_facts(tx: Transaction, *, client_id: UUID) -> str | None:
    """ClientFacts as JSON text, None when the caller cannot see the client."""
    found: str | None = await tx.value(sql.client_facts, client_id=client_id)
    return found


async def card(tx: Transaction, *, client_id: UUID) -> str:
    """ClientCard as JSON text; raises NotFound."""
    about = await facts(tx, client_id=client_id)
    around = await tx.document(sql.client_card, client_id=client_id)
    return f'{{"client":{about},{around.lstrip()[1:]}'


async def phone_region(tx: Transaction) -> str:
    """The country that reads national phone numbers."""
    return str(await tx.value(sql.phone_region))


async def add(tx: Transaction, *, client: NewClient) -> UUID:
    """Stores the client itself; raises Invalid on `owner_id` for somebody who is not at work or out of sight."""
    fields = ("id", "owner_id", "name", "company", "job_title", "city", "status", "tags", "source_id")
    added: UUID | None = await tx.value(sql.add_client, **{field: getattr(client, field) for field in fields})
    if added is None:
        raise Invalid("owner_not_active", fields={"owner_id": "owner_not_active"})
    return added


async def edit(tx: Transaction, *, client_id: UUID, version: int, patch: ClientPatch) -> None:
    """Changes what the patch names; raises VersionConflict with the present facts, or NotFound."""
    values: dict[str, Any] = {"client_id": client_id, "version": version, "patch": as_json(patch)}
    if await tx.find(sql.edit_client, **values) is None:
        refuse(await find_facts(tx, client_id=client_id))


async def archive(tx: Transaction, *, client_id: UUID) -> None:
    """Takes a client out of the lists; nothing happens to one that is archived already."""
    await tx.run(sql.archive_client, client_id=client_id)


async def restore(tx: Transaction, *, client_id: UUID) -> None:
    """Puts an archived client back."""
    await tx.run(sql.restore_client, client_id=client_id)


async def recent_tags(tx: Transaction) -> list[Record]:
    """Tags in use among the newest 1,000 visible clients, most used first: tag, uses."""
    if tx.principal.role_hint == "manager":  # as in listing.py: a stale claim only narrows
        return await tx.rows(sql.recent_tags_of, me=tx.user_id)
    return await tx.rows(sql.recent_tags)


async def origin_choices(tx: Transaction) -> str:
    """Channels with their types and campaigns of the caller's live clients."""
    return await tx.document(sql.origin_choices)


async def decide_origin(tx: Transaction, *, client_id: UUID, said: OriginDecision | None) -> None:
    """An admin's word on where a client came from, None takes it back; raises NotFound, Forbidden."""
    await tx.value(sql.decide_origin, client_id=client_id, said=as_json(said.model_dump()) if said else None)


async def require(tx: Transaction, *, client_id: UUID) -> None:
    """Raises NotFound unless the caller sees the client."""
    if await tx.value(sql.sees_client, client_id=client_id) is None:
        raise NotFound("client_not_found")
