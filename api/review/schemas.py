"""Doubtful texts, words about them, and what becomes of the rules."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload

View = Literal["waiting", "opened", "decided"]
Said = Literal["lead", "not_lead", "complaint", "spam"]
EventIds = Annotated[list[UUID], Field(min_length=1, max_length=100)]


class RuleHit(BaseModel):
    """A rule that fitted, and the words it fitted. Its text is the screens' (`rules.json`)."""

    id: str
    words: list[str]


class ReviewItem(BaseModel):
    """A comment or message with what the rules said of it."""

    id: UUID
    source_id: UUID
    source_name: str
    channel: str
    kind: str
    received_at: datetime
    author: str | None
    text: str | None
    link: str | None = Field(description="The post it stands under.")
    post: str | None = Field(description="How the post begins.")
    media_id: str | None = Field(description="The post's id with its vendor.")
    is_product: bool = Field(description="The post sells something: a doubt under it is a lead.")
    reason: str | None
    label: str
    rules: list[RuleHit] = Field(description="The deciding one first.")
    client_id: UUID | None
    said: Said | None
    decided_at: datetime | None
    decided_by: str | None


class Verdicts(Payload):
    """One word on many texts."""

    event_ids: EventIds
    said: Said


class Undo(Payload):
    """Words to take back."""

    event_ids: EventIds


class Settled(BaseModel):
    """`failed`: somebody else was first, or it is a lead already."""

    done: list[UUID]
    failed: list[UUID]


class Week(BaseModel):
    """Of a week that begins on this Monday."""

    week: date
    hits: int
    correct: int


class RulePrecision(BaseModel):
    """How often people agreed with a rule."""

    rule: str
    hits: int
    correct: int
    weeks: list[Week] = Field(description="The newest first.")
    demoted_at: datetime | None = Field(description="Since then it opens no lead by itself.")


class Word(BaseModel):
    """A phrase of the company's own on a list of words."""

    id: UUID
    list: str
    phrase: str
    created_at: datetime
    created_by: str | None


class NewWord(Payload):
    """`*` at the end of a word stands for any ending."""

    list: Annotated[str, Field(min_length=1, max_length=40)]
    phrase: Annotated[str, Field(min_length=2, max_length=120)]
    is_off: bool = Field(default=False, description="One of ours that says nothing in this company.")


class BuiltInWord(BaseModel):
    """A phrase that comes with Smena. `off_id`: it is switched off by this word of the company, whose removal switches it on."""

    list: str
    phrase: str
    off_id: UUID | None


class ProductMark(Payload):
    """A post of a connected account, and whether it sells something."""

    source_id: UUID
    media_id: Annotated[str, Field(min_length=1, max_length=200)]
    is_product: bool
