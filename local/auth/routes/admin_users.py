"""/admin/users: what a service may do with any account."""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from local.auth.database import Connection
from local.auth.edge.answer import Answer
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import AuthError, email_exists, invalid, unexpected, user_not_found
from local.auth.sessions import bearer
from local.auth.upkeep import audit
from local.auth.users import account, passwords
from local.auth.users import queries as users
from local.auth.users.address import checked_email
from local.auth.users.model import User, merged
from local.auth.users.shape import Shape, factor_shape, user_shape

BCRYPT_HASH = re.compile(r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}")
PAGE_SIZE = 50
LARGEST_PAGE = 1000


async def list_users(call: Call) -> Answer:
    """GET /admin/users?page&per_page&filter&sort."""
    async with call.transaction() as db:
        await bearer.require_admin(call, db)
        page = page_number(call.query("page"), default=1)
        page_size = min(page_number(call.query("per_page"), default=PAGE_SIZE), LARGEST_PAGE)
        found, total = await users.page_of_users(
            db,
            audience=call.settings.audience,
            contains=call.query("filter"),
            newest_first=not call.query("sort").strip().lower().endswith(" asc"),
            page=page,
            page_size=page_size,
        )
    shapes = [user_shape(user, listed=True) for user in found]
    headers = {"X-Total-Count": str(total), "Link": page_links(call, page, page_size, total)}
    return Answer({"users": shapes, "aud": call.settings.audience}, headers=headers)


def page_number(text: str, *, default: int) -> int:
    """A page or its size; '' and 0 mean the default."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        reason = f'strconv.ParseUint: parsing "{text}": invalid syntax'
        raise invalid(f"Bad Pagination Parameters: {reason}")
    return int(text) or default


def page_links(call: Call, page: int, page_size: int, total: int) -> str:
    """`page` comes first and rel is in double quotes: auth-js takes the header apart by hand."""
    last = max(1, -(-total // page_size))
    numbers = {"next": page + 1} if last > page else {}
    return ", ".join(
        f'</admin/users?{urlencode({"page": number, "per_page": page_size})}>; rel="{rel}"'
        for rel, number in {**numbers, "last": last}.items()
    )


async def create_user(call: Call) -> Shape:
    """POST /admin/users. Sends no mail."""
    async with call.transaction() as db:
        await bearer.require_admin(call, db)
    body = call.body()
    email, user_id = new_address(body), chosen_id(body)
    duration = account.ban_duration(body.text("ban_duration"))
    password_hash = await new_password_hash(call, body)
    async with call.transaction() as db:
        if await users.email_is_taken(db, email=email):
            raise email_exists()
        user = await account.create(
            db,
            email=email,
            password_hash=password_hash,
            user_metadata=body.members("user_metadata"),
            app_metadata=body.members("app_metadata"),
            role=body.text("role").strip() or account.ROLE,
            user_id=user_id,
        )
        if body.flag("email_confirm"):
            user = await account.confirm_email(db, user)
        if duration is not None:
            user = await account.ban(db, user, duration)
        await audit.record(db, "user_signedup", call.ip, user, provider="email")
    return user_shape(user)


def new_address(body: Body) -> str:
    """The e-mail of the user to make."""
    email, phone = body.text("email"), body.text("phone")
    if not email and not phone:
        raise invalid("Cannot create a user without either an email or phone")
    if not email:
        raise AuthError(400, "phone_provider_disabled", "Phone signups are disabled")
    return checked_email(email)


def chosen_id(body: Body) -> UUID | None:
    """The id the caller wants, None for a random one."""
    text = body.text("id")
    if not text:
        return None
    chosen = bearer.as_uuid(text)
    if chosen is None:
        raise invalid("ID must conform to the uuid v4 format")
    if chosen.int == 0:
        raise invalid("ID cannot be a nil uuid")
    return chosen


async def new_password_hash(call: Call, body: Body) -> str:
    """The hash to store: given, made of the given password, or of one that nobody knows."""
    password, given = body.text("password"), body.text("password_hash")
    if password and given:
        raise invalid("Only a password or a password hash should be provided")
    if len(password.encode()) > passwords.LONGEST_BYTES:
        raise invalid("bcrypt: password length exceeds 72 bytes")
    if given and not BCRYPT_HASH.fullmatch(given):
        raise unexpected("Error creating user")
    return given or await call.service.hasher.hash(password or secrets.token_urlsafe(40))


async def get_user(call: Call) -> Shape:
    """GET /admin/users/{id}."""
    async with call.transaction() as db:
        return user_shape(await named_user(call, db))


async def update_user(call: Call) -> Shape:
    """PUT /admin/users/{id}: changes take effect at once, without any mail."""
    async with call.transaction() as db:
        user = await named_user(call, db)
        user = await users.locked(db, user) or user
        body = call.body()
        email, duration = body.text("email"), account.ban_duration(body.text("ban_duration"))
        if email:
            user = await change_address(db, user, checked_email(email), body)
        elif body.flag("email_confirm"):
            user = await account.confirm_email(db, user)
        if "password" in body:
            user = await replace_password(call, db, user, body.text("password"))
        user = await users.update_user(db, user, **metadata_and_role(user, body))
        if duration is not None:
            user = await account.ban(db, user, duration)
        await audit.record(db, "user_modified", call.ip, user)
    return user_shape(user)


async def change_address(db: Connection, user: User, email: str, body: Body) -> User:
    """Another e-mail, confirmed or not as the admin says. 422 email_exists (GoTrue fails with 500 here)."""
    if await users.email_is_taken(db, email=email, except_id=user.id):
        raise email_exists()
    confirmed = body.flag("email_confirm")
    user = await account.change_email(db, user, email, verified=confirmed)
    return await account.confirm_email(db, user) if confirmed else user


async def replace_password(call: Call, db: Connection, user: User, password: str) -> User:
    """A password set by an admin ends every session."""
    passwords.require_strong(password, call.settings)
    return await account.set_password(db, user, await call.service.hasher.hash(password))


def metadata_and_role(user: User, body: Body) -> dict[str, Any]:
    """The columns that change by these members of the body."""
    columns: dict[str, Any] = {}
    if role := body.text("role").strip():
        columns["role"] = role
    if (told := body.members("app_metadata")) is not None:
        columns["raw_app_meta_data"] = merged(user.raw_app_meta_data, told)
    if (told := body.members("user_metadata")) is not None:
        columns["raw_user_meta_data"] = merged(user.raw_user_meta_data, told)
    return columns


async def delete_user(call: Call) -> dict[str, Any]:
    """DELETE /admin/users/{id}, hard or soft."""
    async with call.transaction() as db:
        user = await named_user(call, db)
        await audit.record(db, "user_deleted", call.ip, user)
        if call.body(may_be_empty=True).flag("should_soft_delete"):
            await account.soft_delete(db, user)
        else:
            await users.delete_user(db, user)
    return {}


async def list_factors(call: Call) -> list[Shape]:
    """GET /admin/users/{id}/factors."""
    async with call.transaction() as db:
        user = await named_user(call, db)
    return [factor_shape(factor) for factor in user.factors]


async def named_user(call: Call, db: Connection) -> User:
    """The user of the path, for an admin. 404 when the path names nobody."""
    await bearer.require_admin(call, db)
    user_id = bearer.as_uuid(call.request.path_params["user_id"])
    if user_id is None:
        raise invalid("user_id must be an UUID", 404)
    user = await users.user_by_id(db, user_id=user_id)
    if user is None:
        raise user_not_found()
    return user
