"""What people do at a vendor: an act changes the vendor's state and makes it tell the CRM."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

# A function of the world, the account, and what the order names; gives a mapping, or an awaitable of one.
Act = Callable[..., Any]


class Impossible(Exception):
    """The order cannot be carried out; the words say why."""


def acts_of(*acts: Act) -> dict[str, Act]:
    """Acts by the names of their functions."""
    return {act.__name__: act for act in acts}


async def perform(act: Act, world: Any, account: str, order: Mapping[str, Any]) -> dict[str, Any]:
    """Calls an act with the order as keyword arguments; Impossible for a missing or an unknown one."""
    signature = inspect.signature(act)
    try:
        signature.bind(world, account, **order)
    except TypeError as error:
        known = ", ".join(list(signature.parameters)[2:])
        raise Impossible(f"{error}; known: {known}") from None
    done = act(world, account, **order)
    return dict(await done if inspect.isawaitable(done) else done)
