"""/me"""

from fastapi import BackgroundTasks

from api.auth.admin import Accounts
from api.db.dependencies import Read, Write
from api.errors import Invalid, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.me import queries
from api.me.schemas import Me, MeEdit, SignedInDevice

router = Router(prefix="/me", tags=["me"])


@router.get("", response_model=Me)
async def read_me(tx: Read) -> JsonBytes:
    """The caller's profile and the company he works in; 403 `profile_inactive` without an active profile."""
    return JsonBytes(await queries.profile(tx))


@router.patch("", response_model=Me, responses=errors(VersionConflict, VersionRequired))
async def edit_me(
    edit: MeEdit, version: IfMatch, tx: Write, accounts: Accounts, later: BackgroundTasks
) -> JsonBytes:
    """Name, phone, photo, language (of the mails too), settings. A photo lies in `photos/<own id>/`."""
    if edit.photo_path and not edit.photo_path.startswith(f"{tx.user_id}/"):
        raise Invalid(fields={"photo_path": "not_found"})
    changed = await queries.edit(tx, patch=edit.changes(), version=version)
    if edit.locale:
        later.add_task(accounts.tell_locale, tx.user_id, edit.locale)
    return JsonBytes(changed)


@router.get("/sessions", response_model=Listing[SignedInDevice])
async def list_devices(tx: Read) -> JsonBytes:
    """Devices on which the caller is signed in today."""
    return JsonBytes(await queries.devices(tx))
