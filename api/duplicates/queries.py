"""Statements about doubles."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from api.clients import queries as clients
from api.contacts.rules import NormalContact
from api.db.sql import load
from api.db.transaction import Transaction
from api.duplicates.schemas import MergeField
from api.errors import NotFound
from api.kit.versions import refuse

sql = load(__file__)


async def of_client(tx: Transaction, *, client_id: UUID) -> str:
    """A JSON list of DuplicateHint: everybody else who has one of the client's contacts."""
    return await tx.document(sql.of_client, client_id=client_id)


async def of_contact(tx: Transaction, *, contact: NormalContact, except_client: UUID | None) -> list[Record]:
    """client_id, name, elsewhere of everybody who has the contact."""
    return await tx.rows(
        sql.of_contact, kind=contact.kind, normalized=contact.normalized, except_client=except_client
    )


async def moves(tx: Transaction, *, client_id: UUID) -> Record:
    """How much hangs on a client."""
    return await tx.row(sql.moves, client_id=client_id)


async def advice(tx: Transaction, *, winner_id: UUID, loser_id: UUID) -> list[str]:
    """Fields that would be better taken from the loser."""
    return list(await tx.value(sql.advice, winner_id=winner_id, loser_id=loser_id) or [])


async def merge(
    tx: Transaction, *, winner_id: UUID, loser_id: UUID, fields: Sequence[MergeField], version: int
) -> None:
    """Joins two clients; raises NotFound, VersionConflict when the winner was edited meanwhile, Invalid for himself."""
    present = await tx.value(sql.lock_version, client_id=winner_id)
    if present is None:
        raise NotFound("client_not_found")
    if present != version:
        refuse(await clients.find_facts(tx, client_id=winner_id))
    await tx.run(sql.merge, winner_id=winner_id, loser_id=loser_id, fields=list(fields))
