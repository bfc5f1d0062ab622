"""POST /signup: closed unless the owner opens it."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from local.auth import clock
from local.auth.codes import delivery
from local.auth.database import Connection
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid, signup_disabled
from local.auth.sessions import sign_in
from local.auth.upkeep import audit
from local.auth.users import account, passwords
from local.auth.users import queries as users
from local.auth.users.address import checked_email
from local.auth.users.model import User, merged
from local.auth.users.shape import Shape, user_shape


async def signup(call: Call) -> dict[str, Any]:
    """A session when addresses need no confirmation, else the bare user and a mail."""
    body = call.body()
    email, password = registration(call, body)
    call.service.limits.ask_for_mail(call.ip)
    password_hash = await call.service.hasher.hash(password)
    async with call.transaction() as db:
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
        # Without mails nobody proves that a pending invitation's address is his: GoTrue would sign him in.
        if user is not None and (user.email_confirmed_at or call.settings.autoconfirm):
            return known_address(call, user, body)
        if user is None:
            user = await register(call, db, email, password_hash, body.members("data") or {})
        if call.settings.autoconfirm:
            user = await account.confirm_email(db, user)
            return await sign_in.begin_session(call, db, user, "password")
        delivery.require_pause(call, user, "confirmation_token")
        user = await delivery.send_code(call, db, user, "signup")
        return pending_shape(user)


def registration(call: Call, body: Body) -> tuple[str, str]:
    """Address and password of a sign-up that is allowed and well formed."""
    email, phone, password = body.text("email"), body.text("phone"), body.text("password")
    if not email and not phone:
        raise AuthError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled")
    if not call.settings.signup:
        raise signup_disabled()
    if not password:
        raise invalid("Signup requires a valid password")
    passwords.require_strong(password, call.settings)
    if email and phone:
        raise invalid("Only an email address or phone number should be provided on signup.")
    if phone:
        raise AuthError(400, "phone_provider_disabled", "Phone signups are disabled")
    return checked_email(email), password


async def register(call: Call, db: Connection, email: str, password_hash: str, data: dict[str, Any]) -> User:
    """Makes the user; after a sign-up his metadata repeats what his identity says."""
    user = await account.create(
        db, email=email, password_hash=password_hash, user_metadata=data, identity_extra=data
    )
    identity = user.email_identity
    told = merged(user.raw_user_meta_data, identity.identity_data if identity else {})
    await audit.record(db, "user_signedup", call.ip, user, provider="email")
    return await users.update_user(db, user, raw_user_meta_data=told)


def known_address(call: Call, user: User, body: Body) -> Shape:
    """With mails on, a stranger learns nothing: he gets the shape of a user who does not exist."""
    if call.settings.autoconfirm:
        raise AuthError(422, "user_already_exists", "User already registered")
    moment = clock.now()
    nobody = {
        "id": uuid.uuid4(),
        "aud": user.aud,
        "role": "",
        "email": user.email,
        "phone": "",
        "app_metadata": dict(account.EMAIL_PROVIDER),
        "user_metadata": body.members("data") or {},
        "identities": [],
        "created_at": moment,
        "updated_at": moment,
        "confirmation_sent_at": moment,
        "is_anonymous": False,
    }
    return nobody


def pending_shape(user: User) -> Shape:
    """The user who must confirm; an invited one is not shown what the inviter wrote about him."""
    if user.invited_at:
        return user_shape(dataclasses.replace(user, raw_user_meta_data={}, identities=()))
    return user_shape(user)
