"""The opaque API keys: who may knock, and which role a key without a session stands for.

The services behind know only signed tokens. Here an `sb_...` key becomes a short-lived token: the
publishable key one of `anon`, the secret key one of `service_role`, and nothing else anything.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from local.auth.tokens.jws import TokenKeys
from local.keys import Keys

Role = Literal["anon", "service_role"]
Exempt = Callable[[str], bool]

TOKEN_SECONDS = 120
OPEN_AUTH_PATHS = ("/verify", "/callback", "/authorize")
OPEN_AUTH_TREES = ("/.well-known/", "/sso/")


def is_open_auth_path(path: str) -> bool:
    """Auth paths that a person reaches by a link, or a server without a key."""
    return path in OPEN_AUTH_PATHS or path.startswith(OPEN_AUTH_TREES)


def is_open_storage_path(_path: str) -> bool:
    """Storage looks at the token alone: pictures are shown by signed address, with no header at all."""
    return True


class ApiKeys:
    """ASGI middleware of one service behind the gateway. `exempt` gets the path below the mount."""

    def __init__(self, app: ASGIApp, *, keys: Keys, token_keys: TokenKeys, exempt: Exempt) -> None:
        self._app = app
        self._keys = keys
        self._token_keys = token_keys
        self._exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a missing, unknown or misplaced key; else sees to the Authorization header."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("apikey") or request.query_params.get("apikey") or ""
        role = self.role_of(given)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        refusal = refusal_of(request, given, role, exempt=self._exempt(path))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(self._with_authorization(scope, request, role), receive, send)

    def role_of(self, given: str) -> Role | None:
        """The role a key stands for; compares with both keys in constant time."""
        is_secret = same(given, self._keys.secret_key)
        is_publishable = same(given, self._keys.publishable_key)
        if is_secret:
            return "service_role"
        return "anon" if is_publishable else None

    def _with_authorization(self, scope: Scope, request: Request, role: Role | None) -> Scope:
        """A user's own token is kept; an `sb_` key in its place gives way to a token of the key's role."""
        authorization = request.headers.get("authorization", "")
        if authorization and not authorization.lower().startswith("bearer sb_"):
            return scope
        scope = {**scope, "headers": list(scope["headers"])}
        headers = MutableHeaders(scope=scope)
        del headers["authorization"]
        if role is not None:
            headers["authorization"] = f"Bearer {self.token_of(role)}"
        return scope

    def token_of(self, role: Role) -> str:
        """A token for the services behind us. It says a role and no person."""
        issued = int(time.time())
        claims = {"iss": "supabase", "role": role, "iat": issued, "exp": issued + TOKEN_SECONDS}
        return self._token_keys.sign(claims)


def same(given: str, key: str) -> bool:
    """Constant-time equality."""
    return hmac.compare_digest(given.encode(), key.encode())


def refusal_of(request: Request, given: str, role: Role | None, *, exempt: bool) -> JSONResponse | None:
    """The 401 of a hosted project's gateway, or None."""
    if not given:
        return None if exempt else refused("No API key found in request", NO_KEY_HINT)
    if role is None:
        return refused("Invalid API key", UNKNOWN_KEY_HINT)
    if role == "service_role" and request.headers.get("user-agent", "").startswith("Mozilla/5.0"):
        return refused("Forbidden use of secret API key in browser", BROWSER_HINT)
    return None


def refused(message: str, hint: str) -> JSONResponse:
    """401 in the gateway's own format."""
    return JSONResponse({"message": message, "hint": hint}, 401)


NO_KEY_HINT = "No `apikey` request header or url param was found."
UNKNOWN_KEY_HINT = "Double check your Supabase `anon` or `service_role` API key."
BROWSER_HINT = (
    "Secret API keys can only be used in a protected environment and should never be used in a browser."
)
