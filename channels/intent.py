"""What a text wants: a small contract between whoever reads texts by rules and whoever acts on it.

The workers get a `Classifier`: the rules of `channels.classify`, or a package's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

Tier = Literal["lead", "review", "noise"]


Creates = Literal["off", "review", "auto"]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a text. `creates`: how far the connection may open leads by itself."""

    channel: str = ""
    kind: Literal["comment", "message"] = "comment"
    is_own: bool = False  # said by the company's own account
    is_known: bool = False  # the author is a client already
    has_open_deal: bool = False
    is_lead_here: bool = False  # the same author is a lead of this post already
    on_advertisement: bool = False
    on_product: bool = False  # the post is marked as one that sells
    answers_us: bool = False  # a reply to a comment of ours
    messages_are_leads: bool = True  # the company's policy for messages of people it does not know
    creates: Creates = "auto"


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


@runtime_checkable
class Explained(Protocol):
    """A verdict that says more of itself: the words each rule rests on, in the order of `rules`, and whether it is sure."""

    @property
    def words(self) -> Sequence[Sequence[str]]:
        """What the rules fitted."""
        ...

    @property
    def is_sure(self) -> bool:
        """A complaint that it is sure of becomes a task."""
        ...


def evidence(verdict: Verdict) -> dict[str, Any]:
    """As it is kept beside the event."""
    said = {"tier": verdict.tier, "label": verdict.label, "rules": list(verdict.rules)}
    words = [list(one) for one in verdict.words] if isinstance(verdict, Explained) else []
    return {**said, **({"words": words} if any(words) else {})}


def is_complaint(verdict: Verdict) -> bool:
    """Whether somebody has to do something about it at once."""
    return verdict.label == "complaint" and (not isinstance(verdict, Explained) or verdict.is_sure)
