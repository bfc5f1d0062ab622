"""A text in pieces that a vendor takes."""

from collections.abc import Iterator
from typing import Literal

ENDS = ("\n", ". ", "! ", "? ", " ")


def pieces(text: str, most: int, encoding: Literal["utf-8", "utf-16-le"] = "utf-8") -> Iterator[str]:
    """At most so many bytes each, cut at the end of a paragraph, of a sentence or of a word, in this order; a letter is never cut.

    Vendors who count as JavaScript does mean half of the bytes of UTF-16.
    """
    rest = text.strip()
    while len(rest.encode(encoding)) > most:
        head = rest.encode(encoding)[:most].decode(encoding, "ignore")
        found = ((head.rfind(end), end) for end in ENDS)
        cut = next((place + len(end) for place, end in found if place > len(head) // 2), len(head))
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
