"""/clients/{client_id}/personal-data and /erase."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Header, Request

from api.auth.dependencies import CurrentUser
from api.db.dependencies import Db, Read
from api.errors import NotFound, UpstreamFailed, errors
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.privacy import queries, service
from api.privacy.schemas import Erase, Erased, PersonalData
from api.settings import Settings

router = Router(prefix="/clients/{client_id}", tags=["privacy"], responses=errors(NotFound))


@router.get("/personal-data", response_model=PersonalData)
async def export_personal_data(client_id: UUID, tx: Read) -> JsonBytes:
    """A copy of everything about the client, as a file to hand over."""
    document = await queries.personal_data(tx, client_id=client_id)
    disposition = f'attachment; filename="client-{client_id}.json"'
    return JsonBytes(document, headers={"content-disposition": disposition})


@router.post("/erase", responses=errors(UpstreamFailed))
async def erase_client(
    request: Request,
    client_id: UUID,
    erasure: Erase,
    user: CurrentUser,
    db: Db,
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
) -> Erased:
    """Admin: blanks every personal word about the client and deletes his files. Dates and sums stay. Cannot be undone."""
    settings = cast(Settings, request.app.state.settings)
    removed = await service.erase(
        db,
        user,
        settings,
        client_id=client_id,
        confirm_name=erasure.confirm_name,
        authorization=authorization,
    )
    return Erased(files_removed=removed)
