"""Erasure: the stored files first, then the words, so that a failure in between can be repeated."""

from uuid import UUID

from api.auth.principal import Principal
from api.db.pool import Database
from api.errors import Invalid
from api.files import queries as files
from api.files import storage
from api.privacy import queries
from api.settings import Settings


async def erase(
    db: Database,
    user: Principal,
    settings: Settings,
    *,
    client_id: UUID,
    confirm_name: str,
    authorization: str,
) -> int:
    """How many stored files went. Raises Forbidden, NotFound, Invalid for another name, UpstreamFailed."""
    async with db.read(user) as tx:
        name = await queries.name_to_confirm(tx, client_id=client_id)
        paths = await files.stored_paths(tx, client_id=client_id)
    if confirm_name.strip() != name.strip():
        raise Invalid(fields={"confirm_name": "name_differs"})
    if paths:
        await storage.remove(settings, authorization, paths)
    async with db.write(user) as tx:
        await queries.erase(tx, client_id=client_id)
    return len(paths)
