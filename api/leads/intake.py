"""One public request from its first byte to its answer."""

from typing import cast

from asyncpg.exceptions import PostgresError
from fastapi import Request, Response

from api.auth.principal import LOGIN
from api.db.errors import translate
from api.db.pool import Database
from api.errors import RateLimited, SmenaError
from api.leads import service
from api.leads.answers import Answers
from api.leads.arrivals import arrival
from api.leads.queries import Kind
from api.settings import Settings
from api.sources.vault import Vault

WINDOW_SECONDS = 60


async def take(request: Request, db: Database, vault: Vault, kind: Kind) -> Response:
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
        else answers.refused(RateLimited(WINDOW_SECONDS, "submission_rate_limited"))
    )
