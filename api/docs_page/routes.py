"""/api/docs: the API for people to read, drawn from the OpenAPI document by our own script.

Not Swagger UI: it comes from a CDN or through a package with the same files, and its page wants inline scripts, which
our content security policy refuses. Reading is what this page is for.
"""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent
CACHE = {"cache-control": "no-cache"}


@router.get("/api/docs")
async def docs_page() -> FileResponse:
    """The page."""
    return FileResponse(FOLDER / "docs.html", media_type="text/html", headers=CACHE)


@router.get("/api/docs/docs.js")
async def docs_script() -> FileResponse:
    """Its script."""
    return FileResponse(FOLDER / "docs.js", media_type="text/javascript", headers=CACHE)


@router.get("/api/docs/docs.css")
async def docs_style() -> FileResponse:
    """Its style."""
    return FileResponse(FOLDER / "docs.css", media_type="text/css", headers=CACHE)
