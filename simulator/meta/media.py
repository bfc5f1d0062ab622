"""Attachments that a vendor fetches from an address of the CRM: it must be reachable, of a known type, and small enough."""

from dataclasses import dataclass

import httpx

from simulator.meta.refusals import invalid, refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Allowed:
    """What of one kind is taken."""

    types: tuple[str, ...]
    most: int


# https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
ATTACHMENTS = {
    "image": Allowed(("image/png", "image/jpeg", "image/gif"), 8 * MEGABYTE),
    "audio": Allowed(("audio/",), 25 * MEGABYTE),
    "video": Allowed(("video/",), 25 * MEGABYTE),
    "file": Allowed(("application/pdf",), 25 * MEGABYTE),
}


async def fetched(kind: str, url: str) -> None:
    """Reads the attachment as Meta does before it sends; GraphError when it cannot be sent."""
    allowed = ATTACHMENTS.get(kind)
    if allowed is None:
        raise invalid(f"Attachment type {kind} is not one of {', '.join(ATTACHMENTS)}")
    if not url.startswith(("https://", "http://")):
        raise invalid("Attachment payload needs a url")
    await _get(url, allowed)


async def reachable(url: str, most: int = 100 * MEGABYTE) -> None:
    """The same for a file of any type."""
    await _get(url, Allowed(("",), most))


async def _get(url: str, allowed: Allowed) -> None:
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            await _read(http, url, allowed)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise _failed("the address does not answer") from None


async def _read(http: httpx.AsyncClient, url: str, allowed: Allowed) -> None:
    async with http.stream("GET", url) as answer:
        if answer.status_code != 200:
            raise _failed(f"the address answered {answer.status_code}")
        kind = answer.headers.get("content-type", "")
        if not kind.startswith(allowed.types):
            raise _failed(f"{kind or 'no type'} is not supported")
        size = 0
        async for part in answer.aiter_bytes():
            size += len(part)
            if size > allowed.most:
                raise _failed(f"it is larger than {allowed.most} bytes")


def _failed(words: str) -> Exception:
    return refusal(100, 2018047, f"(#100) Upload attachment failure: {words}")
