"""/lead-sources/{source_id}/connect and /connection: to the vendor's page and back, or with keys; how the account fares."""

from typing import cast
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.auth.dependencies import CurrentUser
from api.connections import checking, keyed, rehearsal, service, setup
from api.connections.schemas import (
    AccountHealth,
    Acts,
    ConnectionSetup,
    ConnectPage,
    Keys,
    OfferedChannel,
    Provider,
    Rehearsal,
    Rehearsed,
)
from api.db.dependencies import Db, Read
from api.error_answers import caller_language
from api.errors import Conflict, Invalid, NotFound, Unavailable, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.settings import Settings
from api.sources.queries import require_admin, source
from api.sources.schemas import LeadSource
from api.sources.vault import Secrets

router = Router(prefix="/lead-sources", tags=["lead sources"], responses=errors(NotFound))
# A browser on its way back from the vendor carries no token of ours, but a code that is good for once.
back_router = Router(prefix="/lead-sources", tags=["lead sources"], public=True)


@back_router.get("/connected", status_code=303, response_class=RedirectResponse)
async def finish_connecting(request: Request, db: Db, vault: Secrets) -> Response:
    """Where the vendor sends the admin back to; leads on to the sources, with what came of it."""
    target = await service.finish(db, vault, request.query_params, _settings(request).public_url)
    return RedirectResponse(target, 303)


@router.get("/channels")
async def list_channels(tx: Read) -> Listing[OfferedChannel]:
    """What a source can be connected to here: the channels of every installed adapter. Admins only."""
    await require_admin(tx)
    found = setup.offered()
    return Listing(items=found, next=None, total=len(found))


@router.get("/{source_id}/connection")
async def get_connection_setup(
    request: Request, db: Db, user: CurrentUser, vault: Secrets, source_id: UUID
) -> ConnectionSetup:
    """What connecting the source takes: whether it can be done here, what is filled in, and the addresses that the vendor needs.
    Admins only."""
    return await setup.setup(db, user, vault, source_id, _settings(request).public_url)


@router.post(
    "/{source_id}/connection", response_model=LeadSource, responses=errors(Conflict, Invalid, Unavailable)
)
async def connect_with_keys(
    request: Request, db: Db, user: CurrentUser, vault: Secrets, source_id: UUID, given: Keys
) -> JsonBytes:
    """Connects with keys, or changes them; what came so far stays. A refusal names the key that is at fault, where one is. Keys
    that open the account are kept even when the vendor does not deliver yet: the source is in state `error` then."""
    await keyed.connect(db, user, vault, source_id, given.keys, _settings(request).public_url)
    async with db.read(user) as tx:
        return JsonBytes(await source(tx, source_id))


@router.post("/{source_id}/check", responses=errors(Conflict, Unavailable))
async def check_source(
    request: Request, db: Db, user: CurrentUser, vault: Secrets, source_id: UUID
) -> AccountHealth:
    """Asks the vendor how the account fares, at this moment; where deliveries were not arranged yet, arranges them."""
    return await checking.check(db, user, vault, source_id, _settings(request).public_url)


@router.get("/{source_id}/rehearse")
async def list_rehearsals(request: Request, db: Db, user: CurrentUser, source_id: UUID) -> Acts:
    """What a made-up person can do, where the vendor is simulated. Admins only."""
    return await rehearsal.acts(db, user, source_id, _settings(request).smena_simulator_url)


@router.post("/{source_id}/rehearse", status_code=202, responses=errors(Conflict, Unavailable))
async def rehearse_source(
    request: Request, db: Db, user: CurrentUser, source_id: UUID, what: Rehearsal
) -> Rehearsed:
    """A made-up person comments, writes or calls, where the vendor is simulated. Admins only."""
    url = _settings(request).smena_simulator_url
    return await rehearsal.rehearse(db, user, source_id, what, url, caller_language(request))


@router.post("/{source_id}/connect", responses=errors(Conflict))
async def connect_source(
    request: Request,
    db: Db,
    user: CurrentUser,
    vault: Secrets,
    source_id: UUID,
    whom: Provider | None = None,
) -> ConnectPage:
    """The vendor's page on which the admin grants access; good for ten minutes and once."""
    provider, public_url = whom.provider if whom else None, _settings(request).public_url
    return ConnectPage(url=await service.begin(db, user, vault, source_id, provider, public_url))


@router.post("/{source_id}/disconnect", status_code=204)
async def disconnect_source(db: Db, user: CurrentUser, vault: Secrets, source_id: UUID) -> Response:
    """Ends the connection: its secrets go, its conversations stay."""
    await service.disconnect(db, user, vault, source_id)
    return Response(status_code=204)


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)
