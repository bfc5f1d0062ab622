"""Statements of the timeline."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.errors import Invalid
from api.interactions.schemas import Channel, NewInteraction
from api.kit.paging import Page

sql = load(__file__)


async def timeline(
    tx: Transaction, *, client_id: UUID, channels: Sequence[Channel] | None, page: Page
) -> Record:
    """`items` (JSON text), `next`, `total`; with channels only the entries that came by one of them."""
    after_at, after_id = page.after(datetime, UUID)
    return await tx.row(
        sql.timeline,
        client_id=client_id,
        channels=channels,
        after_at=after_at,
        after_id=after_id,
        limit=page.limit,
    )


async def add(tx: Transaction, *, client_id: UUID, entry: NewInteraction) -> str:
    """Stores an entry; answers InteractionEntry as JSON text. Raises Invalid for a deal or file of another client."""
    related = await tx.row(
        sql.belongs_to_client, client_id=client_id, deal_id=entry.deal_id, file_ids=entry.file_ids
    )
    if not related["deal"]:
        raise Invalid(fields={"deal_id": "not_found"})
    if related["files"] != len(set(entry.file_ids)):
        raise Invalid(fields={"file_ids": "not_found"})
    interaction_id = await tx.value(
        sql.add_interaction,
        client_id=client_id,
        direction=entry.direction or ("internal" if entry.kind == "note" else "out"),
        **entry.model_dump(exclude={"direction"}),
    )
    return await tx.document(sql.interaction, interaction_id=interaction_id)


async def add_note(tx: Transaction, *, client_id: UUID, body: str) -> None:
    """The first note of a new client."""
    await add(tx, client_id=client_id, entry=NewInteraction(kind="note", body=body))
