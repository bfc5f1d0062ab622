"""Features this installation does not have answer as GoTrue does with them off; a bare 404 confuses its clients."""

from __future__ import annotations

from typing import NoReturn

from local.auth.edge.call import Call
from local.auth.errors import AuthError, invalid
from local.auth.sessions import bearer
from local.auth.users.address import checked_email, checked_phone

ENROLLMENT = {"totp": "TOTP", "phone": "Phone", "webauthn": "WebAuthn"}


async def one_time_password(call: Call) -> NoReturn:
    """POST /otp and /magiclink."""
    body = call.body()
    email, phone = body.text("email"), body.text("phone")
    if email and phone:
        raise invalid("Only an email address or phone number should be provided")
    if phone:
        checked_phone(phone)
        raise AuthError(400, "phone_provider_disabled", "Unsupported phone provider")
    if not email:
        raise invalid("One of email or phone must be set")
    checked_email(email)
    raise AuthError(422, "otp_disabled", "Signups not allowed for otp")


async def enroll(call: Call) -> NoReturn:
    """POST /factors."""
    async with call.transaction() as db:
        await bearer.signed_in(call, db)
    kind = call.body().text("factor_type")
    if kind not in ENROLLMENT:
        raise invalid("factor_type needs to be totp, phone, or webauthn")
    message = f"MFA enroll is disabled for {ENROLLMENT[kind]}"
    raise AuthError(422, f"mfa_{kind}_enroll_not_enabled", message)


async def factor(call: Call) -> NoReturn:
    """Anything about one factor: nobody has one."""
    async with call.transaction() as db:
        await bearer.signed_in(call, db)
    if bearer.as_uuid(call.request.path_params["factor_id"]) is None:
        raise invalid("factor_id must be an UUID", 404)
    raise AuthError(404, "mfa_factor_not_found", "Factor not found")


async def linking(call: Call) -> NoReturn:
    """/user/identities."""
    async with call.transaction() as db:
        await bearer.signed_in(call, db)
    raise AuthError(404, "manual_linking_disabled", "Manual linking is disabled")


async def sso(_call: Call) -> NoReturn:
    """POST /sso."""
    raise AuthError(404, "saml_provider_disabled", "SAML 2.0 is disabled")


async def passkeys(_call: Call) -> NoReturn:
    """/passkeys."""
    raise AuthError(404, "passkey_disabled", "Passkeys are disabled")


async def oauth_server(_call: Call) -> NoReturn:
    """/oauth."""
    raise AuthError(404, "feature_disabled", "OAuth server is disabled")


async def oauth_admin(call: Call) -> NoReturn:
    """/admin/oauth, /admin/sso and the like."""
    async with call.transaction() as db:
        await bearer.require_admin(call, db)
    raise AuthError(404, "feature_disabled", "OAuth server is disabled")


async def authorize(call: Call) -> NoReturn:
    """GET /authorize?provider=x."""
    provider = call.query("provider")
    reason = f"provider {provider} could not be found" if provider else "missing OAuth provider"
    raise invalid(f"Unsupported provider: {reason}")
