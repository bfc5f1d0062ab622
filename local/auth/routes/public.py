"""What anybody may ask: health, settings, public keys."""

from __future__ import annotations

from typing import Any

from local.auth.edge.answer import Answer
from local.auth.edge.call import Call

PROVIDERS = (
    "anonymous_users apple azure bitbucket discord facebook snapchat figma fly github gitlab google keycloak kakao "
    "linkedin linkedin_oidc notion spotify slack slack_oidc workos twitch twitter email phone zoom"
).split()


async def health(_call: Call) -> dict[str, str]:
    """GET /health."""
    return {
        "version": "embedded",
        "name": "GoTrue",
        "description": "GoTrue is a user registration and authentication API",
    }


async def settings(call: Call) -> dict[str, Any]:
    """GET /settings: e-mail and password are the only way in."""
    return {
        "external": {name: name == "email" for name in PROVIDERS},
        "disable_signup": not call.settings.signup,
        "mailer_autoconfirm": call.settings.autoconfirm,
        "phone_autoconfirm": False,
        "sms_provider": "",
        "saml_enabled": False,
        "saml_private_key_next_configured": False,
        "passkeys_enabled": False,
    }


async def jwks(call: Call) -> Answer:
    """GET /.well-known/jwks.json."""
    return Answer(call.service.keys.public_jwks(), headers={"Cache-Control": "public, max-age=600"})
