"""/team"""

from typing import cast
from uuid import UUID

from fastapi import BackgroundTasks, Request

from api.auth.admin import Accounts
from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read, Write
from api.errors import Conflict, NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.settings import Settings
from api.team import queries, service
from api.team.schemas import Colleague, Deactivation, HandedOver, Invite, Member, MemberEdit, WorkHours

router = Router(prefix="/team", tags=["team"])


def _invitation_page(request: Request) -> str:
    """Where the link of an invitation leads: the page that asks for a first password."""
    return f"{cast(Settings, request.app.state.settings).public_url.rstrip('/')}/auth/confirm"


@router.get("", response_model=Listing[Member])
async def list_team(tx: Read) -> JsonBytes:
    """Everybody with load and today's work day, people awaited included; admins only."""
    return JsonBytes(await queries.team(tx))


@router.get("/directory", response_model=Listing[Colleague])
async def list_colleagues(tx: Read) -> JsonBytes:
    """Names and faces of all colleagues, for everybody who works here."""
    return JsonBytes(await queries.directory(tx))


@router.post("/invitations", status_code=204, responses=errors(Conflict))
async def invite_member(
    wish: Invite, request: Request, db: Db, accounts: Accounts, caller: CurrentUser
) -> None:
    """Invites by mail; admins only. 409 `member_exists` for somebody who is here already."""
    await service.invite(db, accounts, caller, wish, page=_invitation_page(request))


@router.post("/{id}/resend", status_code=204, responses=errors(NotFound, Conflict))
async def resend_invitation(
    id: UUID, request: Request, db: Db, accounts: Accounts, caller: CurrentUser
) -> None:
    """Sends the invitation once more, by the id that the list shows."""
    await service.resend(db, accounts, caller, id, page=_invitation_page(request))


@router.get("/{id}", response_model=Member, responses=errors(NotFound))
async def read_member(id: UUID, tx: Read) -> JsonBytes:
    """One colleague; a manager sees himself only."""
    return JsonBytes(await queries.member(tx, id=id))


@router.get("/{id}/schedule", response_model=list[WorkHours], responses=errors(NotFound))
async def read_schedule(id: UUID, tx: Read) -> JsonBytes:
    """The working hours of the week as planned now; a manager sees his own."""
    return JsonBytes(await queries.schedule(tx, id=id))


@router.patch(
    "/{id}", response_model=Member, responses=errors(NotFound, Conflict, VersionConflict, VersionRequired)
)
async def edit_member(
    id: UUID, edit: MemberEdit, version: IfMatch, tx: Write, accounts: Accounts, later: BackgroundTasks
) -> JsonBytes:
    """Name, phone, role, start date, language; admins only. The last active admin stays one: 409 `last_admin`."""
    changed = await queries.edit(tx, id=id, edit=edit, version=version)
    if edit.locale:
        later.add_task(accounts.tell_locale, id, edit.locale)
    return JsonBytes(changed)


@router.post("/{id}/deactivate", response_model=HandedOver, responses=errors(NotFound, Conflict))
async def deactivate_member(
    id: UUID, wish: Deactivation, db: Db, accounts: Accounts, caller: CurrentUser
) -> JsonBytes:
    """Ends access at once, signs out everywhere, hands clients, deals and open tasks over; admins only."""
    return JsonBytes(await service.deactivate(db, accounts, caller, id, hand_over_to=wish.hand_over_to))


@router.post("/{id}/reactivate", status_code=204, responses=errors(NotFound))
async def reactivate_member(id: UUID, db: Db, accounts: Accounts, caller: CurrentUser) -> None:
    """Gives access back; admins only."""
    await service.reactivate(db, accounts, caller, id)
