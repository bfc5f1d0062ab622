"""What ElevenLabs knows of one workspace."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import Ids

KEY = "sk_simulated_elevenlabs_key"
WEBHOOK_SECRET = "wsec_simulated"  # noqa: S105 -- opens nothing real
AGENT = "agent_7101simulated"
# id -> (name, what it does, longest text of one request)
MODELS: dict[str, tuple[str, str, int]] = {
    "eleven_multilingual_v2": ("Eleven Multilingual v2", "speak", 10_000),
    "eleven_flash_v2_5": ("Eleven Flash v2.5", "speak", 40_000),
    "eleven_v3": ("Eleven v3", "speak", 5_000),
}
HEARING_MODELS = ("scribe_v2", "scribe_v3", "scribe_v2_medical")
VOICES = {
    "21m00Tcm4TlvDq8ikWAM": "Rachel (simulated)",
    "AZnzlk1XvdvUeBnXmlld": "Домі (simulated)",
    "pNInz6obpgDQGcFmaJgB": "Adam (simulated)",
}
# What a recording says when nobody has said what it should.
DIALOG: tuple[tuple[str, str], ...] = (
    ("agent", "Добрий день, чим можу допомогти?"),
    ("customer", "Скільки коштує доставка до Львова?"),
    ("agent", "Сто гривень, два дні."),
    ("customer", "Добре, замовляю."),
)


@dataclass
class Webhook:
    """An address of the workspace; its secret is shown once."""

    id: str
    name: str
    url: str
    secret: str
    created: float
    disabled: bool = False
    auto_disabled: bool = False
    retries: bool = False
    failures: int = 0
    succeeded: float = 0.0
    failed_at: float = 0.0
    failed_with: int | None = None


@dataclass
class Conversation:
    """A call of an agent."""

    id: str
    agent: str
    status: str
    start: float
    document: dict[str, Any]
    audio: bytes = b""


@dataclass
class Plan:
    """What is paid for."""

    used: int = 12_000
    limit: int = 100_000
    concurrency: int = 10
    key_works: bool = True
    # Plans that are free have none.
    opus: bool = True


@dataclass
class ElevenLabs:
    """The workspace. `dialogs`: what the next recordings say."""

    clock: Clock
    ids: Ids = field(default_factory=Ids)
    plan: Plan = field(default_factory=Plan)
    running: int = 0
    dialogs: deque[Sequence[tuple[str, str]]] = field(default_factory=deque)
    transcripts: dict[str, dict[str, Any]] = field(default_factory=dict)
    # When what is heard at leisure is there to be asked for.
    ready: dict[str, float] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    post_call_webhook: str = ""
    events: set[str] = field(default_factory=lambda: {"transcript", "call_initiation_failure"})

    def webhook(self, name: str, url: str, secret: str = "") -> Webhook:
        """A new one."""
        now, id_ = self.clock.now(), self.ids.next("wh_", 12)
        made = Webhook(id_, name, url, secret or f"wsec_{self.ids.next('5', 32)}", now, succeeded=now)
        self.webhooks[made.id] = made
        return made
