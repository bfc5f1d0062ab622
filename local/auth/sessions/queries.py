"""Reading and writing sessions and their refresh tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from api.db.sql import Query, load
from local.auth.database import Connection, execute, fetch_row, fetch_value
from local.auth.users.model import User

sql = load(__file__)

Kind = TypeVar("Kind", "Session", "RefreshToken")


@dataclass(frozen=True, slots=True)
class Session:
    """A row of auth.sessions. `refreshed_at` is naive and means UTC."""

    id: UUID
    user_id: UUID
    created_at: datetime
    not_after: datetime | None
    refreshed_at: datetime | None
    aal: str


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A row of auth.refresh_tokens. `user_id` is text there."""

    id: int
    token: str
    user_id: str
    revoked: bool
    updated_at: datetime
    parent: str | None
    session_id: UUID | None


async def session_by_id(db: Connection, *, session_id: UUID) -> Session | None:
    """The session, if it still is."""
    return await _read(db, Session, sql.session_by_id, session_id=session_id)


async def locked_session(db: Connection, *, session_id: UUID) -> Session | None:
    """The session, held until the end of the transaction: refreshes of one session take turns."""
    return await _read(db, Session, sql.lock_session, session_id=session_id)


async def refresh_token(db: Connection, *, token: str) -> RefreshToken | None:
    """The refresh token's row."""
    return await _read(db, RefreshToken, sql.refresh_token, token=token)


async def active_refresh_token(db: Connection, *, session_id: UUID) -> RefreshToken | None:
    """The newest token of the session that is not revoked."""
    return await _read(db, RefreshToken, sql.active_refresh_token, session_id=session_id)


async def used_method(db: Connection, *, session_id: UUID, methods: list[str]) -> bool:
    """Whether the session began in one of these ways."""
    return bool(await fetch_value(db, sql.used_method, session_id=session_id, methods=methods))


async def end_session(db: Connection, *, session_id: UUID) -> None:
    """Ends one session; its refresh tokens go with it."""
    await execute(db, sql.end_session, session_id=session_id)


async def end_sessions(db: Connection, user: User, *, except_id: UUID | None = None) -> None:
    """Ends all sessions of the user, or all but one."""
    await execute(db, sql.end_sessions, user_id=user.id, kept_id=except_id)


async def _read(db: Connection, kind: type[Kind], query: Query, **values: Any) -> Kind | None:
    row = await fetch_row(db, query, **values)
    return kind(**{field.name: row[field.name] for field in fields(kind)}) if row else None
