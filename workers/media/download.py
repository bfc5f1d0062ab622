"""Brings one file: streamed, counted, hashed; every step of a redirect is checked as the first address was."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

import httpx

from channels.media import MediaPlace
from workers.media.addresses import checked
from workers.media.failures import Failed, Gone, Refused

MAX_BYTES = 50 * 2**20  # no messenger lets people send more without their wish; below the bucket's own limit
MOST_HOPS = 3
STEP_SECONDS, WHOLE_SECONDS = 20.0, 180.0
REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Content:
    """What came; the bytes are in the file that was given. `mime_type` as the vendor says, empty when it does not."""

    size: int
    sha256: str
    mime_type: str = ""


async def download(place: MediaPlace, hosts: Sequence[str], into: IO[bytes]) -> Content:
    """Writes the file; raises Refused, Gone or Failed."""
    if place.size is not None and place.size > MAX_BYTES:
        raise Refused("too_big")
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            content = await _followed(place, hosts, into)
    except TimeoutError:
        raise Failed("it takes too long") from None
    except httpx.InvalidURL:
        raise Refused("address_not_allowed") from None
    except httpx.HTTPError as error:  # (its words may hold the address)
        raise Failed(type(error).__name__) from None
    if place.sha256 and place.sha256 not in _spellings(content.sha256):
        raise Failed("what came is not what was promised")
    return content


async def _followed(place: MediaPlace, hosts: Sequence[str], into: IO[bytes]) -> Content:
    url = httpx.URL(place.url)
    for _ in range(MOST_HOPS + 1):
        # What opens the first host is no other's to see.
        headers = place.headers if url.netloc == httpx.URL(place.url).netloc else {}
        async with _opened(url, hosts, headers) as answer:
            if answer.status_code in REDIRECTS:
                url = url.join(answer.headers.get("location", ""))
                continue
            return await _read(answer, into)
    raise Refused("address_not_allowed")


@asynccontextmanager
async def _opened(
    url: httpx.URL, hosts: Sequence[str], headers: Mapping[str, str]
) -> AsyncIterator[httpx.Response]:
    target = await checked(url, hosts)
    # (No proxy of the environment: it would ask for the certificate of the number.)
    async with httpx.AsyncClient(timeout=STEP_SECONDS, trust_env=False) as http:
        request = http.build_request(
            "GET",
            target.url,
            headers={**headers, "host": target.authority, "accept-encoding": "identity"},
            extensions={"sni_hostname": target.host},
        )
        answer = await http.send(request, stream=True, follow_redirects=False)
        try:
            yield answer
        finally:
            await answer.aclose()


async def _read(answer: httpx.Response, into: IO[bytes]) -> Content:
    if answer.status_code in GONE:
        raise Gone
    if answer.status_code != 200:
        raise Failed(f"the vendor answered {answer.status_code}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Failed("it came compressed")
    if int(answer.headers.get("content-length") or 0) > MAX_BYTES:
        raise Refused("too_big")
    size, digest = 0, hashlib.sha256()
    async for part in answer.aiter_raw():
        size += len(part)
        if size > MAX_BYTES:
            raise Refused("too_big")
        digest.update(part)
        into.write(part)
    if size == 0:
        raise Failed("nothing came")
    mime_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Content(size, digest.hexdigest(), mime_type)


def _spellings(digest: str) -> tuple[str, str]:
    """Vendors write it in hexadecimal, or in base64."""
    return digest, base64.b64encode(bytes.fromhex(digest)).decode()
