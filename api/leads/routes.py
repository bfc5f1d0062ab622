"""POST /api/v1/public/leads and /comments: for pages, widgets, plain forms and servers of the company's own site."""

from fastapi import Request, Response

from api.db.dependencies import Db, PublicRead
from api.errors import Forbidden, RateLimited, TooLarge, errors
from api.kit.routing import Router
from api.leads import queries
from api.leads.answers import preflight
from api.leads.intake import take
from api.leads.schemas import Accepted, PublicComment, PublicLead, request_body
from api.sources.vault import Secrets

router = Router(
    prefix="/public", tags=["public"], public=True, responses=errors(Forbidden, TooLarge, RateLimited)
)


@router.post("/leads", status_code=202, response_model=Accepted, openapi_extra=request_body(PublicLead))
async def receive_public_lead(request: Request, db: Db, vault: Secrets) -> Response:
    """Takes a lead: JSON, urlencoded, multipart or sendBeacon; a plain form is sent back to its `_redirect`."""
    return await take(request, db, vault, "form")


@router.post("/comments", status_code=202, response_model=Accepted, openapi_extra=request_body(PublicComment))
async def receive_public_comment(request: Request, db: Db, vault: Secrets) -> Response:
    """Takes a comment from under a page of the site."""
    return await take(request, db, vault, "comment")


@router.options("/leads", status_code=204, include_in_schema=False)
async def preflight_public_lead(request: Request, tx: PublicRead) -> Response:
    """What a browser asks before it sends JSON to another origin."""
    return preflight(request, tuple(await queries.site_origins(tx)))


@router.options("/comments", status_code=204, include_in_schema=False)
async def preflight_public_comment(request: Request, tx: PublicRead) -> Response:
    """The same for comments."""
    return preflight(request, tuple(await queries.site_origins(tx)))
