"""A code, its hash, where it is kept and when it is good.

A code is kept twice: in a column of auth.users, which a typed code is compared with, and in
auth.one_time_tokens, by which a link finds its user.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Literal

from api.db.sql import load
from local.auth import clock
from local.auth.database import Connection, execute, fetch_value
from local.auth.settings import AuthSettings
from local.auth.users import queries as users
from local.auth.users.model import User

sql = load(__file__)

Column = Literal[
    "confirmation_token",
    "recovery_token",
    "reauthentication_token",
    "email_change_token_new",
    "email_change_token_current",
]
SENT_AT: dict[Column, str] = {
    "confirmation_token": "confirmation_sent_at",
    "recovery_token": "recovery_sent_at",
    "reauthentication_token": "reauthentication_sent_at",
    "email_change_token_new": "email_change_sent_at",
    "email_change_token_current": "email_change_sent_at",
}
COLUMNS: dict[str, tuple[Column, ...]] = {
    "signup": ("confirmation_token",),
    "invite": ("confirmation_token",),
    "recovery": ("recovery_token",),
    "magiclink": ("recovery_token",),
    "email": ("confirmation_token", "recovery_token"),
    "email_change": ("email_change_token_current", "email_change_token_new"),
}
"""Which columns a type of verification may use up."""


@dataclass(frozen=True)
class Code:
    """Digits for a person to type, and the hash that goes into links and tables."""

    digits: str
    token_hash: str


def new_code(address: str, settings: AuthSettings) -> Code:
    """A random code bound to the address."""
    digits = str(secrets.randbelow(10**settings.code_digits)).zfill(settings.code_digits)
    return Code(digits, hash_of(address, digits))


def hash_of(address: str, digits: str) -> str:
    """GoTrue's hash: SHA-224 of lower-case address and code, 56 hex characters."""
    return hashlib.sha224((address.lower() + digits).encode()).hexdigest()


def is_live(user: User, column: Column, token_hash: str, settings: AuthSettings) -> bool:
    """Whether this hash is the user's pending one in `column` and has not expired."""
    return is_fresh(user, column, settings) and is_same(getattr(user, column), token_hash)


def is_fresh(user: User, column: Column, settings: AuthSettings) -> bool:
    """Whether something is pending in `column` and young enough."""
    sent_at = getattr(user, SENT_AT[column])
    return bool(getattr(user, column)) and not clock.passed(sent_at, settings.code_seconds)


def is_same(stored: str, token_hash: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(stored.encode(), token_hash.encode())


async def put(db: Connection, user: User, column: Column, token_hash: str, address: str) -> None:
    """Makes the hash findable by its link; the caller writes the user's own column."""
    await execute(
        db, sql.put_code, user_id=user.id, kind=column, token_hash=token_hash, relates_to=address.lower()
    )


async def owner(db: Connection, *, token_hash: str, kinds: tuple[Column, ...]) -> User | None:
    """The user a link's hash belongs to."""
    user_id = await fetch_value(db, sql.code_owner, token_hash=token_hash, kinds=list(kinds))
    return await users.user_by_id(db, user_id=user_id) if user_id else None


async def drop_all(db: Connection, user: User) -> None:
    """After any success no link of the user works any more."""
    await execute(db, sql.drop_codes, user_id=user.id)


async def drop(db: Connection, user: User, column: Column) -> None:
    """Forgets one link."""
    await execute(db, sql.drop_code, user_id=user.id, kind=column)
