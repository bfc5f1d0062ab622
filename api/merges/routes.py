"""/clients/merge-suggestions, /clients/merges and /clients/{client_id}/merges."""

from uuid import UUID

from fastapi import Request, Response

from api.clients import queries as clients
from api.clients.schemas import ClientFacts
from api.db.dependencies import Read, Write
from api.error_answers import caller_language
from api.errors import Conflict, NotFound, errors
from api.kit.json import JsonBytes
from api.kit.paging import Listing, Paging, listing
from api.kit.routing import Router
from api.merges import invitations, queries
from api.merges.schemas import ClientMerge, MergeSuggestion, StartToken, UnmergePreview

router = Router(prefix="/clients", tags=["clients"])


@router.get("/merge-suggestions", response_model=Listing[MergeSuggestion])
async def list_merge_suggestions(tx: Read, page: Paging, client_id: UUID | None = None) -> JsonBytes:
    """Clients who may be one person, with what speaks for it; a pair with a colleague's client is shown to admins only."""
    return listing(await queries.suggestions(tx, client_id=client_id, after=page), order=queries.ORDER)


@router.post("/merge-suggestions/{suggestion_id}/dismiss", status_code=204, responses=errors(NotFound))
async def dismiss_merge_suggestion(tx: Write, suggestion_id: UUID) -> Response:
    """They are two: the pair is not suggested again."""
    await queries.dismiss(tx, suggestion_id=suggestion_id)
    return Response(status_code=204)


@router.get("/merges/{merge_id}", response_model=UnmergePreview, responses=errors(NotFound, Conflict))
async def preview_unmerge(tx: Read, merge_id: UUID) -> JsonBytes:
    """What would go back if the merge were taken back now, and what would stay."""
    return JsonBytes(await queries.unmerge_preview(tx, merge_id=merge_id))


@router.post("/merges/{merge_id}/undo", response_model=ClientFacts, responses=errors(NotFound, Conflict))
async def undo_merge(tx: Write, merge_id: UUID) -> JsonBytes:
    """Takes a merge back, within 30 days; the last one of a client first. Answers the client who is one of his own again."""
    client_id = await queries.unmerge(tx, merge_id=merge_id)
    return JsonBytes(await clients.facts(tx, client_id=client_id))


@router.get("/{client_id}/merges", response_model=Listing[ClientMerge], responses=errors(NotFound))
async def list_merges(tx: Read, client_id: UUID) -> JsonBytes:
    """Whom the client is made of, the latest first."""
    await clients.require(tx, client_id=client_id)
    return JsonBytes(await queries.merges(tx, client_id=client_id))


@router.post("/{client_id}/start-token", status_code=201, responses=errors(NotFound))
async def issue_start_token(request: Request, tx: Write, client_id: UUID) -> StartToken:
    """A code to send to the client, and links with it: his first message in a messenger comes to this card."""
    issued = await queries.start_token(tx, client_id=client_id)
    links = invitations.links(await queries.connected(tx), issued["token"], caller_language(request))
    return StartToken(token=issued["token"], expires_at=issued["expires_at"], links=links)
