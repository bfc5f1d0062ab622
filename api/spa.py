"""Serves the built front end: hashed files for ever, everything else is `index.html` and its router decides."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Match, Mount
from starlette.types import Receive, Scope, Send

ENCODINGS = {"br": ".br", "gzip": ".gz"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
NOT_BUILT = "The front end is not built. Run ./smena up, or npm ci && npm run build in frontend/.\n"


@dataclass(frozen=True)
class Asset:
    """A file of the build and its compressed siblings by encoding."""

    path: Path
    media_type: str
    compressed: dict[str, Path]


def index(directory: Path) -> dict[str, Asset]:
    """Every servable file by its path below the directory. Only these are served: no path from a request meets the disk."""
    found: dict[str, Asset] = {}
    for path in sorted(directory.rglob("*")) if directory.is_dir() else ():
        if not path.is_file() or path.suffix in ENCODINGS.values():
            continue
        siblings = {name: Path(f"{path}{suffix}") for name, suffix in ENCODINGS.items()}
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found[path.relative_to(directory).as_posix()] = Asset(
            path, media_type, {name: file for name, file in siblings.items() if file.is_file()}
        )
    return found


class SpaMount(Mount):
    """Everything but `/api`: there the API itself must say 404 or 405."""

    def __init__(self, directory: Path) -> None:
        super().__init__("/", app=Spa(directory), name="spa")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Never an address of the API."""
        if scope["type"] != "http" or scope["path"].split("/", 2)[1:2] == ["api"]:
            return Match.NONE, {}
        return super().matches(scope)


class Spa:
    """ASGI application that serves the build."""

    def __init__(self, directory: Path) -> None:
        self._assets = index(directory)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one file."""
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        asset = self._assets.get(path)
        hashed = path.startswith("assets/")
        if asset is None and (hashed or "." in path.rsplit("/", 1)[-1]):
            raise HTTPException(404)
        asset = asset or self._assets.get("index.html")
        if asset is None:
            await PlainTextResponse(NOT_BUILT, 503)(scope, receive, send)
            return
        await self._file(asset, Headers(scope=scope), for_ever=hashed)(scope, receive, send)

    def _file(self, asset: Asset, headers: Headers, *, for_ever: bool) -> FileResponse:
        accepted = {part.split(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
        sent = {"cache-control": FOR_EVER if for_ever else ASK_AGAIN, "vary": "accept-encoding"}
        path = asset.path
        for encoding, compressed in asset.compressed.items():
            if encoding in accepted:
                path, sent["content-encoding"] = compressed, encoding
                break
        return FileResponse(path, headers=sent, media_type=asset.media_type)
