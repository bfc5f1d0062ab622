"""POST and GET /verify: a code or a link's hash for a session."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from local.auth.codes.codes import hash_of
from local.auth.codes.verification import HALF_WAY, Claim, verify_claim
from local.auth.edge.answer import Answer
from local.auth.edge.body import Body
from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid
from local.auth.users.address import checked_email, checked_phone

OAUTH_NAMES = {
    400: "invalid_request",
    401: "unauthorized_client",
    403: "access_denied",
    500: "server_error",
    503: "temporarily_unavailable",
}
IN_FRAGMENT = ("access_token", "expires_at", "expires_in", "refresh_token", "token_type")


async def verify_by_post(call: Call) -> dict[str, Any]:
    """POST /verify."""
    session = await _verified(call, posted_claim(call.body()))
    return session or {"msg": HALF_WAY, "code": "200"}


async def verify_by_link(call: Call) -> Answer:
    """GET /verify: always a redirect, with the session or the error in the fragment, where no server logs it."""
    kind, token = call.query("type"), call.query("token")
    if not kind:
        raise invalid("Verify requires a verification type")
    if not token:
        raise invalid("Verify requires a token or a token hash")
    try:
        session = await _verified(call, Claim(kind, token))
    except AuthError as error:
        said = error_fragment(error)
    else:
        said = session_fragment(session, kind)
    target = call.redirect_target().partition("#")[0]
    location = f"{target}#{urlencode(sorted({**said, 'sb': ''}.items()))}"
    return Answer(status=303, headers={"Location": location, "Cache-Control": "no-store"})


async def _verified(call: Call, claim: Claim) -> dict[str, Any] | None:
    attempts = call.service.limits.verify(call.ip, claim.email)
    attempts.begin()
    async with call.transaction() as db:
        session = await verify_claim(call, db, claim)
    attempts.forgive()
    return session


def posted_claim(body: Body) -> Claim:
    """What a POST claims to know. 400 when it says too little or too much."""
    kind, token, token_hash = body.text("type"), body.text("token"), body.text("token_hash")
    email, phone = body.text("email"), body.text("phone")
    if not kind:
        raise invalid("Verify requires a verification type")
    if bool(token) == bool(token_hash):
        raise invalid("Verify requires either a token or a token hash")
    if token_hash:
        if email or phone or body.text("redirect_to"):
            raise invalid("Only the token_hash and type should be provided")
        return Claim(kind, token_hash)
    if bool(email) == bool(phone):
        raise invalid("Only an email address or phone number should be provided on verify")
    if phone:
        return Claim(kind, hash_of(checked_phone(phone), token), phone=phone)
    try:
        email = checked_email(email)
    except AuthError as malformed:
        raise invalid("Invalid email format", 422) from malformed
    return Claim(kind, hash_of(email, token), email=email)


def session_fragment(session: dict[str, Any] | None, kind: str) -> dict[str, Any]:
    """What the page behind the link reads after success."""
    if session is None:
        return {"message": HALF_WAY}
    return {**{name: session[name] for name in IN_FRAGMENT}, "type": kind}


def error_fragment(error: AuthError) -> dict[str, str]:
    """What the page reads after a failure."""
    said = {"error_code": error.code, "error_description": error.message}
    name = OAUTH_NAMES.get(error.status)
    return {**said, "error": name} if name else said
