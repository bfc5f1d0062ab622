"""Deals on the wire. Money is integer minor units with a currency, times are RFC 3339."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from api.clients.schemas import SourceRef
from api.deals.refs import ClientRef, OwnerRef
from api.kit.clock import Day
from api.kit.money import AmountMinor, Currency
from api.kit.schemas import Payload
from api.stages.schemas import Outcome, Stage, StageKey
from api.tasks.schemas import TaskCard, TaskKind

LostReason = Literal[
    "price", "competitor", "no_need", "no_answer", "timing", "duplicate", "spam", "test", "other"
]
NextState = Literal["overdue", "today", "later", "none"]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class NextStep(BaseModel):
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
    owner: OwnerRef | None
    stage_id: UUID
    outcome: Outcome
    amount_minor: int
    currency: str
    stage_entered_at: datetime
    days_in_stage: int
    stale: bool = Field(description="Open, and longer in its stage than `stale_after_days` of the stage.")
    next_task: NextStep | None
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


class NewDeal(Payload):
    """A deal to add. Its owner is the client's; without a stage it opens in the first one, on top."""

    id: UUID | None = Field(
        default=None, description="Made by the client for safe repeats; else by the database."
    )
    client_id: UUID
    title: Title
    amount_minor: AmountMinor = 0
    currency: Currency | None = Field(default=None, description="The company's by default.")
    stage_id: UUID | None = None
    expected_close_on: Day | None = None
    note: str | None = Field(default=None, max_length=10_000)
    lost_reason: LostReason | None = None


class DealPatch(Payload):
    """An edit; the stage changes by `move` only."""

    title: Title | None = None
    amount_minor: AmountMinor | None = None
    expected_close_on: Day | None = None
    note: str | None = Field(default=None, max_length=10_000)

    @field_validator("title", "amount_minor")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value


class Move(Payload):
    """Where a deal goes. `before_id` null: to the end of an open column; closed columns order themselves."""

    stage_id: UUID
    before_id: UUID | None = None
    version: int | None = Field(
        default=None, description="Refused with 412 when the deal has another one by now."
    )
    lost_reason: LostReason | None = Field(default=None, description="Needed by a lost stage.")
    lost_note: str | None = Field(default=None, max_length=2_000)
    amount_minor: AmountMinor | None = Field(default=None, description="The final sum, when winning.")


class Reopen(Payload):
    """Back to work: to the open stage it was in last, unless another one is named."""

    stage_id: UUID | None = None
    version: int | None = None


class Moved(BaseModel):
    """The deal after a move, the touched columns, and the move that takes it back."""

    deal: DealCard
    columns: list[ColumnTotals]
    undo: Move


class DealClient(ClientRef):
    """The client behind a deal."""

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


class DealStageEvent(BaseModel):
    """One transition. `from_stage` null: the deal was made."""

    id: UUID
    from_stage: StageName | None
    to_stage: StageName
    from_outcome: Outcome | None
    to_outcome: Outcome
    amount_minor: int
    currency: str
    reason: LostReason | None
    actor: OwnerRef | None
    occurred_at: datetime


class DealAmountEvent(BaseModel):
    """One change of the sum. `outcome` is what the deal was then: after a win it is an adjustment."""

    id: UUID
    before_minor: int
    after_minor: int
    currency: str
    outcome: Outcome
    actor: OwnerRef | None
    occurred_at: datetime


class Deal(DealCard):
    """Everything about one deal."""

    stage: Stage
    client: DealClient
    note: str | None
    lost_note: str | None
    created_by: OwnerRef | None
    updated_at: datetime
    tasks: list[TaskCard] = Field(description="Open ones by due time, then the ten completed last.")
    history: list[DealStageEvent] = Field(description="Oldest first.")
    amounts: list[DealAmountEvent] = Field(description="Oldest first.")
