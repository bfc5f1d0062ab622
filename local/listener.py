"""The address the web process serves, claimed before any slow work so that a taken port is told at once."""

import errno
import ipaddress
import socket
import time
from dataclasses import dataclass

from local.errors import LocalError


@dataclass(frozen=True)
class Address:
    """Where we listen."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """True when only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_wildcard(self) -> bool:
        """True for 0.0.0.0 and ::, which are no address a browser could open."""
        try:
            return ipaddress.ip_address(self.host).is_unspecified
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """The address as a browser on this machine opens it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def public_url(address: Address, configured: str | None, *, plain_http: bool) -> str:
    """The base address people open; refuses to serve other machines in the clear unless told so."""
    if configured:
        base = configured.rstrip("/")
    elif address.is_wildcard:
        raise LocalError(
            f"With --host {address.host} set PUBLIC_URL to the address people will open, for example https://crm.example.com."
        )
    else:
        base = address.url
    if not address.is_loopback and not base.startswith("https://") and not plain_http:
        raise LocalError(
            f"Refusing to serve {address.host} without TLS: passwords would travel in the clear. Put a TLS proxy in front "
            "and set PUBLIC_URL=https://..., or say --i-know-this-is-not-tls."
        )
    return base


def claim(address: Address, *, patience: float = 0) -> socket.socket:
    """Bind and listen on `address`; `patience` seconds are given to a killed predecessor that is still letting go."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
                raise LocalError(_sentence(address, error)) from error
        time.sleep(0.1)


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def _sentence(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} is taken by another program: stop it, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {address.port} is reserved for the system: choose one above 1023 with --port."
    return f"Cannot listen on {address.host} port {address.port}: {error.strerror or error}."
