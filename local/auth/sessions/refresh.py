"""Rotation of refresh tokens, and what a token that comes back a second time means."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from local.auth import clock
from local.auth.database import Connection, execute
from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid
from local.auth.sessions import queries as sessions
from local.auth.sessions import sign_in, validity
from local.auth.sessions.queries import RefreshToken, Session, sql
from local.auth.settings import AuthSettings
from local.auth.upkeep import audit
from local.auth.users import queries as users
from local.auth.users.model import User

FORM = re.compile(r"[a-z0-9]{12}")


def refused(code: str, reason: str, *, keep_changes: bool = False) -> AuthError:
    """400 in the words every client knows."""
    return AuthError(400, code, f"Invalid Refresh Token: {reason}", keep_changes=keep_changes)


async def refresh(call: Call, db: Connection, token_text: str) -> dict[str, Any]:
    """Exchanges a refresh token for the next one and a new access token.

    The session's row is locked first and the token read again under the lock, so that parallel
    refreshes take turns and all but the first find the successor already there.
    """
    if not FORM.fullmatch(token_text):
        raise invalid("Refresh token is not valid")
    token, session = await _locked_pair(db, token_text)
    user = await users.user_by_id(db, user_id=UUID(token.user_id))
    if user is None:
        raise refused("refresh_token_not_found", "Refresh Token Not Found")
    if user.is_banned:
        raise refused("user_banned", "User Banned")
    if session is None:
        await execute(db, sql.delete_refresh_token, token_id=token.id)
        raise refused("session_not_found", "No Valid Session Found", keep_changes=True)
    require_validity(session, call.settings, token)
    issued = await successor(call, db, user, session, token)
    await execute(db, sql.touch_session, session_id=session.id, user_agent=call.user_agent, ip=call.ip)
    return await sign_in.session_answer(
        call, db, user=user, session_id=session.id, refresh_token=issued, method="token_refresh"
    )


async def _locked_pair(db: Connection, token_text: str) -> tuple[RefreshToken, Session | None]:
    seen = await sessions.refresh_token(db, token=token_text)
    if seen is None:
        raise refused("refresh_token_not_found", "Refresh Token Not Found")
    if seen.session_id is None:
        return seen, None
    session = await sessions.locked_session(db, session_id=seen.session_id)
    token = await sessions.refresh_token(db, token=token_text)
    if token is None:  # the session ended while we waited for its lock
        raise refused("refresh_token_not_found", "Refresh Token Not Found")
    return token, session


def require_validity(session: Session, settings: AuthSettings, token: RefreshToken) -> None:
    """Raises session_expired."""
    found = validity.validity(session, settings, token.updated_at)
    if found == "expired":
        raise refused("session_expired", "Session Expired")
    if found == "idle":
        raise refused("session_expired", "Session Expired (Inactivity)")


async def successor(call: Call, db: Connection, user: User, session: Session, token: RefreshToken) -> str:
    """The token that follows: a new one, or the one issued before whose answer the client lost."""
    if token.revoked:
        active = await sessions.active_refresh_token(db, session_id=session.id)
        if active is not None and active.parent == token.token:
            call.headers["sb-auth-refresh-token-reuse"] = "true"
            return active.token
        if clock.passed(token.updated_at, call.settings.reuse_seconds):
            await end_stolen_session(call, db, user, session)
            raise refused("refresh_token_already_used", "Already Used", keep_changes=True)
    await execute(db, sql.revoke_refresh_token, token_id=token.id)
    await audit.record(db, "token_refreshed", call.ip, user)
    call.headers["sb-auth-refresh-token-reuse"] = "false"
    return await sign_in.add_refresh_token(db, user_id=user.id, session_id=session.id, parent=token.token)


async def end_stolen_session(call: Call, db: Connection, user: User, session: Session) -> None:
    """Two parties hold tokens of one session. GoTrue revokes the tokens, and within the reuse interval the last
    one still passes; without the session neither party has anything, its access tokens included."""
    await sessions.end_session(db, session_id=session.id)
    await audit.record(db, "token_revoked", call.ip, user)
