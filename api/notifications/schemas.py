"""Notifications on the wire. Screens write the sentence from `kind` and `params`."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Payload

NotificationKind = Literal[
    "lead_new",
    "lead_repeat",
    "lead_late",
    "lead_escalated",
    "lead_unassigned",
    "lead_quarantined",
    "client_assigned",
    "clients_handed_over",
    "task_assigned",
    "task_due",
    "task_overdue",
    "deal_won",
    "import_done",
    "time_disputed",
    "time_decided",
    "report_daily",
    "report_weekly",
    "report_monthly",
    "telegram_linked",
    "telegram_blocked",
    "source_attention",
    "message_new",
    "message_failed",
    "client_merged",
    "client_merged_away",
    "client_unmerged",
    "lead_taken",
    "lead_stuck",
    "complaint_new",
    "rule_demoted",
    "system",
]


class Notification(BaseModel):
    """One line of the notification centre."""

    id: UUID
    kind: NotificationKind
    params: dict[str, Any]
    client_id: UUID | None
    deal_id: UUID | None
    task_id: UUID | None
    read_at: datetime | None
    created_at: datetime


class Unread(BaseModel):
    """The number on the bell; stops counting at 1000."""

    unread: int


class MarkRead(Payload):
    """Which ones were seen: `ids`, or everything up to `until` (now by default)."""

    ids: list[UUID] | None = Field(default=None, max_length=200)
    until: datetime | None = Field(
        default=None, description="What came after the list was opened stays unread."
    )
