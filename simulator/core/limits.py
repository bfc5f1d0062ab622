"""Limits of calls in a span of the vendors' time."""

from collections import defaultdict, deque
from dataclasses import dataclass

from simulator.core.clock import Clock


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


class Limiter:
    """Counts calls by key in a sliding span; a refused call does not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, key: str, limit: Limit) -> float:
        """0 and the call is counted, or the seconds until one is free."""
        now, calls = self._clock.now(), self._calls[key]
        while calls and calls[0] <= now - limit.seconds:
            calls.popleft()
        if len(calls) >= limit.calls:
            return calls[0] + limit.seconds - now
        calls.append(now)
        return 0.0
