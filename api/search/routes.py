"""/api/v1/search."""

from typing import Annotated

from fastapi import Query
from pydantic import StringConstraints

from api.db.dependencies import Read
from api.kit.json import JsonBytes
from api.kit.routing import Router
from api.search import queries
from api.search.schemas import SearchAnswer

router = Router(prefix="/search", tags=["search"])

Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


@router.get("", response_model=SearchAnswer)
async def search_everything(
    tx: Read,
    q: Annotated[Term, Query(description="Part of a name, company, title, phone or e-mail.")],
    limit: Annotated[int, Query(ge=1, le=20, description="Of each kind.")] = 8,
) -> JsonBytes:
    """Clients, deals (by title or client) and tasks in one answer."""
    return JsonBytes(await queries.search(tx, q=q, limit=limit))
