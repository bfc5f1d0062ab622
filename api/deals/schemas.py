"""Deals on the wire. Money is integer minor units with a currency, times are RFC 3339."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.kit.money import AmountMinor, Currency
from api.stages.schemas import Outcome, Stage, StageKey, unset

LostReason = Literal[
    "price", "competitor", "no_need", "no_answer", "timing", "duplicate", "spam", "test", "other"
]
NextState = Literal["overdue", "today", "later", "none"]
TaskKind = Literal["task", "call", "message", "meeting"]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class PersonRef(BaseModel):
    """A colleague as shown beside a row; null where nobody is responsible yet."""

    id: UUID
    full_name: str
    photo_path: str | None = Field(description="Object in the bucket `photos`.")


class ClientRef(BaseModel):
    """A client's name, to link to his card."""

    id: UUID
    name: str


class SourceRef(BaseModel):
    """Where the client came from."""

    id: UUID
    channel: str
    name: str


class NextTask(BaseModel):
    """The open task of the deal that is due first; undated ones come last."""

    id: UUID
    title: str
    kind: TaskKind
    due_at: datetime | None


class DealCard(BaseModel):
    """A card of the board, and a row of the flat list."""

    id: UUID
    title: str
    client: ClientRef
    source: SourceRef | None
    owner: PersonRef | None
    stage_id: UUID
    outcome: Outcome
    amount_minor: int
    currency: str
    stage_entered_at: datetime
    days_in_stage: int
    stale: bool = Field(description="Open, and longer in its stage than `stale_after_days` of the stage.")
    next_task: NextTask | None
    next_state: NextState = Field(description="Colour of the next step, by the company's day.")
    expected_close_on: date | None
    closed_at: datetime | None
    lost_reason: LostReason | None
    created_at: datetime
    archived_at: datetime | None
    version: int


class BoardColumn(BaseModel):
    """One stage with its first cards. `count` and `sum_minor` are of the whole column, not of the page."""

    stage: Stage
    count: int
    sum_minor: int = Field(description="Of the deals in the company's currency.")
    currency: str
    items: list[DealCard]
    next: str | None = Field(description="`cursor` for GET /deals/board/{stage_id}.")


class Board(BaseModel):
    """All columns. Won and lost ones hold the closings of the last `closed_days` days, newest first."""

    closed_days: int
    stages: list[BoardColumn]


class ColumnTotals(BaseModel):
    """A column's figures after a move, without filters."""

    stage_id: UUID
    count: int
    sum_minor: int
    currency: str


class NewDeal(BaseModel):
    """A deal to add. Its owner is the client's; without a stage it opens in the first one, on top."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: UUID | None = Field(default=None, description="Made by the client for safe repeats; else by the database.")
    client_id: UUID
    title: Title
    amount_minor: AmountMinor = 0
    currency: Currency | None = Field(default=None, description="The company's by default.")
    stage_id: UUID | None = None
    expected_close_on: date | None = None
    note: str | None = Field(default=None, max_length=10_000)
    lost_reason: LostReason | None = None


class DealPatch(BaseModel):
    """An edit; the stage changes by `move` only."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Title = Field(default_factory=unset)
    amount_minor: AmountMinor = Field(default_factory=unset)
    expected_close_on: date | None = None
    note: str | None = Field(default=None, max_length=10_000)


class Move(BaseModel):
    """Where a deal goes. `before_id` null: to the end of an open column; closed columns order themselves."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    stage_id: UUID
    before_id: UUID | None = None
    version: int | None = Field(default=None, description="Refused with 412 when the deal has another one by now.")
    lost_reason: LostReason | None = Field(default=None, description="Needed by a lost stage.")
    lost_note: str | None = Field(default=None, max_length=2_000)
    amount_minor: AmountMinor | None = Field(default=None, description="The final sum, when winning.")


class Reopen(BaseModel):
    """Back to work: to the open stage it was in last, unless another one is named."""

    model_config = ConfigDict(extra="forbid")

    stage_id: UUID | None = None
    version: int | None = None


class Moved(BaseModel):
    """The deal after a move, the touched columns, and the move that takes it back."""

    deal: DealCard
    columns: list[ColumnTotals]
    undo: Move


class DealClient(BaseModel):
    """The client behind a deal."""

    id: UUID
    name: str
    company: str | None
    phone: str | None
    email: str | None
    status: str


class StageName(BaseModel):
    """A stage in a deal's history; it may be archived by now."""

    id: UUID
    key: StageKey | None
    name: str
    color: str


class StageEvent(BaseModel):
    """One transition. `from_stage` null: the deal was made."""

    id: UUID
    from_stage: StageName | None
    to_stage: StageName
    from_outcome: Outcome | None
    to_outcome: Outcome
    amount_minor: int
    currency: str
    reason: LostReason | None
    actor: PersonRef | None
    occurred_at: datetime


class AmountEvent(BaseModel):
    """One change of the sum. `outcome` is what the deal was then: after a win it is an adjustment."""

    id: UUID
    before_minor: int
    after_minor: int
    currency: str
    outcome: Outcome
    actor: PersonRef | None
    occurred_at: datetime


class Deal(DealCard):
    """Everything about one deal."""

    stage: Stage
    client: DealClient  # type: ignore[assignment]  # the card's, with contacts
    note: str | None
    lost_note: str | None
    created_by: PersonRef | None
    updated_at: datetime
    tasks: list["DealTask"] = Field(description="Open ones by due time, then the ten completed last.")
    history: list[StageEvent] = Field(description="Oldest first.")
    amounts: list[AmountEvent] = Field(description="Oldest first.")


class DealTask(BaseModel):
    """A task of the deal."""

    id: UUID
    title: str
    kind: TaskKind
    priority: Literal["low", "normal", "high"]
    due_at: datetime | None
    status: Literal["open", "completed", "overdue"]
    completed_at: datetime | None
    version: int
