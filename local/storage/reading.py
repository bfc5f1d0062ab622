"""Downloads: which object the caller may see, and its bytes with the headers that keep a browser safe."""

import asyncio
import re
from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Any, BinaryIO
from urllib.parse import quote

from asyncpg import Record
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from local.storage.callers import Caller
from local.storage.database import sql
from local.storage.errors import NoSuchBucket, NoSuchKey
from local.storage.ranges import Span, span
from local.storage.store import Store, Target, stored_file

GET = "storage.object.get_authenticated"
CHUNK = 256 * 1024
# Files come from anybody and, unlike on a hosted project, from the application's own origin: nothing in them may run.
INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; sandbox"
_PRINTABLE = re.compile(r"[ -~]+")


async def find(store: Store, target: Target, caller: Caller | None) -> tuple[Record, bool]:
    """The object's row and whether its bucket is public. Strangers see public buckets, others what policies show."""
    async with store.database.transaction(GET) as rows:
        bucket = await rows.first(sql.bucket_rules, bucket=target.bucket)
        if bucket is None or (caller is None and not bucket["public"]):
            raise NoSuchBucket()
        if caller is not None and not bucket["public"]:
            await rows.become(caller)
        found = await rows.first(sql.find_object, bucket=target.bucket, name=target.name)
    if found is None:
        raise NoSuchKey()
    return found, bucket["public"]


async def serve(
    request: Request, store: Store, target: Target, *, caller: Caller | None, expires: int | None = None
) -> Response:
    """The object's content, a part of it, or 304. `expires` (epoch seconds) is a signed URL's end."""
    for _ in range(3):  # an overwrite may take the file away between the row and the opening
        row, public = await find(store, target, caller)
        file = stored_file(row)
        if file is None:
            break
        try:
            stream = await asyncio.to_thread(store.files.open, file)
        except FileNotFoundError:
            continue
        size = stream.seek(0, 2)
        headers = _headers(request, row, public=public, expires=expires)
        try:
            return _answer(request, stream, size, headers)
        except BaseException:
            stream.close()
            raise
    raise NoSuchKey()


def head(request: Request, row: Record, *, public: bool) -> Response:
    """The answer to HEAD."""
    headers = _headers(request, row, public=public, expires=None)
    headers["content-length"] = str((row["metadata"] or {}).get("size", 0))
    return Response(headers=headers)


def _answer(request: Request, stream: BinaryIO, size: int, headers: dict[str, str]) -> Response:
    if request.headers.get("if-none-match") in {headers["etag"], "*"}:
        stream.close()
        return Response(status_code=304, headers=headers)
    part = _span(request, headers, size)
    whole = part or Span(0, size)
    headers["content-length"] = str(whole.length)
    if part is not None:
        headers["content-range"] = part.content_range(size)
    if request.method == "HEAD":
        stream.close()
        return Response(headers=headers)
    body = _read(stream, whole)
    return StreamingResponse(body, status_code=206 if part else 200, headers=headers)


def _span(request: Request, headers: dict[str, str], size: int) -> Span | None:
    """A range of another version than the client holds a part of would glue two files together."""
    if request.headers.get("if-range", headers["etag"]) not in {headers["etag"], headers["last-modified"]}:
        return None
    return span(request.headers.get("range"), size)


async def _read(stream: BinaryIO, part: Span) -> AsyncIterator[bytes]:
    left = part.length
    try:
        stream.seek(part.start)
        while left > 0 and (chunk := await asyncio.to_thread(stream.read, min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
    finally:
        stream.close()


def _headers(request: Request, row: Record, *, public: bool, expires: int | None) -> dict[str, str]:
    metadata: dict[str, Any] = row["metadata"] or {}
    mimetype = _mimetype(metadata)
    headers = {
        "content-type": mimetype,
        "etag": _text(metadata.get("eTag"), f'"{row["version"]}"'),
        "last-modified": formatdate(row["updated_at"].timestamp(), usegmt=True),
        "accept-ranges": "bytes",
        "cache-control": _cache_control(metadata, public=public and expires is None),
        "x-robots-tag": "none",
        "x-content-type-options": "nosniff",
    }
    if (
        mimetype != "application/pdf"
    ):  # Chromium's PDF viewer does not start in a sandbox, and runs no script of ours
        headers["content-security-policy"] = INERT
    if expires is not None:
        headers["expires"] = formatdate(expires, usegmt=True)
    if (download := request.query_params.get("download")) is not None:
        headers["content-disposition"] = _disposition(download)
    return headers


def _mimetype(metadata: dict[str, Any]) -> str:
    mimetype = _text(metadata.get("mimetype"), "application/octet-stream")
    return "text/plain" if "html" in mimetype.lower() else mimetype


def _cache_control(metadata: dict[str, Any], *, public: bool) -> str:
    value = _text(metadata.get("cacheControl"), "no-cache")
    return value if public else f"private, {value}"


def _disposition(download: str) -> str:
    if not download:
        return "attachment"
    name = quote(download, safe="")
    return f"attachment; filename={name}; filename*=UTF-8''{name}"


def _text(value: object, default: str) -> str:
    """A header's value from a column that anybody who may write the row can fill."""
    return value if isinstance(value, str) and _PRINTABLE.fullmatch(value) else default
