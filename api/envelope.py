"""What wraps every answer: request id, security headers, the last net for exceptions, a quiet access log."""

import json
import logging
import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.error_answers import of_exception
from api.messages import language_of
from api.settings import Settings

access_log = logging.getLogger("smena.access")
RawHeaders = list[tuple[bytes, bytes]]


def content_security_policy(settings: Settings) -> str:
    """Scripts only from our own files; calls, pictures and recordings also from Supabase. Nobody may frame us."""
    parts = urlsplit(settings.supabase_url)
    supabase = f"{parts.scheme}://{parts.netloc}"
    elsewhere = "" if settings.public_url.startswith(supabase) else f" {supabase}"
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"connect-src 'self'{elsewhere}",
            f"img-src 'self' data: blob:{elsewhere}",
            f"media-src 'self' blob:{elsewhere}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers(settings: Settings) -> RawHeaders:
    """The same for every answer, encoded once."""
    headers = {
        "content-security-policy": content_security_policy(settings),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), payment=()",
        "cross-origin-opener-policy": "same-origin",
    }
    if settings.public_url.startswith("https://"):
        headers["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class Envelope:
    """ASGI middleware; plain ASGI because a wrapping Request object per request would cost more than all it does."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = security_headers(settings)
        self._log = settings.smena_access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        started_at, status = time.perf_counter(), 0

        async def send_wrapped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._complete(scope["path"], message.get("headers", []), request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_wrapped)
        except Exception as error:
            if status:  # half an answer is out: all that is left is to cut the connection
                raise
            language = language_of(Headers(scope=scope).get("accept-language", ""))
            await of_exception(error, language)(scope, receive, send_wrapped)
        finally:
            if self._log:
                access_log.info(_line(scope, request_id, status, time.perf_counter() - started_at))

    def _complete(self, path: str, given: RawHeaders, request_id: str) -> RawHeaders:
        """Adds what the route did not set itself; answers of the API are personal and are not cached."""
        names = {name for name, _ in given}
        added = [pair for pair in self._headers if pair[0] not in names]
        added.append((b"x-request-id", request_id.encode()))
        if path.startswith("/api/") and b"cache-control" not in names:
            added.append((b"cache-control", b"no-store"))
        return [*given, *added]


def _line(scope: Scope, request_id: str, status: int, seconds: float) -> str:
    return json.dumps(
        {
            "request_id": request_id,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "client": (scope.get("client") or ("",))[0],
        }
    )
