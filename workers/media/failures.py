"""How a file may fail to come."""


class Refused(Exception):
    """We do not take it, now or later. `reason` is a stable code that the screens translate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Exception):
    """The vendor has it no more, or will not give it."""

    def __init__(self, reason: str = "expired") -> None:
        super().__init__(reason)
        self.reason = reason


class Failed(Exception):
    """Not this time. The words are ours: never an address, a token may be in it."""
