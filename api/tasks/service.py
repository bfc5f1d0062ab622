"""Lists by status, and edits that check what they touch."""

import json
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.db.transaction import Transaction
from api.errors import Conflict, Invalid, NotFound, VersionConflict
from api.kit import clock
from api.kit.json import JsonBytes
from api.kit.paging import Page, listing
from api.tasks import queries
from api.tasks.filters import TaskFilters
from api.tasks.schemas import NewTask, OpenGroup, Snooze, TaskPatch

Status = Literal["open", "overdue", "completed"]


async def tasks(
    tx: Transaction, *, filters: TaskFilters, status: Status, group: OpenGroup | None, page: Page
) -> JsonBytes:
    """A page: completed ones by completion, open ones by due time."""
    if status == "completed":
        after_at, after_id = page.after(datetime, UUID, order="completed")
        row = await queries.completed_tasks(
            tx, filters=filters, after_at=after_at, after_id=after_id, limit=page.limit
        )
        return listing(row, order="completed")
    wanted = "overdue" if status == "overdue" else group
    due, rank, last_id = page.after(datetime, int, UUID, order="due")
    row = await queries.open_tasks(
        tx, filters=filters, group=wanted, after=(due, rank, last_id), limit=page.limit
    )
    return listing(row, order="due")


async def add(tx: Transaction, *, task: NewTask) -> str:
    """The new task; raises NotFound for a deal or client out of sight."""
    task_id = await queries.add(tx, task=task)
    if task_id is None:
        raise NotFound("deal_not_found" if task.deal_id else "client_not_found")
    return await queries.task(tx, task_id=task_id)


async def edit(tx: Transaction, *, task_id: UUID, version: int, patch: TaskPatch) -> str:
    """The task afterwards; raises VersionConflict, or NotFound for it or its new parent."""
    if "client_id" in patch.model_fields_set and "deal_id" not in patch.model_fields_set:
        # A deal belongs to one client: another client lets go of it.
        patch = patch.model_copy(update={"deal_id": None})
    done = await queries.edit(tx, task_id=task_id, version=version, patch=patch)
    current = await queries.task(tx, task_id=task_id)
    if not done:
        row = json.loads(current)
        if row["version"] != version:
            raise VersionConflict(row)
        raise NotFound("deal_not_found" if patch.deal_id else "client_not_found")
    return current


async def snooze(tx: Transaction, *, task_id: UUID, wish: Snooze) -> str:
    """The task with its new due time; raises Conflict for a completed one, VersionConflict, Invalid for the past."""
    if wish.until is not None and wish.until <= clock.now():
        raise Invalid(fields={"until": "past"})
    done = await queries.snooze(tx, task_id=task_id, wish=wish)
    current = await queries.task(tx, task_id=task_id)
    if not done:
        row = json.loads(current)
        if row["completed_at"]:
            raise Conflict("task_completed")
        raise VersionConflict(row)
    return current
