"""From where files may be taken: by TLS, from hosts that the adapter names, at public addresses only.

A name that we checked may lead elsewhere a moment later: what was checked is connected to, by number.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from workers.media.failures import Failed, Refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# IPv4 inside IPv6: what a router may unpack.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """One request: `url` leads to a number, `host` is whose certificate must answer there."""

    url: httpx.URL
    host: str
    authority: str


async def checked(url: httpx.URL, hosts: Sequence[str]) -> Target:
    """Where to connect to for this address; raises Refused, or Failed when its name is not known right now."""
    if not any(_is(url, entry) for entry in hosts):
        raise Refused("host_not_allowed")
    if url.host in LOOPBACK:  # a simulator: an adapter names it only where its vendor is simulated
        return Target(url, url.host, _authority(url))
    if url.scheme != "https" or url.userinfo or url.port not in (None, 443):
        raise Refused("address_not_allowed")
    number = await _public_number(url.host)
    return Target(url.copy_with(host=number), url.host, _authority(url))


def _is(url: httpx.URL, entry: str) -> bool:
    if entry.startswith("."):
        return url.host.endswith(entry)
    return entry in (url.host, f"{url.host}:{url.port}")


def _authority(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


async def _public_number(host: str) -> str:
    """The first address of the host, when all of them are public."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Failed("the host's name is not known") from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(is_public(number) for number in numbers):
        raise Refused("address_not_public")
    return numbers[0]


def is_public(number: str) -> bool:
    """Is this an address of the open internet, also where it carries another inside?"""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast
