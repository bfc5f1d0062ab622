"""Which addresses are served, and in which words others are refused."""

import socket

import pytest

from local.errors import LocalError
from local.listener import Address, claim, public_url


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_loopback_needs_no_tls(host: str) -> None:
    assert public_url(Address(host, 8000), None, plain_http=False).startswith("http://")


@pytest.mark.parametrize("host", ["192.168.1.5", "crm.example.com"])
def test_other_interfaces_are_refused_without_tls(host: str) -> None:
    with pytest.raises(LocalError, match="Refusing to serve"):
        public_url(Address(host, 8000), None, plain_http=False)
    assert public_url(Address(host, 8000), None, plain_http=True) == f"http://{host}:8000"


def test_a_tls_proxy_in_front_opens_other_interfaces() -> None:
    assert (
        public_url(Address("0.0.0.0", 8000), "https://crm.example.com/", plain_http=False)
        == "https://crm.example.com"
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_wildcard_needs_the_address_people_open(host: str) -> None:
    with pytest.raises(LocalError, match="PUBLIC_URL"):
        public_url(Address(host, 8000), None, plain_http=True)


def test_ipv6_addresses_are_written_in_brackets() -> None:
    assert Address("::1", 8000).url == "http://[::1]:8000"


def test_a_taken_port_is_told() -> None:
    with claim(Address("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LocalError, match=f"Port {port} is taken"):
            claim(Address("127.0.0.1", port))


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(LocalError, match=r"Cannot listen on 192\.0\.2\.1"):
        claim(Address("192.0.2.1", 8199))


def test_a_claimed_port_accepts_before_anybody_serves_it() -> None:
    with (
        claim(Address("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname(), timeout=2) as caller,
    ):
        assert caller.getpeername() == listener.getsockname()
