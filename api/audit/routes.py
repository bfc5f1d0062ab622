"""/audit and /clients/{client_id}/history."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.audit import queries
from api.audit.schemas import Action, AuditEntry
from api.db.dependencies import Read
from api.errors import NotFound, errors
from api.kit import paging
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router

router = Router(tags=["audit"])


@router.get("/audit", response_model=Listing[AuditEntry])
async def list_audit(
    page: Paging,
    tx: Read,
    table: Annotated[str | None, Query(max_length=63)] = None,
    row: Annotated[str | None, Query(max_length=63)] = None,
    actor: UUID | None = None,
    action: Action | None = None,
    from_day: Annotated[date | None, Query(alias="from", description="First company day.")] = None,
    to_day: Annotated[date | None, Query(alias="to", description="Last company day.")] = None,
) -> JsonBytes:
    """Admin: every change of every watched table, newest first."""
    found = await queries.trail(
        tx,
        table=table,
        row_id=row,
        actor_id=actor,
        action=action,
        from_day=from_day,
        to_day=to_day,
        page=page,
    )
    return paging.listing(found)


@router.get("/clients/{client_id}/history", response_model=Listing[AuditEntry], responses=errors(NotFound))
async def client_history(client_id: UUID, page: Paging, tx: Read) -> JsonBytes:
    """Who changed this client, his contacts, deals, tasks and files."""
    return paging.listing(await queries.of_client(tx, client_id=client_id, page=page))
