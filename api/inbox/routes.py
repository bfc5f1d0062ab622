"""/api/v1/conversations: the inbox."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from api.db.dependencies import Read, Write
from api.errors import NotFound, errors
from api.inbox import queries
from api.inbox.schemas import InboxRow, WaitingChange
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.sources.schemas import Channel

router = Router(prefix="/conversations", tags=["clients"])


@router.get("", response_model=Listing[InboxRow])
async def list_conversations(
    tx: Read,
    page: Paging,
    view: queries.View = "waiting",
    channel: Annotated[list[Channel] | None, Query(description="Only these; several are either.")] = None,
    owner_id: Annotated[UUID | None, Query(description="Only this colleague's.")] = None,
) -> JsonBytes:
    """Conversations of all channels: in which a client waits for an answer, the longest first; or all by their last message."""
    row = await queries.conversations(tx, view=view, channels=channel or None, owner_id=owner_id, page=page)
    return listing(row, order=view)


@router.put("/{conversation_id}/waiting", status_code=204, responses=errors(NotFound))
async def set_waiting(conversation_id: UUID, what: WaitingChange, tx: Write) -> Response:
    """The client needs no answer, or needs one after all."""
    await queries.settle(tx, conversation_id=conversation_id, waiting=what.waiting)
    return Response(status_code=204)
