"""Progress, on the error stream: the answer alone goes to standard output."""

import sys


def say(text: str) -> None:
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)
