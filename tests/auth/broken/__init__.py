"""Deliberately broken builds: each is the product with one function replaced by a plausible mistake.

`BUILDS` maps a build to the check that must notice it. The official clients' own suites notice
hardly any of these, which is why the checks exist.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.auth.server import Stack

Break = Callable[[pytest.MonkeyPatch, Stack], None]
TRIES = 3
"""A race that a build loses only most of the time gets so many chances to show."""


@dataclass(frozen=True)
class Build:
    """A mistake, and the check that must notice it."""

    break_it: Break
    noticed_by: str


BUILDS: dict[str, Build] = {}


def broken(noticed_by: str) -> Callable[[Break], Break]:
    """Registers a build under the function's name."""

    def register(function: Break) -> Break:
        BUILDS[function.__name__] = Build(function, noticed_by)
        return function

    return register


def nothing(*_arguments: Any, **_named: Any) -> None:
    """Does not do it."""


async def nothing_awaited(*_arguments: Any, **_named: Any) -> None:
    """Does not do it, slowly."""


def rewrite(patch: pytest.MonkeyPatch, statements: Any, name: str, old: str, new: str) -> None:
    """Replaces a part of a named statement."""
    query = getattr(statements, name)
    assert old in query.text, f"{name} no longer says {old!r}"
    patch.setattr(statements, name, replace(query, text=query.text.replace(old, new)))
