"""Tasks on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator, model_validator

from api.deals.refs import ClientToCall, DealRef, OwnerRef
from api.kit.clock import Moment
from api.kit.schemas import Payload

TaskKind = Literal["task", "call", "message", "meeting"]
Priority = Literal["low", "normal", "high"]
OpenGroup = Literal["overdue", "today", "tomorrow", "week", "later", "none"]
SnoozePreset = Literal["later_today", "tomorrow_morning", "next_week"]
Title = Annotated[str, Field(min_length=1, max_length=300)]


class TaskCard(BaseModel):
    """One task. `status` and `group` are of this moment, by the company's days."""

    id: UUID
    title: str
    note: str | None
    kind: TaskKind
    priority: Priority
    due_at: datetime | None
    remind_at: datetime | None
    status: Literal["open", "completed", "overdue"]
    group: Literal["overdue", "today", "tomorrow", "week", "later", "none", "completed"] = Field(
        description="`week`: the five days after tomorrow; `none`: no date."
    )
    completed_at: datetime | None
    snoozes: int
    client: ClientToCall | None
    deal: DealRef | None
    owner: OwnerRef | None
    created_at: datetime
    archived_at: datetime | None
    version: int


class TaskGroup(BaseModel):
    """A group with its first tasks."""

    group: OpenGroup
    count: int = Field(description="3001 means «more than 3 000».")
    items: list[TaskCard]
    next: str | None = Field(description="`cursor` for GET /tasks?group=….")


class TaskGroups(BaseModel):
    """All groups in their order, empty ones too."""

    time_zone: str
    groups: list[TaskGroup]


class NewTask(Payload):
    """A task to add. With a deal or a client it belongs to their owner, else to `owner_id` or the caller."""

    id: UUID | None = Field(
        default=None, description="Made by the client for safe repeats; else by the database."
    )
    title: Title
    note: str | None = Field(default=None, max_length=10_000)
    kind: TaskKind = "task"
    priority: Priority = "normal"
    due_at: Moment | None = None
    remind_at: Moment | None = None
    client_id: UUID | None = None
    deal_id: UUID | None = None
    owner_id: UUID | None = None


class TaskPatch(Payload):
    """An edit; only the sent fields change."""

    title: Title | None = None
    note: str | None = Field(default=None, max_length=10_000)
    kind: TaskKind | None = None
    priority: Priority | None = None
    due_at: Moment | None = None
    remind_at: Moment | None = None
    client_id: UUID | None = None
    deal_id: UUID | None = None

    @field_validator("title", "kind", "priority")
    @classmethod
    def _not_emptied(cls, value: object) -> object:
        if value is None:
            raise ValueError("cannot be emptied")
        return value


class Snooze(Payload):
    """Either a preset, counted in the company's time zone, or a moment in the future."""

    preset: SnoozePreset | None = None
    until: Moment | None = None
    version: int | None = Field(
        default=None, description="Refused with 412 when the task has another one by now."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> "Snooze":
        if (self.preset is None) == (self.until is None):
            raise ValueError("either preset or until")
        return self


class NextTaskOffer(BaseModel):
    """What could come next: fields for POST /tasks, to be confirmed by a person."""

    title: str
    kind: TaskKind
    due_at: datetime
    client_id: UUID | None
    deal_id: UUID | None


class CompletedTask(BaseModel):
    """The task, and a next step to offer: null where one is open already, or the task hangs on nobody."""

    task: TaskCard
    suggestion: NextTaskOffer | None
