"""Identifiers that look like the vendors': a prefix and a number, never twice."""

from collections import defaultdict


class Ids:
    """Counts up by prefix, so that one run equals the next."""

    def __init__(self) -> None:
        self._last: dict[str, int] = defaultdict(int)

    def next(self, prefix: str, digits: int = 17) -> str:
        """ "1803" -> "18030000000000001"."""
        self._last[prefix] += 1
        return prefix + str(self._last[prefix]).zfill(digits - len(prefix))
