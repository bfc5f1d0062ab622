"""How much is tried: a few seconds' worth, the same each time; SMENA_FUZZ=20000 tries so many, others each time."""

import os
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
ASKED = int(os.environ.get("SMENA_FUZZ", "0"))


def tries(usual: int) -> settings:
    """The settings of one test."""
    return settings(
        max_examples=ASKED or usual,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def drawn(strategy: SearchStrategy[T], usual: int) -> list[T]:
    """So many examples, for checks that wait for a server: what fails is shown as it is, not made smaller."""
    found: list[T] = []

    @tries(usual)
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found
