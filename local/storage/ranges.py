"""Byte ranges of a download (RFC 9110, section 14): one range, else the whole."""

import re
from dataclasses import dataclass

from local.storage.errors import InvalidRange

_ONE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class Span:
    """`length` bytes from `start`."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """The Content-Range header of a partial answer."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


def span(header: str | None, size: int) -> Span | None:
    """The part that a Range header asks for, None for the whole; InvalidRange when it lies outside."""
    match = _ONE.fullmatch((header or "").replace(" ", ""))
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        found = Span(size - length, length)
    else:
        end = min(int(last) + 1, size) if last else size
        found = Span(int(first), end - int(first))
    if last and first and int(last) < int(first):
        return None
    if found.length <= 0:
        raise InvalidRange()
    return found
