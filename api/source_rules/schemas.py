"""Rules of sources in and out. The documents are those of channels.classify.rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload
from channels.classify.rules import Condition, Name, Outcome


class RuleText(Payload):
    """What a rule asks and says: the first one that fits and has a medium decides, the first one with a name names."""

    channels: list[Name] = Field(max_length=20, description="Empty: any.")
    kinds: list[Name] = Field(max_length=20, description="Empty: any.")
    when: list[Condition] = Field(max_length=20)
    outcome: Outcome

    def document(self) -> dict[str, Any]:
        """As `source_rules.document` keeps it, and as a `SourceRule` is read."""
        told = self.model_dump(mode="json")
        outcome = told.pop("outcome")
        return {**told, "then": outcome}


class SourceRuleRow(BaseModel):
    """A rule in its place."""

    id: str
    position: float
    is_on: bool
    is_shipped: bool = Field(description="It comes with Smena; changes of it can be taken back.")
    is_edited: bool = Field(description="Its text is the company's own.")
    is_changed: bool = Field(description="Moved, switched or edited here.")
    version: int = Field(description="0: as it came with Smena.")
    changed_at: datetime | None
    changed_by: str | None
    text: RuleText


class RuleWrite(Payload):
    """The rule as it shall be. `text` null: as it comes with Smena."""

    position: float = Field(ge=0, le=1_000_000)
    is_on: bool = True
    text: RuleText | None = None
    version: int = Field(ge=0, description="The version that was read; 0 for a new one.")


class SourceRulesHealth(BaseModel):
    """How well the rules know what comes: below 3 % unclassified is healthy. Of the last thirty days."""

    touches: int
    unclassified: int
    rerun_at: datetime | None
    rerun_changed: int | None


class Hit(BaseModel):
    """A touch that a rule fits, with the facts it rests on."""

    interaction_id: UUID
    client_id: UUID
    client_name: str
    occurred_at: datetime
    facts: dict[str, str]


class Trial(BaseModel):
    """Of how many of the latest touches a rule fits."""

    of: int
    hits: int
    examples: list[Hit] = Field(description="The newest ten.")


class SourceWords(BaseModel):
    """A source in its words; empty where there is none."""

    channel: str
    type: str
    medium: str
    campaign: str
    label: str


class SourceMove(BaseModel):
    """So many touches would be called otherwise. `before` null: they had no verdict yet."""

    before: SourceWords | None
    after: SourceWords
    touches: int


class Preview(BaseModel):
    """What a run over history would change."""

    read: int
    changed: int
    moves: list[SourceMove] = Field(description="The biggest fifty.")


class Rerun(BaseModel):
    """How many touches were written."""

    changed: int
