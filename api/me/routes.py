"""/me"""

from api.db.dependencies import Read, Write
from api.errors import VersionConflict, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.kit.versions import IfMatch
from api.me import queries
from api.me.schemas import Me, MeEdit, SignedInDevice

router = Router(prefix="/me", tags=["me"])


@router.get("", response_model=Me)
async def read_me(tx: Read) -> JsonBytes:
    """The caller's profile and the company he works in; 403 `profile_inactive` without an active profile."""
    return JsonBytes(await queries.profile(tx))


@router.patch("", response_model=Me, responses=errors(VersionConflict))
async def edit_me(edit: MeEdit, version: IfMatch, tx: Write) -> JsonBytes:
    """Name, phone, photo, language, notification settings."""
    patch = {key: value for key, value in edit.model_dump(exclude_unset=True).items()}
    for required in ("full_name", "locale", "preferences"):
        if patch.get(required, ...) is None:
            del patch[required]
    return JsonBytes(await queries.edit(tx, patch=patch, version=version))


@router.get("/sessions", response_model=list[SignedInDevice])
async def list_devices(tx: Read) -> JsonBytes:
    """Devices on which the caller is signed in today."""
    return JsonBytes(await queries.devices(tx))
