"""The way to a mail server that an admin named: to the public internet only, and to the very address that was looked at.

Without this, whoever may connect a mailbox could have the server knock at its own database, or at a cloud's metadata.
"""

import ipaddress
import socket
import ssl

CONNECT_SECONDS = 15.0


class HostRefused(Exception):
    """The host is none that the installation may connect to."""


def connected(host: str, port: int, *, private: bool) -> socket.socket:
    """A plain socket to the host; raises HostRefused, OSError. Blocking: called in a thread."""
    last: OSError = socket.gaierror(f"no address of {host}")
    for family, kind, protocol, _, address in _addresses(host, port, private=private):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(CONNECT_SECONDS)
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            last = error
    raise last


def secured(sock: socket.socket, host: str) -> ssl.SSLSocket:
    """The same, encrypted, the host's certificate checked."""
    return ssl.create_default_context().wrap_socket(sock, server_hostname=host)


def _addresses(host: str, port: int, *, private: bool) -> list[tuple[int, int, int, str, tuple[str, int]]]:
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise socket.gaierror(f"{host!r} is no host") from error
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    if not private and any(not is_public(str(one[4][0])) for one in found):
        raise HostRefused(host)
    return found  # type: ignore[return-value]  # IPv6 has two more numbers


def is_public(address: str) -> bool:
    """Not of this machine, of a network of one's own, or reserved; an IPv4 address inside an IPv6 one is judged by itself."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return (inner or parsed).is_global and not parsed.is_multicast
