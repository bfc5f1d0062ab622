"""Identifiers that look like the vendors': a prefix and a number, never twice."""

from collections import defaultdict
from functools import partial


class Ids:
    """Counts up by prefix from `first`, so that one run equals the next, or follows it."""

    def __init__(self, first: int = 0) -> None:
        self._last: dict[str, int] = defaultdict(
            partial(int, first)
        )  # (as a lambda it could not be kept in a file)

    def next(self, prefix: str, digits: int = 17) -> str:
        """ "1803" -> "18030000000000001"."""
        self._last[prefix] += 1
        return prefix + str(self._last[prefix]).zfill(digits - len(prefix))
