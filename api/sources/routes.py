"""/lead-sources: names for everybody's pickers, the rest for admins."""

from typing import cast
from uuid import UUID

from fastapi import Request, Response

from api.db.dependencies import Read, Write
from api.error_answers import caller_language
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.messages import Language
from api.settings import Settings
from api.sources import queries, service
from api.sources.schemas import (
    Channel,
    KeyEnd,
    KeyPatch,
    LeadSource,
    NewKey,
    NewSource,
    Secret,
    Snippet,
    SourceEvent,
    SourcePatch,
    TestEvent,
    UnclaimedAccount,
)  # fmt: skip
from api.sources.snippets import snippet
from api.sources.vault import Secrets

router = Router(prefix="/lead-sources", tags=["lead sources"])


@router.get("", response_model=Listing[LeadSource])
async def list_lead_sources(tx: Read, channel: Channel | None = None, archived: bool = False) -> JsonBytes:
    """Every source. Admins see keys, rules and health; managers what a picker needs."""
    found = await queries.sources(tx, channel=channel, archived=archived)
    return JsonBytes(f'{{"items":[{",".join(found)}],"next":null,"total":{len(found)}}}')


@router.post("", status_code=201, response_model=LeadSource, responses=errors(Conflict))
async def add_lead_source(tx: Write, new: NewSource) -> JsonBytes:
    """Adds a source; a site gets its first key."""
    await queries.require_admin(tx)
    return JsonBytes(await service.add_source(tx, new), 201)


@router.get("/events")
async def list_source_events(
    tx: Read, page: Paging, source_id: UUID | None = None, parked: bool = True
) -> Listing[SourceEvent]:
    """What waits for a human look (or with parked=false everything that came), newest first. Admins only."""
    return await service.events(tx, source_id=source_id, parked_only=parked, page=page)


@router.post("/events/{event_id}/release", status_code=204, responses=errors(NotFound))
async def release_source_event(tx: Write, event_id: UUID) -> Response:
    """A parked event becomes a lead after all."""
    await queries.settle_event(tx, event_id, release=True)
    return Response(status_code=204)


@router.post("/events/{event_id}/discard", status_code=204, responses=errors(NotFound))
async def discard_source_event(tx: Write, event_id: UUID) -> Response:
    """A parked event is thrown away."""
    await queries.settle_event(tx, event_id, release=False)
    return Response(status_code=204)


@router.get("/unclaimed", response_model=Listing[UnclaimedAccount])
async def list_unclaimed_accounts(tx: Read) -> JsonBytes:
    """Accounts that vendors deliver for and no source has, the latest first. Admins only."""
    await queries.require_admin(tx)
    return JsonBytes(await queries.unclaimed(tx))


@router.get("/{source_id}", response_model=LeadSource, responses=errors(NotFound))
async def get_lead_source(tx: Read, source_id: UUID) -> JsonBytes:
    """One source."""
    return JsonBytes(await queries.source(tx, source_id))


@router.patch(
    "/{source_id}", response_model=LeadSource, responses=errors(NotFound, VersionConflict, VersionRequired)
)
async def change_lead_source(tx: Write, source_id: UUID, patch: SourcePatch, version: IfMatch) -> JsonBytes:
    """Name, state, assignment rule, settings; `archived: true` takes it out of use."""
    await queries.require_admin(tx)
    return JsonBytes(await service.change_source(tx, source_id, patch, version))


@router.post("/{source_id}/keys", status_code=201, response_model=LeadSource, responses=errors(NotFound))
async def add_site_key(tx: Write, source_id: UUID, new: NewKey) -> JsonBytes:
    """One more key for another site."""
    await queries.require_admin(tx)
    await queries.add_key(tx, source_id, new)
    return JsonBytes(await queries.source(tx, source_id), 201)


@router.patch(
    "/{source_id}/keys/{key_id}",
    response_model=LeadSource,
    responses=errors(NotFound, VersionConflict, VersionRequired),
)
async def change_site_key(
    tx: Write, source_id: UUID, key_id: UUID, patch: KeyPatch, version: IfMatch
) -> JsonBytes:
    """The pages that may use a key, and how much it may bring; the version is the key's."""
    await queries.require_admin(tx)
    return JsonBytes(await service.change_key(tx, source_id, key_id, patch, version))


@router.post("/{source_id}/keys/{key_id}/rotate", response_model=LeadSource, responses=errors(NotFound))
async def rotate_site_key(tx: Write, source_id: UUID, key_id: UUID, end: KeyEnd) -> JsonBytes:
    """A new key with the same origins; the old one works on for the grace time."""
    await queries.require_admin(tx)
    return JsonBytes(await service.rotate_key(tx, source_id, key_id, end))


@router.post("/{source_id}/keys/{key_id}/revoke", response_model=LeadSource, responses=errors(NotFound))
async def revoke_site_key(tx: Write, source_id: UUID, key_id: UUID) -> JsonBytes:
    """Ends a key at once."""
    await queries.require_admin(tx)
    await queries.revoke_key(tx, source_id, key_id, grace_hours=0)
    return JsonBytes(await queries.source(tx, source_id))


@router.post("/{source_id}/secret", status_code=201, responses=errors(NotFound))
async def make_site_secret(tx: Write, source_id: UUID, vault: Secrets) -> Secret:
    """Makes the secret that the site's server signs with. It is shown only here; the one before ends."""
    await queries.require_admin(tx)
    return Secret(secret=await service.make_secret(tx, source_id, vault))


@router.get("/{source_id}/snippet", responses=errors(NotFound))
async def get_site_snippet(
    request: Request, tx: Read, source_id: UUID, key_id: UUID | None = None, language: Language | None = None
) -> Snippet:
    """The widget, a plain form and a signed request to copy, for the newest live key or the named one."""
    await queries.require_admin(tx)
    key = await queries.live_key(tx, source_id, key_id)
    settings = cast(Settings, request.app.state.settings)
    return snippet(settings.public_url, key, language or caller_language(request))


@router.post("/{source_id}/test-event", status_code=202, responses=errors(NotFound))
async def send_test_event(request: Request, tx: Write, source_id: UUID) -> TestEvent:
    """Sends a made-up lead the whole way; its client counts in no figure."""
    event_id = await service.send_test_event(tx, source_id, caller_language(request))
    return TestEvent(event_id=event_id)
