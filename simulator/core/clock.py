"""A clock that tests may push forward; it never goes back."""

import re
import time
from datetime import UTC, datetime

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Clock:
    """The vendors' time: the real one, ahead by what was asked for. `begins`: or as if it were that moment now."""

    def __init__(self, begins: float | None = None) -> None:
        self._ahead = 0.0 if begins is None else begins - time.time()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self.now() * 1000)

    def iso(self) -> str:
        """The moment as the Graph API writes it: 2026-11-22T10:00:00+0000."""
        return graph_time(self.now())

    def forward_to(self, moment: float) -> None:
        """Moves to `moment` if that lies ahead."""
        self._ahead += max(0.0, moment - self.now())


def graph_time(moment: float) -> str:
    """Unix seconds as the Graph API writes them."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def seconds(words: str | float) -> float:
    """ "25h", "90 s", "1.5d" or plain seconds; ValueError for anything else."""
    if isinstance(words, int | float):
        return float(words)
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd]?)\s*", words)
    if found is None:
        raise ValueError(f"{words!r} is no duration: write 90s, 15m, 25h or 7d")
    return float(found[1]) * UNITS[found[2] or "s"]
