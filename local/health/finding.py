"""One line of the doctor's answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`mark` is ok, note or WRONG."""

    mark: str
    text: str

    @property
    def is_wrong(self) -> bool:
        """True when the user has to act."""
        return self.mark == "WRONG"


def good(text: str) -> Finding:
    """It works."""
    return Finding("ok", text)


def note(text: str) -> Finding:
    """Worth knowing, nothing to repair."""
    return Finding("note", text)


def wrong(text: str) -> Finding:
    """It does not work, and what to do about it."""
    return Finding("WRONG", text)
