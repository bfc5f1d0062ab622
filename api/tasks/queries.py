"""Statements about tasks. Every answer that is a row or a list is JSON text built by PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.json import as_json
from api.tasks.filters import TaskFilters
from api.tasks.schemas import NewTask, Snooze, TaskPatch

sql = load(__file__)


async def groups(tx: Transaction, *, filters: TaskFilters, limit: int) -> str:
    """All groups of open tasks: counts and first pages."""
    return await tx.document(sql.groups, **asdict(filters), limit=limit)


async def open_tasks(
    tx: Transaction,
    *,
    filters: TaskFilters,
    group: str | None,
    after: tuple[datetime | None, int | None, UUID | None],
    limit: int,
) -> Record:
    """A page of one group, or of all open tasks (`group` None)."""
    due, rank, id = after
    return await tx.row(
        sql.open_tasks,
        **asdict(filters),
        group=group,
        after_due=due,
        after_rank=rank,
        after_id=id,
        limit=limit,
    )


async def completed_tasks(
    tx: Transaction, *, filters: TaskFilters, after_at: datetime | None, after_id: UUID | None, limit: int
) -> Record:
    """A page of completed tasks, the latest first."""
    return await tx.row(
        sql.completed_tasks, **asdict(filters), after_at=after_at, after_id=after_id, limit=limit
    )


async def task(tx: Transaction, *, task_id: UUID) -> str:
    """One task; raises NotFound."""
    return await tx.document(sql.task, task_id=task_id)


async def add(tx: Transaction, *, task: NewTask) -> UUID | None:
    """The new task's id; None when its deal or client is out of sight."""
    found: UUID | None = await tx.value(sql.add_task, task=task.model_dump_json())
    return found


async def edit(tx: Transaction, *, task_id: UUID, version: int, patch: TaskPatch) -> bool:
    """False when the task is out of sight, has another version, or a new parent is out of sight."""
    return await tx.find(sql.edit_task, task_id=task_id, version=version, patch=as_json(patch)) is not None


async def set_status(tx: Transaction, *, task_id: UUID, status: str) -> bool:
    """Completes ('completed') or reopens ('open'); False when it was so already, or is out of sight."""
    return await tx.find(sql.set_status, task_id=task_id, status=status) is not None


async def offer(tx: Transaction, *, task_id: UUID) -> str:
    """The completed task and a next step to offer; raises NotFound."""
    return await tx.document(sql.offer, task_id=task_id)


async def snooze(tx: Transaction, *, task_id: UUID, wish: Snooze) -> bool:
    """False when the task is out of sight, completed, or has another version than `wish` names."""
    row = await tx.find(
        sql.snooze, task_id=task_id, preset=wish.preset, until=wish.until, version=wish.version
    )
    return row is not None


async def set_archived(tx: Transaction, *, task_id: UUID, archived: bool) -> None:
    """Takes it out of every list, or back; raises NotFound."""
    await tx.row(sql.set_archived, task_id=task_id, archived=archived)
