"""Reads a public request as it is: raw, bounded in size, whatever its content type."""

from ipaddress import IPv6Address, ip_address

from fastapi import Request

from api.errors import TooLarge
from api.leads.queries import Kind
from api.leads.service import Arrival

MAX_BODY = 64 * 1024


async def arrival(request: Request, kind: Kind) -> Arrival:
    """The submission with its body read; raises TooLarge beyond 64 kB."""
    return Arrival(
        kind=kind,
        content_type=request.headers.get("content-type", ""),
        body=await _body(request),
        headers=dict(request.headers),
        query=request.query_params,
        address=_address(request),
    )


async def _body(request: Request) -> bytes:
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated[:12]) > MAX_BODY:
        raise TooLarge("submission_too_large")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise TooLarge("submission_too_large")
    return bytes(body)


def _address(request: Request) -> str | None:
    """The caller's address; behind a proxy only what the server was told to trust."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
