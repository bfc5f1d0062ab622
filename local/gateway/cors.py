"""Who may call from another origin, and which headers his browser may see.

Any origin may: these services know a caller by the token in his header, never by a cookie.
"""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

AUTH_HEADERS = [
    "Accept",
    "Authorization",
    "Content-Type",
    "X-Client-IP",
    "X-Client-Info",
    "X-JWT-AUD",
    "x-use-cookie",
    "X-Supabase-Api-Version",
    "apikey",
]
# Without the version header auth-js cannot read `error.code`.
AUTH_EXPOSED = ["X-Total-Count", "Link", "X-Supabase-Api-Version"]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]
PREFLIGHT_SECONDS = 3600


def auth_cors(app: ASGIApp) -> ASGIApp:
    """GoTrue's rules, with the gateway's `apikey`."""
    return CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=METHODS,
        allow_headers=AUTH_HEADERS,
        expose_headers=AUTH_EXPOSED,
        max_age=PREFLIGHT_SECONDS,
    )


def storage_cors(app: ASGIApp) -> ASGIApp:
    """Storage takes any header: uploads carry metadata in them."""
    return CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=METHODS,
        allow_headers=["*"],
        expose_headers=["Content-Range", "Content-Length", "ETag"],
        max_age=PREFLIGHT_SECONDS,
    )
