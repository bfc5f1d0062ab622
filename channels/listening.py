"""A lead source that holds a line open to its vendor: IMAP's IDLE, Telegram's long poll where no vendor can reach us."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol, runtime_checkable

from channels.capabilities import Account, Fragment


@runtime_checkable
class Listened(Protocol):
    """Is listened to by one worker at a time."""

    def listens(self, account: Account) -> bool:
        """Does this account need it?"""
        ...

    def listen(self, account: Account, cursor: dict[str, Any]) -> AsyncIterator[Sequence[Fragment]]:
        """What happens, as it happens; an empty batch says that the line is alive. It keeps in `cursor` how far it has come.

        A batch, empty or not, comes once a minute at least: a line that is silent for longer is taken for dead.
        The worker stores a batch and the cursor together before it asks for the next one: what is acknowledged to the vendor with
        the next question is stored by then. Raises VendorError; the worker waits and listens again.
        """
        ...
