"""Statements behind live updates."""

from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction

sql = load(__file__)

REPLAY_ROWS = 500


@dataclass(frozen=True)
class Standing:
    """What a listener may hear, as the database sees him now."""

    user_id: UUID
    is_admin: bool


async def standing(tx: Transaction) -> Standing | None:
    """The caller's standing; None when his profile is not active."""
    row = await tx.row(sql.standing)
    return Standing(row["id"], row["is_admin"]) if row["id"] else None


async def window(tx: Transaction) -> tuple[int, int]:
    """Oldest and newest event ids that are still kept (0, 0 when there are none)."""
    row = await tx.row(sql.window_now)
    return row["oldest"], row["newest"]


async def events_since(tx: Transaction, *, after: int) -> list[Record]:
    """Events the caller may see after this id, at most REPLAY_ROWS of them; recent ones may come again."""
    return await tx.rows(sql.events_since, after=after, max_rows=REPLAY_ROWS)
