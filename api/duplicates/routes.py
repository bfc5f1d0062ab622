"""/clients/duplicates, /clients/{client_id}/merge-preview and /merge."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.clients import queries as clients
from api.clients.schemas import ClientFacts
from api.db.dependencies import Read, Write
from api.duplicates import queries, service
from api.duplicates.schemas import Duplicates, Merge, MergePreview
from api.errors import NotFound, VersionConflict, VersionRequired, errors
from api.kit.json import JsonBytes, as_json
from api.kit.routing import Router
from api.kit.versions import IfMatch

router = Router(prefix="/clients", tags=["clients"])


@router.get("/duplicates")
async def find_duplicates(
    tx: Read,
    phone: Annotated[str | None, Query(max_length=40)] = None,
    email: Annotated[str | None, Query(max_length=320)] = None,
    except_client: Annotated[UUID | None, Query(description="The client being edited.")] = None,
) -> Duplicates:
    """Who has this phone or e-mail. Of a colleague's client only that there is one: ask the head."""
    hints = await service.find(tx, phone=phone, email=email, except_client=except_client)
    return Duplicates(items=hints)


@router.get("/{client_id}/merge-preview", response_model=MergePreview, responses=errors(NotFound))
async def preview_merge(
    client_id: UUID, tx: Read, loser: Annotated[UUID, Query(alias="with", description="Who is merged in.")]
) -> JsonBytes:
    """How the two would look as one."""
    return JsonBytes(as_json(await service.preview(tx, winner_id=client_id, loser_id=loser)))


@router.post(
    "/{client_id}/merge",
    response_model=ClientFacts,
    responses=errors(NotFound, VersionConflict, VersionRequired),
)
async def merge_clients(client_id: UUID, merge: Merge, version: IfMatch, tx: Write) -> JsonBytes:
    """Joins `loser_id` into this client: contacts, timeline, deals, tasks and files come over. Can be taken back for 30 days."""
    await queries.merge(
        tx, winner_id=client_id, loser_id=merge.loser_id, fields=merge.fields, version=version
    )
    return JsonBytes(await clients.facts(tx, client_id=client_id))
