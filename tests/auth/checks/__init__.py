"""What must be exactly right: each check names the line of the reference's section 13 that it stands for.

A check is an async function of a running stack that raises AssertionError. It runs twice: on the
product, where it must pass, and on each broken build of `tests.auth.broken` that is meant for it,
where it must fail.
"""

from collections.abc import Awaitable, Callable

import pytest

from tests.auth.server import Stack

Check = Callable[[Stack], Awaitable[None]]

CHECKS: dict[str, Check] = {}


def check(line: int) -> Callable[[Check], Check]:
    """Registers a check for a line of section 13 (0: beyond it)."""

    def register(function: Check) -> Check:
        name = f"{line:02}_{function.__name__}"
        assert name not in CHECKS
        CHECKS[name] = function
        return function

    return register


MODULES = (
    "tokens",
    "refreshing",
    "codes",
    "accounts",
    "administration",
    "email_change",
    "redirects",
    "gateway",
    "tables",
    "secrecy",
)
pytest.register_assert_rewrite(*(f"{__name__}.{module}" for module in MODULES))
