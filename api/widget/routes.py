"""GET /widget.js"""

import gzip
import hashlib
from functools import cache

from fastapi import APIRouter, Request, Response

from api.settings import ROOT

PATH = ROOT / "widget" / "widget.js"
HEADERS = {
    "cache-control": "public, max-age=600",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "vary": "accept-encoding",
}

router = APIRouter(include_in_schema=False)


@cache
def script() -> tuple[bytes, bytes, str]:
    """The script, the same compressed, and its tag."""
    text = PATH.read_bytes()
    return text, gzip.compress(text, 9, mtime=0), f'"{hashlib.sha256(text).hexdigest()[:16]}"'


@router.get("/widget.js")
@router.head("/widget.js")
async def get_widget(request: Request) -> Response:
    """The form; pages ask again after ten minutes and mostly hear that nothing has changed."""
    text, compressed, tag = script()
    headers = {**HEADERS, "etag": tag}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            compressed, headers={**headers, "content-encoding": "gzip"}, media_type="text/javascript"
        )
    return Response(text, headers=headers, media_type="text/javascript")
