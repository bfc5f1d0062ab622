"""What may happen to an account: it is made, confirmed, given a password, banned, erased."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from local.auth import clock
from local.auth.codes import codes
from local.auth.database import Connection, execute
from local.auth.errors import email_exists, invalid
from local.auth.sessions import queries as sessions
from local.auth.users import queries as users
from local.auth.users.model import User, merged
from local.auth.users.queries import sql

EMAIL_PROVIDER = {"provider": "email", "providers": ["email"]}
AUDIENCE = ROLE = "authenticated"

DURATION = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+|0")
DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)")
UNIT_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
LONGEST_BAN = timedelta(days=365 * 290)
"""About what Go's duration can hold."""


async def create(
    db: Connection,
    *,
    email: str,
    password_hash: str = "",
    user_metadata: dict[str, Any] | None = None,
    app_metadata: dict[str, Any] | None = None,
    role: str = ROLE,
    user_id: UUID | None = None,
    identity_extra: dict[str, Any] | None = None,
) -> User:
    """A new user with his e-mail identity, unconfirmed. 422 email_exists when the address is taken meanwhile."""
    new_id = user_id or uuid.uuid4()
    try:
        await execute(
            db,
            sql.insert_user,
            user_id=new_id,
            audience=AUDIENCE,
            role=role,
            email=email,
            encrypted_password=password_hash,
            app_metadata=merged(EMAIL_PROVIDER, app_metadata or {}),
            user_metadata=merged({}, user_metadata or {}),
        )
    except asyncpg.UniqueViolationError as taken:
        raise email_exists() from taken
    user = await users.user_by_id(db, user_id=new_id)
    if user is None:
        raise LookupError("the user that was just inserted cannot be read")
    await users.add_email_identity(db, user, **(identity_extra or {}))
    return await users.reloaded(db, user)


async def confirm_email(db: Connection, user: User) -> User:
    """The address is the user's: pending links die, his metadata and identity say so."""
    await codes.drop_all(db, user)
    for identity in user.identities:
        if identity.email and identity.email == user.email:
            await users.change_identity(db, identity.id, email_verified=True)
    return await users.update_user(
        db,
        user,
        confirmation_token="",
        email_confirmed_at=clock.now(),
        raw_user_meta_data=merged(user.raw_user_meta_data, {"email_verified": True}),
    )


async def set_password(db: Connection, user: User, password_hash: str, *, keep: UUID | None = None) -> User:
    """A new password ends every other session and voids every pending code and link."""
    await codes.drop_all(db, user)
    await sessions.end_sessions(db, user, except_id=keep)
    return await users.update_user(
        db,
        user,
        encrypted_password=password_hash,
        confirmation_token="",
        confirmation_sent_at=None,
        recovery_token="",
        recovery_sent_at=None,
        email_change_token_current="",
        email_change_token_new="",
        email_change_sent_at=None,
        phone_change_token="",
        phone_change_sent_at=None,
        reauthentication_token="",
        reauthentication_sent_at=None,
    )


async def change_email(db: Connection, user: User, email: str, *, verified: bool) -> User:
    """Gives the user another address at once, in his row and his identity. 422 email_exists when taken."""
    identity = user.email_identity
    if identity:
        await users.change_identity(db, identity.id, email=email, email_verified=verified)
    try:
        user = await users.update_user(db, user, email=email)
    except asyncpg.UniqueViolationError as taken:
        raise email_exists() from taken
    if not identity:
        await users.add_email_identity(db, user, verified=verified)
    return await users.reloaded(db, user)


async def ban(db: Connection, user: User, duration: timedelta) -> User:
    """Shuts the user out for that long; nothing or less lifts the ban. Sessions stay but cannot be used."""
    until = clock.now() + duration if duration > timedelta(0) else None
    return await users.update_user(db, user, banned_until=until)


def ban_duration(text: str) -> timedelta | None:
    """Go's notation (`24h`, `1h30m`), "none" for zero, None for ''. 400 validation_failed when it is neither."""
    if not text:
        return None
    if text == "none":
        return timedelta(0)
    if not DURATION.fullmatch(text):
        raise invalid(f'invalid format for ban duration: time: invalid duration "{text}"')
    seconds = sum(float(amount) * UNIT_SECONDS[unit] for amount, unit in DURATION_PART.findall(text))
    if seconds > LONGEST_BAN.total_seconds():
        raise invalid(f'invalid format for ban duration: time: invalid duration "{text}"')
    return timedelta(seconds=-seconds if text.startswith("-") else seconds)


async def soft_delete(db: Connection, user: User) -> None:
    """Keeps the row for those who refer to it and takes the person out of it."""
    if user.deleted_at:
        return
    await codes.drop_all(db, user)
    await sessions.end_sessions(db, user)
    await execute(db, sql.delete_factors, user_id=user.id)
    for identity in user.identities:
        blank = _blurred(user, f"{identity.provider}:{identity.provider_id}")
        await execute(db, sql.blank_identity, identity_id=identity.id, provider_id=blank)
    await users.update_user(
        db,
        user,
        email=_blurred(user, user.email or ""),
        phone=_blurred(user, user.phone)[:15] if user.phone else None,
        email_change="",
        phone_change="",
        phone_change_token="",
        encrypted_password=None,
        confirmation_token="",
        recovery_token="",
        email_change_token_current="",
        email_change_token_new="",
        reauthentication_token="",
        raw_user_meta_data={},
        raw_app_meta_data={},
        deleted_at=clock.now(),
    )


def _blurred(user: User, text: str) -> str:
    digest = hashlib.sha256(f"{user.id}{text}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
