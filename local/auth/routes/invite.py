"""POST /invite: an admin's way to bring somebody in. Works while sign-up is closed."""

from __future__ import annotations

from local.auth.codes import delivery
from local.auth.edge.call import Call
from local.auth.errors import email_exists
from local.auth.sessions import bearer
from local.auth.upkeep import audit
from local.auth.users import account
from local.auth.users import queries as users
from local.auth.users.address import checked_email
from local.auth.users.shape import Shape, user_shape


async def invite(call: Call) -> Shape:
    """Makes the user if there is none and mails the link; an unconfirmed one is invited again."""
    async with call.transaction() as db:
        await bearer.require_admin(call, db)
        body = call.body()
        email = checked_email(body.text("email"))
        user = await users.user_by_email(db, email=email, audience=call.settings.audience)
        if user is not None and user.email_confirmed_at:
            raise email_exists()
        if user is None:
            user = await account.create(db, email=email, user_metadata=body.members("data"))
        user = await delivery.send_code(call, db, user, "invite")
        await audit.record(db, "user_invited", call.ip, user)
    return user_shape(user)
