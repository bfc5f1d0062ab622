"""How a happening ended, and of several in one event which counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

Status = Literal["ignored", "done", "quarantined"]
RANK: tuple[Status, ...] = ("ignored", "done", "quarantined")


class Early(Exception):
    """What may have to come before is in somebody's hands at this moment."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a happening, and so of its event."""

    status: Status
    reason: str | None = None
    client_id: UUID | None = None
    interaction_id: UUID | None = None
    verdict: Mapping[str, Any] | None = None
    # Its words are kept elsewhere until their message comes: there they can be taken back and erased, in the event they could not.
    is_spent: bool = False


def of_event(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several in one event the one that asks most for a person."""
    return max(outcomes, key=lambda one: RANK.index(one.status), default=Outcome("ignored", "nothing"))
