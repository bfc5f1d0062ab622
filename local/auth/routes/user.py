"""GET and PUT /user, and POST /logout: what a person does with his own account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from local.auth import clock
from local.auth.codes import codes, delivery
from local.auth.database import Connection
from local.auth.edge.answer import Answer
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import AuthError, email_exists, invalid
from local.auth.sessions import bearer
from local.auth.sessions import queries as sessions
from local.auth.sessions.bearer import Caller
from local.auth.upkeep import audit
from local.auth.users import account, passwords
from local.auth.users import queries as users
from local.auth.users.address import checked_email, checked_phone
from local.auth.users.model import User, merged
from local.auth.users.shape import Shape, user_shape

DAY = 24 * 3600


async def get_user(call: Call) -> Shape:
    """GET /user."""
    async with call.transaction() as db:
        caller = await bearer.signed_in(call, db)
    if caller.claims.get("aud") not in (call.settings.audience, [call.settings.audience]):
        raise invalid("Token audience doesn't match request audience")
    return user_shape(caller.user)


async def put_user(call: Call) -> Shape:
    """PUT /user: every check and the write under the lock of the user's row."""
    async with call.transaction() as db:
        caller = await bearer.signed_in(call, db)
        body = call.body()
        email = checked_change(call, caller, body)
        user = await users.locked(db, caller.user) or caller.user
        if email and await users.email_is_taken(db, email=email, except_id=user.id):
            raise email_exists()
        if "password" in body:
            user = await change_password(call, db, user, caller, body)
        if (data := body.members("data")) is not None:
            told = merged(user.raw_user_meta_data, data)
            user = await users.update_user(db, user, raw_user_meta_data=told)
        if email and email != user.email:
            user = await delivery.send_email_change(call, db, user, email)
        await audit.record(db, "user_modified", call.ip, user)
    return user_shape(user)


def checked_change(call: Call, caller: Caller, body: Body) -> str:
    """The new e-mail, '' when it stays. Raises everything that can be said before looking at the row."""
    email, phone = body.text("email"), body.text("phone")
    email = checked_email(email) if email else ""
    if phone:
        checked_phone(phone)
    if "password" in body:
        passwords.require_strong(body.text("password"), call.settings)
    if "app_metadata" in body:
        raise AuthError(403, "not_admin", "Updating app_metadata requires admin privileges")
    new_email = email if email != caller.user.email else ""
    if "password" in body or new_email or phone:
        require_second_factor(caller)
    if phone:
        raise AuthError(400, "phone_provider_disabled", "Phone provider is disabled")
    return new_email


def require_second_factor(caller: Caller) -> None:
    """Who has a second factor uses it before he changes how he signs in. 401 insufficient_aal."""
    strong = caller.session is not None and caller.session.aal == "aal2"
    if caller.user.has_verified_factor and not strong:
        raise AuthError(
            401,
            "insufficient_aal",
            "AAL2 session is required to update email or password when MFA is enabled.",
        )


async def change_password(call: Call, db: Connection, user: User, caller: Caller, body: Body) -> User:
    """Sets the password; this session stays, all others end."""
    password, hasher = body.text("password"), call.service.hasher
    await require_reauthentication(call, user, caller, body.text("nonce"))
    if user.encrypted_password:
        await require_current_password(call, db, user, caller, body.text("current_password"))
        if await hasher.matches(password, user.encrypted_password):
            raise AuthError(422, "same_password", "New password should be different from the old password.")
    keep: UUID | None = caller.session.id if caller.session else None
    user = await account.set_password(db, user, await hasher.hash(password), keep=keep)
    await audit.record(db, "user_updated_password", call.ip, user)
    return user


async def require_reauthentication(call: Call, user: User, caller: Caller, nonce: str) -> None:
    """A session older than a day needs the mailed code. The new password voids it with all others."""
    young = caller.session is not None and not clock.passed(caller.session.created_at, DAY)
    if young or not call.settings.reauthenticate:
        return
    if not nonce:
        raise AuthError(400, "reauthentication_needed", "Password update requires reauthentication")
    attempts = call.service.limits.verify(call.ip, user.email or "")
    attempts.begin()
    token_hash = codes.hash_of(user.email or "", nonce)
    if not codes.is_live(user, "reauthentication_token", token_hash, call.settings):
        raise AuthError(422, "reauthentication_not_valid", "Nonce has expired or is invalid")
    attempts.forgive()


async def require_current_password(
    call: Call, db: Connection, user: User, caller: Caller, current: str
) -> None:
    """If the owner wants it, the old password is asked for, except of a session that a mail began."""
    if not call.settings.require_current_password:
        return
    by_mail = ["otp", "magiclink", "recovery"]
    if caller.session and await sessions.used_method(db, session_id=caller.session.id, methods=by_mail):
        return
    message = "Current password required when setting new password."
    if not current:
        raise AuthError(400, "current_password_required", message)
    attempts = call.service.limits.sign_in(call.ip, user.email or "")
    attempts.begin()
    if not await call.service.hasher.matches(current, user.encrypted_password):
        raise AuthError(400, "current_password_invalid", message)
    attempts.forgive()


async def logout(call: Call) -> Answer:
    """POST /logout?scope=global|local|others."""
    scope = call.query("scope") or "global"
    async with call.transaction() as db:
        caller = await bearer.signed_in(call, db)
        if scope not in ("global", "local", "others"):
            raise invalid(f'Unsupported logout scope "{scope}"')
        await end_by_scope(db, caller, scope)
        await audit.record(db, "logout", call.ip, caller.user)
    return Answer(status=204)


async def end_by_scope(db: Connection, caller: Caller, scope: Any) -> None:
    """Ends this session, the others, or all. A token without a session can only mean all."""
    if caller.session is None or scope == "global":
        await sessions.end_sessions(db, caller.user)
    elif scope == "local":
        await sessions.end_session(db, session_id=caller.session.id)
    else:
        await sessions.end_sessions(db, caller.user, except_id=caller.session.id)
