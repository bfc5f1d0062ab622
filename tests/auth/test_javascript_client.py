"""The unmodified supabase-js, in Node, against the gateway."""

import asyncio
import json
import uuid
from typing import Any

from tests.auth.server import PASSWORD, Stack
from tests.support import npm

FOLDER = npm.Path(__file__).parents[1] / "js"


def api_error(code: str, status: int) -> dict[str, Any]:
    """What the script tells of an error."""
    return {"name": "AuthApiError", "code": code, "status": status}


async def test_supabase_js_works_unmodified(stack: Stack) -> None:
    """Sign-in, refresh, update, recovery, invitation, admin calls, sign-out: the client's own view of each."""
    await asyncio.to_thread(npm.install, FOLDER)
    email = f"{uuid.uuid4().hex[:12]}@demo.example"
    seen = await _run(stack, email)
    events = seen.pop("events")
    assert events[:2] == ["INITIAL_SESSION", "SIGNED_IN"]
    assert {"TOKEN_REFRESHED", "USER_UPDATED"} <= set(events)
    assert seen == {
        "created": [email, "Anna"],
        "duplicate": api_error("email_exists", 422),
        "byId": email,
        "nobody": api_error("user_not_found", 404),
        "list": [1, 2, True, None, 1],
        "wrong": api_error("invalid_credentials", 400),
        "signedIn": [email, "bearer", 3600],
        "user": True,
        "claims": [True, "authenticated", "ES256"],
        "rotated": True,
        "parallel": 1,
        "setSession": email,
        "metadata": "dark",
        "weak": {"name": "AuthWeakPasswordError", "code": "weak_password", "status": 422},
        "weakReasons": ["length"],
        "same": api_error("same_password", 422),
        "newEmail": f"new.{email}",
        "password": True,
        "endedByPassword": None,
        "recover": None,
        "link": ["recovery", 56, 6],
        "recovered": email,
        "once": api_error("otp_expired", 403),
        "reset": True,
        "typed": email,
        "invited": [f"invited.{email}", True],
        "notAdmin": api_error("not_admin", 403),
        "disabled": [
            api_error("signup_disabled", 422),
            api_error("anonymous_provider_disabled", 422),
            api_error("otp_disabled", 422),
            api_error("mfa_totp_enroll_not_enabled", 422),
            api_error("provider_disabled", 400),
            api_error("saml_provider_disabled", 404),
        ],
        "banned": True,
        "whileBanned": [api_error("user_banned", 403), api_error("user_banned", 400)],
        "afterBan": None,
        "signOut": None,
        "afterSignOut": {"name": "AuthSessionMissingError", "status": 400},
        "signOutOther": None,
        "lost": {"name": "AuthSessionMissingError", "status": 400},
        "deleted": [None, api_error("user_not_found", 404)],
    }


async def _run(stack: Stack, email: str) -> dict[str, Any]:
    arguments = [stack.url, stack.keys.publishable_key, stack.keys.secret_key, email, PASSWORD]
    process = await asyncio.create_subprocess_exec(
        npm.node(), "auth.mjs", *arguments, cwd=FOLDER, stdout=-1, stderr=-1
    )
    output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, errors.decode()
    seen: dict[str, Any] = json.loads(output)
    return seen
