"""/company"""

from api.company import queries
from api.company.schemas import Company, CompanyEdit
from api.db.dependencies import Read, Write
from api.errors import NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.kit.versions import IfMatch

router = Router(prefix="/company", tags=["company"])


@router.get("", response_model=Company, responses=errors(NotFound))
async def read_company(tx: Read) -> JsonBytes:
    """The company's settings."""
    return JsonBytes(await queries.read(tx))


@router.patch("", response_model=Company, responses=errors(NotFound, VersionConflict, VersionRequired))
async def edit_company(edit: CompanyEdit, version: IfMatch, tx: Write) -> JsonBytes:
    """Changes settings; admins only. A new time zone moves day boundaries from now on."""
    return JsonBytes(await queries.edit(tx, patch=edit, version=version))
