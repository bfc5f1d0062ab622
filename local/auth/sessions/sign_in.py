"""A session begins, and the answer that carries one."""

from __future__ import annotations

import base64
import secrets
import time
import uuid
from typing import Any, Literal
from uuid import UUID

from local.auth import clock
from local.auth.database import Connection, execute
from local.auth.edge.call import Call
from local.auth.sessions.queries import sql
from local.auth.upkeep import audit
from local.auth.users import queries as users
from local.auth.users.model import User
from local.auth.users.shape import user_shape

Method = Literal["password", "otp", "token_refresh"]

TOKEN_LENGTH = 12


async def begin_session(call: Call, db: Connection, user: User, method: Method) -> dict[str, Any]:
    """A new session for the user; the token answer."""
    session_id = uuid.uuid4()
    agent, ip = call.user_agent, call.ip
    await execute(db, sql.insert_session, session_id=session_id, user_id=user.id, user_agent=agent, ip=ip)
    await execute(db, sql.add_method, session_id=session_id, method=method)
    token = await add_refresh_token(db, user_id=user.id, session_id=session_id)
    user = await users.update_user(db, user, last_sign_in_at=clock.now())
    await audit.record(db, "login", ip, user, provider="email")
    return await session_answer(
        call, db, user=user, session_id=session_id, refresh_token=token, method=method
    )


async def add_refresh_token(
    db: Connection, *, user_id: UUID, session_id: UUID, parent: str | None = None
) -> str:
    """Issues a refresh token of the session: twelve characters, sixty random bits."""
    token = base64.b32encode(secrets.token_bytes(8)).decode().lower()[:TOKEN_LENGTH]
    await execute(
        db, sql.insert_refresh_token, token=token, user_id=user_id, parent=parent, session_id=session_id
    )
    return token


async def session_answer(
    call: Call, db: Connection, *, user: User, session_id: UUID, refresh_token: str, method: Method
) -> dict[str, Any]:
    """The body of a token answer, with a fresh access token."""
    access = await call.service.token_maker.make(
        db, user=user, session_id=session_id, method=method, ip=call.ip
    )
    call.headers |= {
        "sb-auth-user-id": str(user.id),
        "sb-auth-session-id": str(session_id),
        "sb-auth-refresh-token-prefix": refresh_token[:5],
    }
    return {
        "access_token": access.text,
        "token_type": "bearer",
        "expires_in": access.expires_at - int(time.time()),
        "expires_at": access.expires_at,
        "refresh_token": refresh_token,
        "user": user_shape(user),
    }
