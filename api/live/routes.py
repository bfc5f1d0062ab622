"""GET /live (server-sent events) and GET /live/changes (polling)."""

from typing import Annotated, cast

from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db
from api.kit.routing import Router
from api.live import stream
from api.live.hub import LiveHub
from api.live.schemas import Changes

router = Router(prefix="/live", tags=["live"])

STREAM = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


@router.get("", response_class=StreamingResponse, responses={200: {"content": {STREAM: {}}}})
async def live_events(
    request: Request,
    user: CurrentUser,
    db: Db,
    last_event_id: Annotated[
        int | None, Header(ge=0, description="The last id this client has seen.")
    ] = None,
) -> StreamingResponse:
    """A stream of `ready`, `change`, `reset` and `bye` events; a comment every 15 seconds keeps it open.

    Events are hints that may repeat. The stream ends with the token: connect again with the next one and Last-Event-ID.
    """
    hub = cast(LiveHub, request.app.state.live)
    await stream.standing_of(db, user)  # an inactive profile gets its 403 before the first byte
    return StreamingResponse(stream.events(hub, db, user, last_event_id), media_type=STREAM, headers=HEADERS)


@router.get("/changes")
async def live_changes(
    user: CurrentUser,
    db: Db,
    after: Annotated[int | None, Query(ge=0, description="`last` of the answer before.")] = None,
) -> Changes:
    """The same events for clients that cannot stream; without `after` only tells where to begin."""
    await stream.standing_of(db, user)
    items, last, reset = await stream.changes_since(db, user, after)
    return Changes(items=items, last=last, reset=reset)
