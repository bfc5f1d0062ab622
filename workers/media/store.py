"""Clients' files in Supabase Storage, as the installation itself: bucket `files`, paths by client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO, Any
from urllib.parse import quote

import httpx

from api.settings import Settings

BUCKET = "files"
SECONDS = 60.0
CHUNK = 2**18
SIGNED_SECONDS = 3600


class StoreFailed(Exception):
    """Storage did not do it, or the installation has no key for it; tried again later."""


class Missing(StoreFailed):
    """There is no such object."""


class Store:
    """Calls with the secret key: past every policy, so paths are never taken from outside."""

    def __init__(self, settings: Settings) -> None:
        self._base = f"{settings.supabase_url}/storage/v1"
        self._key = settings.supabase_secret_key

    async def put(self, path: str, file: IO[bytes], size: int, mime_type: str) -> None:
        """Stores the file from its beginning; again is the same."""
        headers = {"content-type": mime_type, "content-length": str(size), "x-upsert": "true"}
        file.seek(0)
        await self._asked("POST", f"/object/{BUCKET}/{quote(path)}", headers=headers, content=_parts(file))

    async def get(self, path: str) -> bytes:
        """The bytes; raises Missing."""
        answer = await self._asked("GET", f"/object/authenticated/{BUCKET}/{quote(path)}")
        return answer.content

    async def fetch(self, path: str, file: IO[bytes]) -> int:
        """The bytes into the file, as they come; how many they were. Raises Missing."""
        async with self._answered("GET", f"/object/authenticated/{BUCKET}/{quote(path)}") as answer:
            async for part in answer.aiter_bytes(CHUNK):
                file.write(part)
        return file.tell()

    async def copy(self, path: str, to: str) -> None:
        """A second object with the same content; again is the same. Raises Missing."""
        body = {"bucketId": BUCKET, "sourceKey": path, "destinationKey": to}
        await self._asked("POST", "/object/copy", headers={"x-upsert": "true"}, json=body)

    async def remove(self, path: str) -> None:
        """Deletes the object; a missing one is no fault."""
        await self._asked("DELETE", f"/object/{BUCKET}", json={"prefixes": [path]})

    async def signed_url(self, path: str) -> str:
        """An address that anybody may read for an hour."""
        body = {"expiresIn": SIGNED_SECONDS}
        answer = await self._asked("POST", f"/object/sign/{BUCKET}/{quote(path)}", json=body)
        return f"{self._base}{answer.json()['signedURL']}"

    async def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:
        async with self._answered(method, path, **options) as answer:
            await answer.aread()
        return answer

    @asynccontextmanager
    async def _answered(self, method: str, path: str, **options: Any) -> AsyncIterator[httpx.Response]:
        """A good answer, its body still on the way."""
        if self._key is None:
            raise StoreFailed("SUPABASE_SECRET_KEY is not set")
        key = self._key.get_secret_value()
        headers = {"apikey": key, "authorization": f"Bearer {key}", **options.pop("headers", {})}
        try:
            async with (
                httpx.AsyncClient(timeout=SECONDS) as http,
                http.stream(method, self._base + path, headers=headers, **options) as answer,
            ):
                if not answer.is_success:
                    await answer.aread()
                    raise _failure(answer)
                yield answer
        except httpx.HTTPError as error:
            raise StoreFailed(type(error).__name__) from error


def _failure(answer: httpx.Response) -> StoreFailed:
    if answer.status_code in (400, 404) and _is_missing(answer):
        return Missing("there is no such object")
    return StoreFailed(f"storage answered {answer.status_code}")


def _is_missing(answer: httpx.Response) -> bool:
    """Storage answers 400 for everything and puts the true status into the body."""
    try:
        return str(answer.json().get("statusCode")) == "404" or answer.status_code == 404
    except ValueError:
        return False


async def _parts(file: IO[bytes]) -> AsyncIterator[bytes]:
    while part := file.read(CHUNK):
        yield part
