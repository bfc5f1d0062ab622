"""What a text wants: a small contract between whoever reads texts by rules and whoever acts on it.

The workers get a `Classifier`: the rules of `channels.classify`, or a package's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Tier = Literal["lead", "review", "noise"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where the text stood: under an advertisement or a product, in answer to us, by a client we know."""

    channel: str = ""
    kind: Literal["comment", "message"] = "comment"
    on_advertisement: bool = False
    answers_us: bool = False


class Verdict(Protocol):
    """`tier` decides, `label` names, `rules` explain: ids of what matched."""

    @property
    def tier(self) -> Tier:
        """lead: by itself; review: a person looks; noise: kept, no more."""
        ...

    @property
    def label(self) -> str:
        """lead_price, complaint, spam, ..."""
        ...

    @property
    def rules(self) -> Sequence[str]:
        """Ids of the rules that matched, the deciding one first."""
        ...


class Classifier(Protocol):
    """Pure and quick: it runs inside the worker's loop."""

    def __call__(self, text: str, context: Context) -> Verdict:
        """The verdict on a text."""
        ...


def evidence(verdict: Verdict) -> dict[str, Any]:
    """As it is kept beside the event."""
    return {"tier": verdict.tier, "label": verdict.label, "rules": list(verdict.rules)}
