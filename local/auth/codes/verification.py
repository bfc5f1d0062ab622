"""Using a code up. Everything happens under the lock of the user's row, so of many at once one succeeds."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from local.auth.codes import codes
from local.auth.codes.codes import COLUMNS, Column
from local.auth.database import Connection
from local.auth.edge.call import Call
from local.auth.errors import AuthError, email_exists, invalid
from local.auth.sessions import sign_in
from local.auth.users import account
from local.auth.users import queries as users
from local.auth.users.model import User

HALF_WAY = "Confirmation link accepted. Please proceed to confirm link sent to the other email"


@dataclass(frozen=True)
class Claim:
    """What a caller knows: a hash by itself (from a link), or one made of an address and a typed code."""

    kind: str
    token_hash: str
    email: str = ""
    phone: str = ""

    @property
    def is_typed(self) -> bool:
        """A code that a person typed, beside his address."""
        return bool(self.email or self.phone)


async def verify_claim(call: Call, db: Connection, claim: Claim) -> dict[str, Any] | None:
    """The session answer, or None when an e-mail change still waits for the other address."""
    found = await _find_user(call, db, claim)
    user = await users.locked(db, found) if found else None
    if user is None:
        raise expired(claim)
    if user.is_banned:
        raise AuthError(403, "user_banned", "User is banned")
    column = pending_column(call, user, claim)
    if column is None:
        raise expired(claim)
    confirmed = await _use_up(call, db, user, column)
    if confirmed is None:
        return None
    return await sign_in.begin_session(call, db, confirmed, "otp")


async def _find_user(call: Call, db: Connection, claim: Claim) -> User | None:
    if not claim.is_typed:
        if claim.kind not in COLUMNS:
            raise invalid("Invalid email verification type")
        return await codes.owner(db, token_hash=claim.token_hash, kinds=COLUMNS[claim.kind])
    if claim.kind == "email_change":  # the new address is in no user's row yet
        return await codes.owner(db, token_hash=claim.token_hash, kinds=COLUMNS["email_change"])
    if not claim.email:
        return None
    return await users.user_by_email(db, email=claim.email, audience=call.settings.audience)


def pending_column(call: Call, user: User, claim: Claim) -> Column | None:
    """The column whose live code this is."""
    columns = COLUMNS.get(claim.kind, ())
    live = [column for column in columns if codes.is_live(user, column, claim.token_hash, call.settings)]
    return live[0] if live else None


def expired(claim: Claim) -> AuthError:
    """403 otp_expired: wrong, used, too old and unknown are one answer."""
    message = "Token has expired or is invalid" if claim.is_typed else "Email link is invalid or has expired"
    return AuthError(403, "otp_expired", message)


async def _use_up(call: Call, db: Connection, user: User, column: Column) -> User | None:
    if column == "confirmation_token":
        return await _confirm_signup(call, db, user)
    if column == "recovery_token":
        return await _recover(db, user)
    return await confirm_email_change(call, db, user, column)


async def _confirm_signup(call: Call, db: Connection, user: User) -> User:
    if user.invited_at and not user.encrypted_password:
        # Nobody knows it: until the invited person sets his own, only links let him in.
        random_hash = await call.service.hasher.hash(secrets.token_urlsafe(40))
        user = await account.set_password(db, user, random_hash)
    return await account.confirm_email(db, user)


async def _recover(db: Connection, user: User) -> User:
    await codes.drop_all(db, user)
    user = await users.update_user(db, user, recovery_token="")
    return user if user.email_confirmed_at else await account.confirm_email(db, user)


async def confirm_email_change(call: Call, db: Connection, user: User, column: Column) -> User | None:
    """The first of two confirmations is only noted (None); the last one changes the address."""
    two_sided = call.settings.secure_email_change and user.email and not call.settings.autoconfirm
    if two_sided and user.email_change_confirm_status == 0:
        await codes.drop(db, user, column)
        await users.update_user(db, user, **{column: "", "email_change_confirm_status": 1})
        return None
    new_email = user.email_change
    if await users.email_is_taken(db, email=new_email, except_id=user.id):
        raise email_exists()
    await codes.drop_all(db, user)
    user = await users.update_user(
        db,
        user,
        email_change="",
        email_change_token_current="",
        email_change_token_new="",
        email_change_confirm_status=0,
    )
    user = await account.change_email(db, user, new_email, verified=True)
    return user if user.email_confirmed_at else await account.confirm_email(db, user)
