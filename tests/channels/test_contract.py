"""The contract of adapters, kept by every one: built-in, and one as a package would bring it."""

import json

from channels import registry
from channels.base import SourceAdapter
from channels.contract import SourceContract
from tests.edge.deliveries import DELIVERIES
from tests.support.talk import Talk, say

ADAPTERS: dict[str, SourceAdapter] = {**registry.adapters(), "talk": Talk()}
EXAMPLES = {**DELIVERIES, "talk": (json.dumps({"events": [say("1", "a", "x")]}).encode(),)}


def test_each_is_named_as_it_is_registered() -> None:
    assert {channel: adapter.channel for channel, adapter in ADAPTERS.items()} == {
        channel: channel for channel in ADAPTERS
    }


def _contract(adapter: SourceAdapter) -> type[SourceContract]:
    examples = tuple(
        body for body in EXAMPLES.get(adapter.channel, ()) if b'"entry": []' not in body and body[:1] in b"{["
    )
    members = {"adapter": adapter, "deliveries": examples}
    return type(f"Test{adapter.channel.title()}", (SourceContract,), members)


globals().update({kept.__name__: kept for kept in map(_contract, ADAPTERS.values())})
