"""Statements over many clients."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.assignments.schemas import Bulk, BulkState
from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)


async def require_admin(tx: Transaction) -> None:
    """Raises Forbidden (`admin_only`) for everybody else."""
    await tx.value(sql.require_admin)


async def seen(tx: Transaction, *, ids: Sequence[UUID]) -> int:
    """How many of these clients the caller may work on."""
    return int(await tx.value(sql.seen, ids=ids))


async def assign(tx: Transaction, *, ids: Sequence[UUID], owner_id: UUID) -> Record:
    """moved, at (the moment every ownership event of it carries)."""
    return await tx.row(sql.assign, ids=ids, owner_id=owner_id)


async def taken(tx: Transaction, *, owner_id: UUID, at: datetime) -> list[Record]:
    """from_owner_id, ids of the clients that the caller's assignment took and that are still there."""
    return await tx.rows(sql.taken, owner_id=owner_id, at=at, me=tx.user_id)


async def bulk_edit(tx: Transaction, *, bulk: Bulk) -> list[dict[str, Any]]:
    """The changed clients as they were, with the version they have now."""
    values = bulk.model_dump() | {"tags_too": bool(bulk.add_tags or bulk.remove_tags)}
    found: list[dict[str, Any]] = json.loads(await tx.document(sql.bulk_edit, **values))
    return found


async def bulk_undo(tx: Transaction, *, previous: Sequence[BulkState]) -> int:
    """How many clients went back to what they were."""
    rows = json.dumps([state.model_dump(mode="json") for state in previous], ensure_ascii=False)
    return await tx.run(sql.bulk_undo, previous=rows)
