"""What Viber knows: one bot, who writes to it, what it may still send for nothing."""

import base64
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock

TOKEN = "5ad1a50751a1ulated-viber-5ad1a50751a1"  # noqa: S105 -- opens nothing but this simulator
EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
FREE_MESSAGES = 10_000
FIRST_TOKEN = 4912661846655238145  # nineteen digits: beyond what a JavaScript number holds


@dataclass
class Person:
    """`unanswered`: moments of the bot's messages since he last wrote."""

    id: str
    name: str
    subscribed: bool = False
    offline: bool = False
    heard: float = 0.0
    unanswered: list[float] = field(default_factory=list)


class Viber:
    """The bot and its account. `run` tells the tokens of one run from those of another."""

    def __init__(self, clock: Clock, run: int = 0) -> None:
        self.clock = clock
        self.token = TOKEN
        self.name = "Магазин (simulated)"
        self.webhook = ""
        self.events: set[str] = set(EVENTS)
        self.send_name = True
        self.people: dict[str, Person] = {}
        self.sent: list[dict[str, Any]] = []
        self.free_left = FREE_MESSAGES
        self.account_status = 0  # 7 blocked, 8 missing, 9 suspended
        self._last_token = FIRST_TOKEN + run * 1000

    def person(self, name: str) -> Person:
        """The one of this name; he appears when he is first named."""
        id_ = base64.b64encode(name.encode()[:11].ljust(11, b"0")).decode()
        return self.people.setdefault(id_, Person(id_, name))

    def message_token(self) -> int:
        """The next one."""
        self._last_token += 1
        return self._last_token
