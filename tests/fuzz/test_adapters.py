"""Any delivery through every adapter: split without a word, understood or refused in a way that the worker knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import registry, splitting
from channels.base import Company, happenings
from channels.capabilities import Receiver
from channels.contract import UNREADABLE, event_of
from tests.edge.deliveries import DELIVERIES
from tests.fuzz.tries import tries
from tests.fuzz.words import bodies

RECEIVERS = sorted(
    channel for channel, adapter in registry.adapters().items() if isinstance(adapter, Receiver)
)


@pytest.mark.parametrize("channel", RECEIVERS)
def test_a_delivery_is_split_for_good_and_every_event_ends_somewhere(channel: str) -> None:
    adapter = registry.adapters()[channel]
    assert isinstance(adapter, Receiver)

    @tries(150)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        body = data.draw(bodies(DELIVERIES[channel]))
        found = splitting.fragments(adapter, body)
        assert bool(found) == bool(body)
        assert list(found) == list(splitting.fragments(adapter, body))
        assert list(adapter.split(body)) == list(adapter.split(body))
        for fragment in found:
            try:
                happenings(adapter.understand(event_of(adapter, fragment), Company()))  # type: ignore[attr-defined]
            except UNREADABLE:
                continue

    check()
