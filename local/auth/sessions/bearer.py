"""Who is asking: the bearer token, the user, the session, the ban, in GoTrue's order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from local.auth.database import Connection
from local.auth.edge.call import Call
from local.auth.errors import AuthError
from local.auth.sessions import queries as sessions
from local.auth.sessions.queries import Session
from local.auth.sessions.validity import validity
from local.auth.tokens.jws import Claims, TokenError
from local.auth.users import queries as users
from local.auth.users.model import User

BEARER = re.compile(r"bearer (\S+)", re.IGNORECASE)
ADMIN_ROLES = {"service_role", "supabase_admin"}


@dataclass(frozen=True)
class Caller:
    """A signed-in person. A token without a session_id has no session."""

    claims: Claims
    user: User
    session: Session | None


def bearer_claims(call: Call) -> Claims:
    """The claims of the request's token. 401 without one, 403 when it cannot be trusted."""
    found = BEARER.fullmatch(call.request.headers.get("authorization", ""))
    if not found:
        raise AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token")
    try:
        return call.service.token_keys.verify(found[1])
    except TokenError as distrust:
        message = f"invalid JWT: unable to parse or verify signature, {distrust}"
        raise AuthError(403, "bad_jwt", message) from distrust


async def signed_in(call: Call, db: Connection) -> Caller:
    """The person behind the request, as the database knows him at this moment."""
    return await caller_of(db, bearer_claims(call))


async def caller_of(db: Connection, claims: Claims) -> Caller:
    """User, session and ban of a token whose signature is good. 403 when any of them fails."""
    user = await _user_of(db, claims)
    session = await _session_of(db, claims, user)
    if user.is_banned:
        raise AuthError(403, "user_banned", "User is banned")
    return Caller(claims, user, session)


async def require_admin(call: Call, db: Connection) -> Claims:
    """Lets service_role and supabase_admin pass: 403 not_admin for everybody else."""
    claims = bearer_claims(call)
    if claims.get("session_id"):
        caller = await caller_of(db, claims)
        if caller.session is not None and validity(caller.session, call.settings) != "valid":
            raise AuthError(403, "session_expired", "Session is no longer valid")
    if claims.get("role") not in ADMIN_ROLES:
        raise AuthError(403, "not_admin", "User not allowed")
    return claims


async def _user_of(db: Connection, claims: Claims) -> User:
    if not claims.get("sub"):
        raise AuthError(403, "bad_jwt", "invalid claim: missing sub claim")
    user_id = as_uuid(claims["sub"])
    if user_id is None:
        raise AuthError(400, "bad_jwt", "invalid claim: sub claim must be a UUID")
    user = await users.user_by_id(db, user_id=user_id)
    if user is None:
        raise AuthError(403, "user_not_found", "User from sub claim in JWT does not exist")
    return user


async def _session_of(db: Connection, claims: Claims, user: User) -> Session | None:
    named = claims.get("session_id")
    if not named or named == str(UUID(int=0)):
        return None
    session_id = as_uuid(named)
    if session_id is None:
        raise AuthError(403, "bad_jwt", "invalid claim: session_id claim must be a UUID")
    session = await sessions.session_by_id(db, session_id=session_id)
    if session is None or session.user_id != user.id:
        raise AuthError(403, "session_not_found", "Session from session_id claim in JWT does not exist")
    return session


def as_uuid(value: object) -> UUID | None:
    """The UUID written in the usual ways, else None."""
    if not isinstance(value, str) or len(value) not in (32, 36):
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
