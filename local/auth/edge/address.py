"""Who is calling: the peer, or whom a trusted proxy names."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

NOBODY = "0.0.0.0"  # noqa: S104 - stored when a transport has no peer, never bound to


def client_ip(connection: HTTPConnection, trusted_proxies: Sequence[str]) -> str:
    """The caller's address.

    X-Forwarded-For is read only when the peer is a trusted proxy, and then from its right end: the
    left end is whatever the caller wrote himself.
    """
    peer = connection.client.host if connection.client else ""
    if peer not in trusted_proxies:
        return peer if is_ip(peer) else NOBODY
    named = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed([part.strip() for part in named]):
        if not is_ip(hop):
            break
        if hop not in trusted_proxies:
            return hop
    return peer if is_ip(peer) else NOBODY


def is_ip(text: str) -> bool:
    """Whether the text is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text  # PostgreSQL's inet has no zone


def is_loopback(text: str) -> bool:
    """Whether the text is an address of this very machine."""
    return is_ip(text) and ipaddress.ip_address(text).is_loopback
