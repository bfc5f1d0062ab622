"""What the provider knows: who has a mailbox, what lies in it, what was sent to people outside."""

from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.email.tokens import Tokens

DOMAIN = "simulated.example"
ADDRESS = f"sales@{DOMAIN}"
PASSWORD = "practice"  # noqa: S105 -- opens nothing but this simulator
INBOX, SENT = "INBOX", "Sent"
KEPT = 1000


@dataclass
class Letter:
    """A mail as it lies in a folder."""

    box: str
    folder: str
    raw: bytes
    at: float


@dataclass
class Email:
    """The provider's state. `gone`: addresses outside at which nobody is; `run` tells ids of one run from those of another."""

    clock: Clock
    run: int = 0
    passwords: dict[str, str] = field(
        default_factory=lambda: {f"{name}@{DOMAIN}": PASSWORD for name in ("sales", "info")}
    )
    letters: list[Letter] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    made: int = 0

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.clock)

    def next_id(self) -> str:
        """The Message-ID of somebody's next mail, without brackets."""
        self.made += 1
        return f"{self.run}.{self.made}@people.example"

    def lay(self, box: str, folder: str, raw: bytes) -> Letter:
        """A mail is in a folder from now on."""
        letter = Letter(box, folder, raw, self.clock.now())
        self.letters = [*self.letters, letter][-KEPT:]
        return letter

    def opens(self, address: str, password: str) -> bool:
        """Is it the mailbox's password?"""
        return self.passwords.get(address) == password
