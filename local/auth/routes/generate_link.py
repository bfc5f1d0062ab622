"""POST /admin/generate_link: the link that a mail would carry, without the mail."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from local.auth import clock
from local.auth.codes import codes
from local.auth.codes.links import action_link
from local.auth.database import Connection
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import email_exists, invalid, user_not_found
from local.auth.sessions import bearer
from local.auth.upkeep import audit
from local.auth.users import account, passwords
from local.auth.users import queries as users
from local.auth.users.address import checked_email
from local.auth.users.model import User, merged
from local.auth.users.shape import Shape, user_shape


@dataclass
class Order:
    """A link to make. `link_hash` is what the link carries, mostly the code's own hash."""

    call: Call
    db: Connection
    body: Body
    kind: str
    email: str
    user: User | None
    code: codes.Code
    link_hash: str = ""

    def known(self) -> User:
        """The user; 404 when there is none."""
        if self.user is None:
            raise user_not_found("User with this email not found")
        return self.user


async def generate_link(call: Call) -> Shape:
    """User, action_link, email_otp, hashed_token, verification_type, redirect_to."""
    async with call.transaction() as db:
        await bearer.require_admin(call, db)
        body = call.body()
        kind, email = body.text("type"), checked_email(body.text("email"))
        if kind not in MAKERS:
            raise invalid(f"Invalid email action link type requested: {kind}")
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
        if user is None and kind == "magiclink":
            kind = "signup"
        code = codes.new_code(email, call.settings)
        order = Order(call, db, body, kind, email, user, code, code.token_hash)
        made = await MAKERS[kind](order)
        await audit.record(db, "user_modified", call.ip, made)
    return link_shape(order, made)


def link_shape(order: Order, user: User) -> Shape:
    """The answer. For email_change_new the hashed_token is GoTrue's too: of the old address, not the link's."""
    target = order.call.redirect_target(order.body.text("redirect_to"))
    verified_as = "email_change" if order.kind.startswith("email_change") else order.kind
    return {
        **user_shape(user),
        "action_link": action_link(order.call.settings, verified_as, order.link_hash, target),
        "email_otp": order.code.digits,
        "hashed_token": order.code.token_hash,
        "verification_type": order.kind,
        "redirect_to": target,
    }


async def _recovery(order: Order) -> User:
    user, token_hash = order.known(), order.code.token_hash
    await codes.put(order.db, user, "recovery_token", token_hash, order.email)
    return await users.update_user(order.db, user, recovery_token=token_hash, recovery_sent_at=clock.now())


async def _confirmation(order: Order) -> User:
    if order.user is not None and order.user.email_confirmed_at:
        raise email_exists()
    user = order.user or await _registered(order)
    if order.user is not None and (data := order.body.members("data")):
        user = await users.update_user(
            order.db, user, raw_user_meta_data=merged(user.raw_user_meta_data, data)
        )
    columns: dict[str, Any] = {"invited_at": clock.now()} if order.kind == "invite" else {}
    await codes.put(order.db, user, "confirmation_token", order.code.token_hash, order.email)
    return await users.update_user(
        order.db,
        user,
        confirmation_token=order.code.token_hash,
        confirmation_sent_at=clock.now(),
        **columns,
    )


async def _registered(order: Order) -> User:
    password_hash = ""
    if order.kind == "signup":
        password = order.body.text("password")
        if not password and order.body.text("type") == "magiclink":
            password = secrets.token_urlsafe(40)
        if not password:
            raise invalid("Signup requires a valid password")
        passwords.require_strong(password, order.call.settings)
        password_hash = await order.call.service.hasher.hash(password)
    return await account.create(
        order.db,
        email=order.email,
        password_hash=password_hash,
        user_metadata=order.body.members("data"),
    )


async def _email_change(order: Order) -> User:
    settings, user = order.call.settings, order.known()
    if order.kind == "email_change_current" and not settings.secure_email_change:
        raise invalid("Enable secure email change to generate link for current email")
    new_email = checked_email(order.body.text("new_email"))
    if await users.email_is_taken(order.db, email=new_email, except_id=user.id):
        raise email_exists()
    column: codes.Column = "email_change_token_current"
    address = order.email
    if order.kind == "email_change_new":
        column, address = "email_change_token_new", new_email
        order.link_hash = codes.hash_of(new_email, order.code.digits)
    await codes.put(order.db, user, column, order.link_hash, address)
    changed: dict[str, Any] = {
        column: order.link_hash,
        "email_change": new_email,
        "email_change_sent_at": clock.now(),
        "email_change_confirm_status": 0,
    }
    return await users.update_user(order.db, user, **changed)


MAKERS: dict[str, Callable[[Order], Awaitable[User]]] = {
    "signup": _confirmation,
    "invite": _confirmation,
    "magiclink": _recovery,
    "recovery": _recovery,
    "email_change_current": _email_change,
    "email_change_new": _email_change,
}
