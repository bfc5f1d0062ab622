"""Handing clients over and back."""

import json
from datetime import datetime
from uuid import UUID

from api.assignments import queries
from api.assignments.schemas import MAX_ASSIGNED, Assign, Assigned, Bulk
from api.clients import listing
from api.clients.filters import NOBODY
from api.db.transaction import Transaction
from api.errors import Invalid, NotFound
from api.kit import paging

ORDER = "assign"


async def assign(tx: Transaction, *, wanted: Assign) -> Assigned:
    """Hands clients to one colleague or to nobody. Raises Forbidden, NotFound for an unknown id, Invalid for too many."""
    await queries.require_admin(tx)
    ids = await _named(tx, wanted)
    owner_id = wanted.owner_id or NOBODY
    if not ids:
        return Assigned(moved=0, matched=0, undo=None)
    done = await queries.assign(tx, ids=ids, owner_id=owner_id)
    keys = json.dumps([done["at"].isoformat(), str(owner_id)])
    undo = paging.encode(keys, ORDER) if done["moved"] else None
    return Assigned(moved=done["moved"], matched=len(ids), undo=undo)


async def _named(tx: Transaction, wanted: Assign) -> list[UUID]:
    if wanted.filters is not None:
        ids = await listing.ids(tx, wanted.filters, limit=MAX_ASSIGNED + 1)
        if len(ids) > MAX_ASSIGNED:
            raise Invalid("too_many_clients", params={"limit": MAX_ASSIGNED})
        return ids
    ids = list(set(wanted.ids or []))
    await require_all(tx, ids)
    return ids


async def undo(tx: Transaction, *, token: str) -> int:
    """Gives every client of an assignment back to its owner before; how many."""
    await queries.require_admin(tx)
    at, owner_id = paging.decode(token, datetime, UUID, order=ORDER)
    moved = 0
    for row in await queries.taken(tx, owner_id=owner_id, at=at):
        done = await queries.assign(tx, ids=row["ids"], owner_id=row["from_owner_id"])
        moved += int(done["moved"])
    return moved


async def require_all(tx: Transaction, ids: list[UUID]) -> None:
    """Raises NotFound unless the caller sees every one: a colleague's client is no different from none."""
    if await queries.seen(tx, ids=ids) != len(set(ids)):
        raise NotFound("client_not_found")


async def bulk(tx: Transaction, *, wanted: Bulk) -> list[dict[str, object]]:
    """Edits all named clients or none; answers how they were."""
    await require_all(tx, wanted.ids)
    return await queries.bulk_edit(tx, bulk=wanted)
