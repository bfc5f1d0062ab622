"""/api/v1/tasks."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.db.dependencies import Read, Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.tasks import queries, service
from api.tasks.filters import Filters
from api.tasks.schemas import CompletedTask, NewTask, OpenGroup, Snooze, TaskCard, TaskGroups, TaskPatch

router = Router(prefix="/tasks", tags=["tasks"])


@router.get("/groups", response_model=TaskGroups)
async def task_groups(
    tx: Read, filters: Filters, limit: Annotated[int, Query(ge=1, le=100, description="Tasks a group.")] = 20
) -> JsonBytes:
    """Open tasks in groups by the company's days: counts and first pages."""
    return JsonBytes(await queries.groups(tx, filters=filters, limit=limit))


@router.get("", response_model=Listing[TaskCard])
async def list_tasks(
    tx: Read,
    filters: Filters,
    page: Paging,
    status: service.Status = "open",
    group: Annotated[OpenGroup | None, Query(description="Of open tasks; all of them without it.")] = None,
) -> JsonBytes:
    """Open tasks by due time, then priority; completed ones with the latest first."""
    return await service.tasks(tx, filters=filters, status=status, group=group, page=page)


@router.post("", response_model=TaskCard, status_code=201, responses=errors(NotFound, Conflict))
async def add_task(tx: Write, task: NewTask) -> JsonBytes:
    """Adds a task to a deal, to a client, or to nobody."""
    return JsonBytes(await service.add(tx, task=task), 201)


@router.get("/{task_id}", response_model=TaskCard, responses=errors(NotFound))
async def get_task(tx: Read, task_id: UUID) -> JsonBytes:
    """One task."""
    return JsonBytes(await queries.task(tx, task_id=task_id))


@router.patch(
    "/{task_id}", response_model=TaskCard, responses=errors(NotFound, VersionConflict, VersionRequired)
)
async def edit_task(tx: Write, task_id: UUID, version: IfMatch, patch: TaskPatch) -> JsonBytes:
    """Changes the sent fields; 412 with the present task when somebody was faster."""
    return JsonBytes(await service.edit(tx, task_id=task_id, version=version, patch=patch))


@router.post("/{task_id}/complete", response_model=CompletedTask, responses=errors(NotFound))
async def complete_task(tx: Write, task_id: UUID) -> JsonBytes:
    """Done, and what could come next. Repeating it changes nothing."""
    await queries.set_status(tx, task_id=task_id, status="completed")
    return JsonBytes(await queries.offer(tx, task_id=task_id))


@router.post("/{task_id}/reopen", response_model=TaskCard, responses=errors(NotFound))
async def reopen_task(tx: Write, task_id: UUID) -> JsonBytes:
    """Not done after all. Repeating it changes nothing."""
    await queries.set_status(tx, task_id=task_id, status="open")
    return JsonBytes(await queries.task(tx, task_id=task_id))


@router.post(
    "/{task_id}/snooze", response_model=TaskCard, responses=errors(NotFound, Conflict, VersionConflict)
)
async def snooze_task(tx: Write, task_id: UUID, wish: Snooze) -> JsonBytes:
    """Puts it off: in three hours, tomorrow at nine, Monday at nine (company time), or to a moment."""
    return JsonBytes(await service.snooze(tx, task_id=task_id, wish=wish))


@router.post("/{task_id}/archive", response_model=TaskCard, responses=errors(NotFound))
async def archive_task(tx: Write, task_id: UUID) -> JsonBytes:
    """Out of every list."""
    await queries.set_archived(tx, task_id=task_id, archived=True)
    return JsonBytes(await queries.task(tx, task_id=task_id))


@router.post("/{task_id}/restore", response_model=TaskCard, responses=errors(NotFound))
async def restore_task(tx: Write, task_id: UUID) -> JsonBytes:
    """Back from the archive."""
    await queries.set_archived(tx, task_id=task_id, archived=False)
    return JsonBytes(await queries.task(tx, task_id=task_id))
