"""What every adapter must keep, whatever it can do: built-in ones, and one as a package would bring it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from channels import registry
from channels.base import SourceAdapter
from channels.capabilities import Connector, Hook, Incoming, Poller, Receiver, Sender, Thread
from tests.support.talk import Talk

ADAPTERS: Mapping[str, SourceAdapter] = {**registry.adapters(), "talk": Talk()}
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
NONSENSE = (b"", b"null", b"[]", b"{", b"\xff\xfe\x00", b'{"entry": 1}', b"[" * 3000, b'"\\ud800"')


@pytest.fixture(params=sorted(ADAPTERS))
def adapter(request: pytest.FixtureRequest) -> SourceAdapter:
    return ADAPTERS[request.param]


def test_it_is_named_as_it_is_registered(adapter: SourceAdapter) -> None:
    assert ADAPTERS[adapter.channel] is adapter


def test_a_delivery_without_a_signature_is_nobodys(adapter: SourceAdapter) -> None:
    if isinstance(adapter, Receiver):
        for secrets in ((), ("",), ("secret",)):
            assert not adapter.verify(Hook("POST", {}, {}, b"{}"), secrets)


def test_a_delivery_is_no_handshake(adapter: SourceAdapter) -> None:
    if isinstance(adapter, Receiver):
        assert adapter.handshake(Hook("POST", {}, {}, b"{}")) is None


@pytest.mark.parametrize("body", NONSENSE)
def test_splitting_never_raises(adapter: SourceAdapter, body: bytes) -> None:
    if isinstance(adapter, Receiver):
        once, twice = adapter.split(body), adapter.split(body)
        assert [part.key for part in once] == [part.key for part in twice]


def test_parts_are_never_empty_and_lose_nothing(adapter: SourceAdapter) -> None:
    if isinstance(adapter, Sender):
        for mode in adapter.paces:
            for text in ("а", "слово " * 1000, "ж" * 5000):
                parts = adapter.parts(mode, text)
                assert all(parts)
                assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_a_closed_way_says_why_and_an_open_one_until_when(adapter: SourceAdapter) -> None:
    if isinstance(adapter, Sender):
        threads = (
            Thread("direct", None),
            Thread("direct", Incoming("1", AT)),
            Thread("comments", Incoming("1", AT)),
        )
        for thread in threads:
            for way in adapter.ways(thread, AT):
                assert way.mode in adapter.paces, "a mode without a pace of its own"
                assert way.why_not or way.until is None or way.until > AT


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 502, 503])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", json.dumps({"error": "?"}).encode()])
def test_every_refusal_means_something(adapter: SourceAdapter, status: int, body: bytes) -> None:
    if isinstance(adapter, Sender):
        failure = adapter.classify(status, {}, body, mode="direct")
        assert failure.reason
        assert failure.kind != "retry" or status != 502, "a gateway's word is no proof that nothing happened"
        if failure.kind in ("throttle", "pause"):
            assert failure.pause > 0


def test_what_can_be_connected_can_be_read_and_says_how_often(adapter: SourceAdapter) -> None:
    if isinstance(adapter, Connector):
        assert adapter.renew_before.total_seconds() >= 0
    if isinstance(adapter, Poller):
        assert adapter.poll_every.total_seconds() >= 60
        assert adapter.depth.days >= 1
