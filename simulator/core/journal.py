"""Every call that came to a vendor, as it came."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 5000
LONGEST_BODY = 20_000


@dataclass
class Call:
    """One request and what it was answered; `status` is 0 while it runs and after a connection that was cut."""

    n: int
    at: float
    vendor: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str
    status: int = 0


class Journal:
    """The newest calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._count = 0

    def add(
        self, at: float, vendor: str, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> Call:
        """Writes a call down; its status follows."""
        self._count += 1
        text = body[:LONGEST_BODY].decode("utf-8", "replace")
        call = Call(self._count, at, vendor, method, path, query, headers, text)
        self._calls.append(call)
        return call

    def calls(self, vendor: str | None = None, path: str | None = None) -> list[dict[str, Any]]:
        """Those of a vendor, those with `path` in their path."""
        return [
            asdict(call)
            for call in list(self._calls)
            if vendor in (None, call.vendor) and (path is None or path in call.path)
        ]

    def clear(self) -> None:
        """Forgets them; numbers go on."""
        self._calls.clear()
