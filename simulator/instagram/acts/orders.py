"""What an order names must be there."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible


def existing(store: Mapping[str, Any], key: str) -> str:
    """The key of something that there is; Impossible when there is not."""
    if key not in store:
        raise Impossible(f"there is no {key}")
    return key
