"""A claimed row of the queue, and whether it should still be sent."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

EXPIRES_AFTER = timedelta(days=1)
Status = Literal["skipped", "ambiguous", "dead"]
TASK_KINDS = ("task_due", "task_overdue")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person, with what its words are made of. `at` is the moment of the claim."""

    id: UUID
    channel: str
    kind: str
    attempts: int
    at: datetime
    due_at: datetime
    created_at: datetime
    handed_over_at: datetime | None
    user_id: UUID
    params: dict[str, Any]
    client_id: UUID | None
    deal_id: UUID | None
    task_id: UUID | None
    client_name: str | None
    locale: str
    is_active: bool
    email: str
    chat_id: int | None
    is_blocked: bool | None
    time_zone: str
    company: str
    is_read: bool | None
    is_done: bool | None

    @property
    def is_report(self) -> bool:
        """A stored report with its files."""
        return self.kind.startswith("report_")

    @property
    def was_held(self) -> bool:
        """It waited for its person's working hours."""
        return self.due_at - self.created_at > timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a message is not sent."""

    status: Status
    reason: str


def delivery_of(row: Record) -> Delivery:
    """The row as the workers know it."""
    return Delivery(**{**dict(row), "params": json.loads(row["params"])})


def verdict(delivery: Delivery, *, most_attempts: int) -> Verdict | None:
    """None: send it. The order matters: what may have arrived is never called anything else."""
    by_chat = delivery.channel == "telegram"
    reasons: tuple[tuple[object, Status, str], ...] = (
        (by_chat and delivery.handed_over_at, "ambiguous", "crashed"),
        (delivery.attempts > most_attempts, "dead", "crashed"),
        (not delivery.is_active, "skipped", "inactive"),
        (by_chat and delivery.is_blocked, "skipped", "blocked"),
        (by_chat and delivery.chat_id is None, "skipped", "not_linked"),
        (not by_chat and not delivery.email, "dead", "no_address"),
        (delivery.at - delivery.due_at > EXPIRES_AFTER, "dead", "expired"),
        (delivery.kind in TASK_KINDS and delivery.is_done, "skipped", "done"),
        # A report is ordered for the mailbox, whatever the bell has shown.
        (delivery.was_held and delivery.is_read and (by_chat or not delivery.is_report), "skipped", "read"),
    )
    return next((Verdict(status, reason) for holds, status, reason in reasons if holds), None)
