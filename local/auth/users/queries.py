"""Reading and writing people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.db.sql import load
from local.auth.database import Connection, execute, fetch_row, fetch_rows, fetch_value
from local.auth.users.model import User, user_of

sql = load(__file__)


async def user_by_id(db: Connection, *, user_id: UUID) -> User | None:
    """The user with his identities and factors."""
    row = await fetch_row(db, sql.user_by_id, user_id=user_id)
    return user_of(row) if row else None


async def user_by_email(db: Connection, *, email: str, audience: str) -> User | None:
    """The user with this address, in any letter case."""
    row = await fetch_row(db, sql.user_by_email, email=email.lower(), audience=audience)
    return user_of(row) if row else None


async def locked(db: Connection, user: User) -> User | None:
    """The same user as he is now, his row held until the end of the transaction; None if he is gone."""
    await execute(db, sql.lock_user, user_id=user.id)
    return await user_by_id(db, user_id=user.id)


async def email_is_taken(db: Connection, *, email: str, except_id: UUID | None = None) -> bool:
    """Whether somebody other than `except_id` has the address."""
    owner = await fetch_value(db, sql.email_owner, email=email.lower(), except_id=except_id)
    return owner is not None


async def update_user(db: Connection, user: User, **columns: Any) -> User:
    """Writes the given columns and reads the user again."""
    await execute(db, sql.update_user, user_id=user.id, patch=columns)
    return await reloaded(db, user)


async def reloaded(db: Connection, user: User) -> User:
    """The user as this transaction sees him now."""
    fresh = await user_by_id(db, user_id=user.id)
    if fresh is None:
        raise LookupError("the user was deleted while his request was running")
    return fresh


async def delete_user(db: Connection, user: User) -> None:
    """Removes the user and, by cascade, everything in schema auth that is his."""
    await execute(db, sql.delete_user, user_id=user.id)


async def add_email_identity(
    db: Connection, user: User, *, verified: bool = False, **extra: Any
) -> dict[str, Any]:
    """Adds the identity of the user's own address; returns its data."""
    data = {
        **extra,
        "sub": str(user.id),
        "email": user.email,
        "email_verified": verified,
        "phone_verified": False,
    }
    await execute(db, sql.insert_identity, user_id=user.id, identity_data=data)
    return data


async def change_identity(db: Connection, identity_id: UUID, **data: Any) -> None:
    """Merges `data` into the identity."""
    await execute(db, sql.update_identity, identity_id=identity_id, identity_data=data)


async def page_of_users(
    db: Connection, *, audience: str, contains: str, newest_first: bool, page: int, page_size: int
) -> tuple[list[User], int]:
    """One page (from 1) of the users whose e-mail or full name contains the text, and how many there are."""
    total = await fetch_value(db, sql.count_users, audience=audience, filter=contains)
    rows = await fetch_rows(
        db,
        sql.list_users,
        audience=audience,
        filter=contains,
        newest_first=newest_first,
        page_size=page_size,
        skipped=(page - 1) * page_size,
    )
    return [user_of(row) for row in rows], int(total)
