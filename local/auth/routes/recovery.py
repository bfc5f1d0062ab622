"""Mails that a person asks for himself: recovery, resend, reauthentication."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from local.auth.codes import delivery
from local.auth.database import Connection
from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid
from local.auth.sessions import bearer
from local.auth.upkeep import audit
from local.auth.users import queries as users
from local.auth.users.address import checked_email, checked_phone
from local.auth.users.model import User

RESENT = ("signup", "email_change", "sms", "phone_change")


async def recover(call: Call) -> dict[str, Any]:
    """POST /recover: {} for everybody, sooner or later for nobody."""
    text = call.body().text("email")
    if not text:
        raise invalid("Password recovery requires an email")
    email = checked_email(text)
    call.service.limits.ask_for_mail(call.ip)
    call.service.limits.mail_to("recovery", email)
    async with unhurried(call), call.transaction() as db:
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
        # Within the pause the limit above has spoken for all; after a restart we are silent for all.
        if user is not None and not delivery.seconds_to_wait(call, user, "recovery_token"):
            user = await delivery.send_code(call, db, user, "recovery")
            await audit.record(db, "user_recovery_requested", call.ip, user)
    return {}


async def resend(call: Call) -> dict[str, Any]:
    """POST /resend: the pending confirmation or e-mail change again; {} when nothing is pending."""
    body = call.body()
    kind, email, phone = body.text("type"), body.text("email"), body.text("phone")
    if kind not in RESENT:
        raise invalid(f"Missing one of these types: {', '.join(RESENT)}")
    if kind == "signup" and not email:
        raise invalid("Type provided requires an email address")
    if kind == "sms" and not phone:
        raise invalid("Type provided requires a phone number")
    if bool(email) == bool(phone):
        given = "Only an email address or phone number should be provided." if email else ""
        raise invalid(given or "Missing email address or phone number")
    if phone:
        checked_phone(phone)
        return {}
    email = checked_email(email)
    call.service.limits.ask_for_mail(call.ip)
    call.service.limits.mail_to(kind, email)
    async with unhurried(call), call.transaction() as db:
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
        if user is not None:
            await send_again(call, db, user, kind)
    return {}


async def send_again(call: Call, db: Connection, user: User, kind: str) -> None:
    """Sends what is pending, unless it was sent a moment ago."""
    if kind == "signup" and not user.email_confirmed_at:
        if not delivery.seconds_to_wait(call, user, "confirmation_token"):
            await delivery.send_code(call, db, user, "signup")
            await audit.record(db, "user_confirmation_requested", call.ip, user)
    elif (
        kind == "email_change"
        and user.email_change
        and not delivery.seconds_to_wait(call, user, "email_change_token_new")
    ):
        await delivery.send_email_change(call, db, user, user.email_change)


async def reauthenticate(call: Call) -> dict[str, Any]:
    """GET /reauthenticate: mails a code for the next change of the password."""
    async with call.transaction() as db:
        user = (await bearer.signed_in(call, db)).user
        if not user.email:
            raise invalid("Reauthentication requires the user to have an email or a phone number")
        if not user.email_confirmed_at:
            raise AuthError(422, "email_not_confirmed", "Please verify your email first.")
        delivery.require_pause(call, user, "reauthentication_token")
        await delivery.send_code(call, db, user, "reauthentication")
        await audit.record(db, "user_reauthenticate_requested", call.ip, user)
    return {}


@asynccontextmanager
async def unhurried(call: Call) -> AsyncIterator[None]:
    """Takes the same time whether or not there was a user; a slow mail server answers to nobody."""
    call.answers_first = call.service.mailer.is_slow
    begun = time.monotonic()
    try:
        yield
    finally:
        left = call.settings.recover_floor_seconds - (time.monotonic() - begun)
        await asyncio.sleep(max(0.0, left))
