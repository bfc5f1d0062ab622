"""POST /token: a password or a refresh token for a session."""

from __future__ import annotations

from typing import Any

from local.auth.database import Connection
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid, invalid_credentials
from local.auth.sessions import refresh as refreshing
from local.auth.sessions import sign_in
from local.auth.users import passwords
from local.auth.users import queries as users
from local.auth.users.model import User


async def token(call: Call) -> dict[str, Any]:
    """Dispatches by grant_type."""
    grant = call.query("grant_type")
    if grant == "password":
        return await password_grant(call)
    if grant == "refresh_token":
        return await refresh_grant(call)
    if grant == "web3":
        raise AuthError(422, "web3_provider_disabled", "Web3 provider is disabled")
    if grant == "id_token":
        provider = call.body().text("provider")
        raise AuthError(400, "provider_disabled", f'Provider (issuer "{provider}") is not enabled')
    if grant == "pkce":
        raise AuthError(404, "flow_state_not_found", "invalid flow state, no valid flow state found")
    raise invalid_credentials("unsupported_grant_type")


async def refresh_grant(call: Call) -> dict[str, Any]:
    """grant_type=refresh_token."""
    text = call.body().text("refresh_token")
    async with call.transaction() as db:
        return await refreshing.refresh(call, db, text)


async def password_grant(call: Call) -> dict[str, Any]:
    """grant_type=password. No connection is held while bcrypt works."""
    body = call.body()
    email, password = credentials(body)
    attempts = call.service.limits.sign_in(call.ip, email)
    attempts.begin()
    user = await checked_user(call, email, password)
    async with call.transaction() as db:
        fresh = await require_unchanged(db, user)
        answer = await sign_in.begin_session(call, db, fresh, "password")
    attempts.forgive()
    if weak := passwords.weakness(password, call.settings):
        answer["weak_password"] = {"message": weak.message, "reasons": list(weak.reasons)}
    return answer


def credentials(body: Body) -> tuple[str, str]:
    """Address (lower case) and password of a sign-in."""
    email, phone = body.text("email"), body.text("phone")
    if email and phone:
        raise invalid("Only an email address or phone number should be provided on login.")
    if phone:
        raise AuthError(422, "phone_provider_disabled", "Phone logins are disabled")
    if not email:
        raise invalid("missing email or phone")
    return email.lower(), body.text("password")


async def checked_user(call: Call, email: str, password: str) -> User:
    """The user whose password this is. Nobody costs as much time as somebody with another password."""
    async with call.transaction() as db:
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
    if user is not None and user.is_banned:
        raise AuthError(400, "user_banned", "User is banned")
    stored = user.encrypted_password if user else None
    if not await call.service.hasher.matches(password, stored) or user is None:
        raise invalid_credentials()
    if not user.email_confirmed_at:
        raise AuthError(400, "email_not_confirmed", "Email not confirmed")
    return user


async def require_unchanged(db: Connection, user: User) -> User:
    """Between the check and the session the password may have changed, or a ban come: look again under the lock."""
    fresh = await users.locked(db, user)
    if fresh is None or fresh.encrypted_password != user.encrypted_password:
        raise invalid_credentials()
    if fresh.is_banned:
        raise AuthError(400, "user_banned", "User is banned")
    return fresh
