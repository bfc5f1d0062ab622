"""Making codes, keeping them, and putting the mail that carries them on its way."""

from __future__ import annotations

from typing import Any

from local.auth import clock
from local.auth.codes import codes
from local.auth.codes.codes import Column
from local.auth.codes.links import mail_link
from local.auth.database import Connection
from local.auth.edge.call import Call
from local.auth.errors import too_many_mails
from local.auth.users import queries as users
from local.auth.users.model import User
from local.mail import Letter
from local.mail.letters import known_locale
from local.mail.texts import Kind

COLUMN: dict[Kind, Column] = {
    "signup": "confirmation_token",
    "invite": "confirmation_token",
    "recovery": "recovery_token",
    "magiclink": "recovery_token",
    "reauthentication": "reauthentication_token",
}


def seconds_to_wait(call: Call, user: User, column: Column) -> int:
    """How long until this user may be sent another mail of the kind; 0 is now."""
    sent_at = getattr(user, codes.SENT_AT[column])
    interval = call.settings.mail_interval_seconds
    if clock.passed(sent_at, interval):
        return 0
    return max(1, interval - int((clock.now() - sent_at).total_seconds()))


def require_pause(call: Call, user: User, column: Column) -> None:
    """Raises 429 over_email_send_rate_limit."""
    if seconds := seconds_to_wait(call, user, column):
        raise too_many_mails(seconds)


async def send_code(call: Call, db: Connection, user: User, kind: Kind) -> User:
    """Mails the user a new code of the kind to his own address; the old one is void."""
    call.service.limits.mail_at_all()
    column, address = COLUMN[kind], user.email or ""
    code = codes.new_code(address, call.settings)
    sent: dict[str, Any] = {column: code.token_hash, codes.SENT_AT[column]: clock.now()}
    if kind == "invite":
        sent["invited_at"] = clock.now()
    user = await users.update_user(db, user, **sent)
    await codes.put(db, user, column, code.token_hash, address)
    call.outgoing.append(letter(call, user, kind, code, address))
    return user


async def send_email_change(call: Call, db: Connection, user: User, new_email: str) -> User:
    """Mails the new address a code, and under secure change the current one another."""
    require_pause(call, user, "email_change_token_new")
    call.service.limits.mail_at_all()
    new = codes.new_code(new_email, call.settings)
    user = await users.update_user(
        db,
        user,
        email_change=new_email,
        email_change_token_new=new.token_hash,
        email_change_token_current="",
        email_change_confirm_status=0,
        email_change_sent_at=clock.now(),
    )
    await codes.put(db, user, "email_change_token_new", new.token_hash, new_email)
    call.outgoing.append(letter(call, user, "email_change", new, new_email))
    if not (call.settings.secure_email_change and user.email):
        return user
    current = codes.new_code(user.email, call.settings)
    await codes.put(db, user, "email_change_token_current", current.token_hash, user.email)
    call.outgoing.append(letter(call, user, "email_change", current, user.email))
    return await users.update_user(db, user, email_change_token_current=current.token_hash)


def letter(call: Call, user: User, kind: Kind, code: codes.Code, address: str) -> Letter:
    """The mail with the code and, except for reauthentication, the link."""
    target = call.redirect_target()
    has_link = kind != "reauthentication"
    return Letter(
        kind=kind,
        to=address,
        locale=known_locale(user.raw_user_meta_data.get("locale"), call.settings.default_locale),
        email=user.email or "",
        new_email=user.email_change,
        code=code.digits,
        link=mail_link(call.settings, kind, code.token_hash, target) if has_link else "",
    )
