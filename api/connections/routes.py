"""/lead-sources/{source_id}/connect, and the way back from the vendor."""

from typing import cast
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.auth.dependencies import CurrentUser
from api.connections import rehearsal, service
from api.connections.schemas import ConnectionSetup, ConnectPage, Rehearsal, Rehearsed
from api.db.dependencies import Db
from api.error_answers import caller_language
from api.errors import Conflict, NotFound, Unavailable, errors
from api.kit.routing import Router
from api.settings import Settings
from api.sources.vault import Secrets

router = Router(prefix="/lead-sources", tags=["lead sources"], responses=errors(NotFound))
# A browser on its way back from the vendor carries no token of ours, but a code that is good for once.
back_router = Router(prefix="/lead-sources", tags=["lead sources"], public=True)


@back_router.get("/connected", status_code=303, response_class=RedirectResponse)
async def finish_connecting(request: Request, db: Db, vault: Secrets) -> Response:
    """Where the vendor sends the admin back to; leads on to the sources, with what came of it."""
    settings = cast(Settings, request.app.state.settings)
    target = await service.finish(db, vault, request.query_params, settings.public_url)
    return RedirectResponse(target, 303)


@router.get("/{source_id}/connection")
async def get_connection_setup(
    request: Request, db: Db, user: CurrentUser, source_id: UUID
) -> ConnectionSetup:
    """What connecting the source takes: whether it can be done here, and the addresses that the vendor's app needs. Admins only."""
    settings = cast(Settings, request.app.state.settings)
    return await service.setup(db, user, source_id, settings.public_url)


@router.post("/{source_id}/rehearse", status_code=202, responses=errors(Conflict, Unavailable))
async def rehearse_source(
    request: Request, db: Db, user: CurrentUser, source_id: UUID, what: Rehearsal
) -> Rehearsed:
    """A made-up person comments or writes to the account, where the vendor is simulated. Admins only."""
    settings = cast(Settings, request.app.state.settings)
    url = settings.smena_simulator_url
    return await rehearsal.rehearse(db, user, source_id, what, url, caller_language(request))


@router.post("/{source_id}/connect", responses=errors(Conflict))
async def connect_source(
    request: Request, db: Db, user: CurrentUser, vault: Secrets, source_id: UUID
) -> ConnectPage:
    """The vendor's page on which the admin grants access; good for ten minutes and once."""
    settings = cast(Settings, request.app.state.settings)
    return ConnectPage(url=await service.begin(db, user, vault, source_id, settings.public_url))


@router.post("/{source_id}/disconnect", status_code=204)
async def disconnect_source(db: Db, user: CurrentUser, vault: Secrets, source_id: UUID) -> Response:
    """Ends the connection: its secrets go, its conversations stay."""
    await service.disconnect(db, user, vault, source_id)
    return Response(status_code=204)
