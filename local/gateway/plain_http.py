"""Passwords do not travel in the clear: other machines are served over TLS, or when the owner insists."""

from __future__ import annotations

import logging

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from local.auth.edge.address import is_ip, is_loopback

log = logging.getLogger("smena.gateway")

REFUSAL = (
    "Smena refuses to serve this interface without TLS: passwords would travel in the clear. "
    "Put a TLS proxy in front and set PUBLIC_URL=https://..., or set SMENA_PLAIN_HTTP=1 if you know better."
)


class PlainHttpGuard:
    """Answers 403, and says so in the log, where a request came in on an interface other than loopback.

    The launcher refuses before it binds; this holds for whoever runs the application without it.
    """

    def __init__(self, app: ASGIApp, *, public_url: str, allowed: bool) -> None:
        self._app = app
        self._open = allowed or public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what came in by loopback, by TLS, or with the owner's consent."""
        if scope["type"] != "http" or self._open or is_safe(scope):
            await self._app(scope, receive, send)
            return
        log.error("%s (asked on %s)", REFUSAL, scope["server"])
        await PlainTextResponse(REFUSAL + "\n", 403)(scope, receive, send)


def is_safe(scope: Scope) -> bool:
    """Whether the connection is encrypted or never left this machine."""
    if HTTPConnection(scope).url.scheme == "https":
        return True
    interface = (scope.get("server") or ("",))[0]
    return not is_ip(interface) or is_loopback(interface)  # a UNIX socket has no address
