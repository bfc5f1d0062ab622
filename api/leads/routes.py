"""POST /api/v1/public/leads and /comments: for pages, widgets, plain forms and servers of the company's own site."""

from typing import cast

from asyncpg.exceptions import PostgresError
from fastapi import Request, Response

from api.auth.principal import LOGIN
from api.db.dependencies import Db, PublicRead
from api.db.errors import translate
from api.errors import Forbidden, RateLimited, SmenaError, TooLarge, errors
from api.kit.routing import Router
from api.leads import queries, service
from api.leads.answers import Answers, preflight
from api.leads.arrivals import arrival
from api.leads.queries import Kind
from api.leads.schemas import Accepted, PublicComment, PublicLead, request_body
from api.settings import Settings
from api.sources.vault import Secrets, Vault

router = Router(
    prefix="/public", tags=["public"], public=True, responses=errors(Forbidden, TooLarge, RateLimited)
)


@router.post("/leads", status_code=202, response_model=Accepted, openapi_extra=request_body(PublicLead))
async def receive_public_lead(request: Request, db: Db, vault: Secrets) -> Response:
    """Takes a lead: JSON, urlencoded, multipart or sendBeacon; a plain form is sent back to its `_redirect`."""
    return await _receive(request, db, vault, "form")


@router.post("/comments", status_code=202, response_model=Accepted, openapi_extra=request_body(PublicComment))
async def receive_public_comment(request: Request, db: Db, vault: Secrets) -> Response:
    """Takes a comment from under a page of the site."""
    return await _receive(request, db, vault, "comment")


@router.options("/leads", status_code=204, include_in_schema=False)
async def preflight_public_lead(request: Request, tx: PublicRead) -> Response:
    """What a browser asks before it sends JSON to another origin."""
    return preflight(request, tuple(await queries.site_origins(tx)))


@router.options("/comments", status_code=204, include_in_schema=False)
async def preflight_public_comment(request: Request, tx: PublicRead) -> Response:
    """The same for comments."""
    return preflight(request, tuple(await queries.site_origins(tx)))


async def _receive(request: Request, db: Db, vault: Vault, kind: Kind) -> Response:
    """Refusals are answers here, not exceptions: the hit stays counted, and a listed origin can read them."""
    limit = cast(Settings, request.app.state.settings).smena_leads_per_address
    answers = Answers(request)
    try:
        answers.arrival = await arrival(request, kind)
        async with db.write(LOGIN) as tx:
            answers.site = await service.find_site(tx, answers.arrival)
            event_id = await service.receive(tx, answers.arrival, answers.site, vault, address_limit=limit)
    except SmenaError as error:
        return answers.refused(error)
    except PostgresError as error:
        known = translate(error)
        if known is None:
            raise
        return answers.refused(known)
    return (
        answers.accepted(event_id)
        if event_id
        else answers.refused(RateLimited(60, "submission_rate_limited"))
    )
