"""Takes an upload's body in: streamed to disk, measured and checked against the bucket's rules on the way."""

import base64
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from asyncpg import Record
from starlette.requests import Request

from local.storage import multipart
from local.storage.errors import InvalidMimeType, InvalidRequest, TooLarge
from local.storage.files import Incoming

_MIMETYPE = re.compile(r"[\w.+-]+/[\w.+*-]+(\s*;\s*[\w.+-]+=(\"[ -!#-~]*\"|[\w.+/:-]*))*")
_PRINTABLE = re.compile(r"[ -~]*")

# Asks the policies, once the type is known and before a byte is stored.
Admit = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Rules:
    """What a bucket takes; `largest` in bytes, `types` None for any."""

    largest: int
    types: tuple[str, ...] | None

    @classmethod
    def of(cls, bucket: Record, *, service_limit: int) -> "Rules":
        """The stricter of the bucket's own limit and the service's."""
        limit, types = bucket["file_size_limit"], bucket["allowed_mime_types"]
        return cls(min(limit or service_limit, service_limit), tuple(types) if types else None)

    def check_type(self, mimetype: str) -> None:
        """Declared types, compared as hosted projects do: `type/*` or the very same text."""
        if not _MIMETYPE.fullmatch(mimetype):
            raise InvalidMimeType(mimetype)
        if self.types is not None and not {mimetype, mimetype.partition("/")[0] + "/*"} & set(self.types):
            raise InvalidMimeType(mimetype)

    def check_size(self, size: int) -> None:
        """TooLarge beyond the limit."""
        if size > self.largest:
            raise TooLarge()


@dataclass
class Upload:
    """What a body said about itself; `incoming` holds its bytes."""

    incoming: Incoming
    mimetype: str = ""
    cache_control: str = "no-cache"
    user_metadata: dict[str, Any] | None = None

    def metadata(self, *, last_modified: str) -> dict[str, Any]:
        """The object's `metadata` column, with the members hosted projects write."""
        return {
            "eTag": self.incoming.etag,
            "size": self.incoming.size,
            "mimetype": self.mimetype,
            "cacheControl": self.cache_control,
            "lastModified": last_modified,
            "contentLength": self.incoming.size,
            "httpStatusCode": 200,
        }


async def receive(request: Request, incoming: Incoming, *, rules: Rules, admit: Admit) -> Upload:
    """The whole body on disk, sealed. Any of StorageError's kinds on a refusal; the caller discards `incoming`."""
    upload = Upload(incoming)
    content_type = request.headers.get("content-type", "application/octet-stream")
    if content_type.lower().startswith("multipart/form-data"):
        async with aclosing(multipart.read(content_type, request.stream())) as events:
            await _take_form(upload, events, rules=rules, admit=admit)
    else:
        await _take_raw(upload, request, content_type, rules=rules, admit=admit)
    await incoming.seal()
    return upload


async def _take_raw(upload: Upload, request: Request, mimetype: str, *, rules: Rules, admit: Admit) -> None:
    upload.mimetype = mimetype
    upload.cache_control = request.headers.get("cache-control", "no-cache")
    if encoded := request.headers.get("x-metadata"):
        upload.user_metadata = _metadata(_base64(encoded))
    rules.check_type(mimetype)
    await admit(mimetype)
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            await _store(upload, chunk, rules)


async def _take_form(
    upload: Upload, events: AsyncIterator[multipart.Event], *, rules: Rules, admit: Admit
) -> None:
    async for event in events:
        match event:
            case multipart.Field(name, value):
                _take_field(upload, name, value)
            case multipart.FileStart(mimetype):
                upload.mimetype = upload.mimetype or mimetype
                rules.check_type(upload.mimetype)
                await admit(upload.mimetype)
            case chunk:
                await _store(upload, chunk, rules)
    if not upload.mimetype:
        raise InvalidRequest("No content provided")


def _take_field(upload: Upload, name: str, value: str) -> None:
    if name == "cacheControl" and _PRINTABLE.fullmatch(value):
        upload.cache_control = f"max-age={value}"
    elif name == "metadata":
        upload.user_metadata = _metadata(value)


async def _store(upload: Upload, chunk: bytes, rules: Rules) -> None:
    rules.check_size(upload.incoming.size + len(chunk))
    await upload.incoming.write(chunk)


def _metadata(text: str) -> dict[str, Any] | None:
    """The caller's own metadata; what is no JSON object is dropped, as on a hosted project."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""
