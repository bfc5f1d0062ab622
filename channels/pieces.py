"""A text in pieces that a vendor takes."""

from collections.abc import Iterator
from typing import Literal

ENDS = ("\n", ". ", "! ", "? ", " ")
# An encoding, and how many of its bytes are one unit. Vendors who count as JavaScript does mean UTF-16.
UNITS = {"letters": ("utf-32-le", 4), "bytes": ("utf-8", 1), "utf16": ("utf-16-le", 2)}


def pieces(text: str, most: int, unit: Literal["letters", "bytes", "utf16"] = "letters") -> Iterator[str]:
    """At most so many units each, cut at the end of a paragraph, of a sentence or of a word, in this order; a letter is never cut."""
    encoding, width = UNITS[unit]
    rest = text.strip()
    while len(rest.encode(encoding)) > most * width:
        head = rest.encode(encoding)[: most * width].decode(encoding, "ignore")
        found = ((head.rfind(end), end) for end in ENDS)
        cut = next((place + len(end) for place, end in found if place > len(head) // 2), len(head))
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
