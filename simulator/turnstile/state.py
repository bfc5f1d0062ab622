"""Challenges that were solved and not yet spent."""

from simulator.core.clock import Clock


class Turnstile:
    """Tokens of solved challenges: token -> host name and moment."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.tokens: dict[str, tuple[str, float]] = {}

    def forget(self) -> int:
        """Spends all of them; how many."""
        count = len(self.tokens)
        self.tokens.clear()
        return count
