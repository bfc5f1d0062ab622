"""GET /local/v1/outbox: the mails that no server took, for the active admin who sits at this machine."""

from __future__ import annotations

from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.db.sql import load
from api.error_answers import answer
from api.errors import Forbidden, NotFound, NotSignedIn, SmenaError
from api.mail import outbox
from api.messages import language_of
from local.auth.database import transaction
from local.auth.edge.address import client_ip, is_loopback
from local.auth.edge.call import Call, Service
from local.auth.errors import AuthError
from local.auth.sessions import bearer
from local.gateway.settings import GatewaySettings

sql = load(__file__)

LARGEST_PAGE = 500


async def outbox_page(request: Request) -> Response:
    """`{"items": [...], "next": null, "total": n}`, newest first; errors as the API writes them."""
    settings: GatewaySettings = request.app.state.settings
    auth: Service = request.app.state.auth.state.service
    try:
        await require_local_admin(request, auth, settings)
    except SmenaError as error:
        return answer(error, language_of(request.headers.get("accept-language", "")))
    mails = outbox.newest(settings.data_dir / "outbox", limit_of(request))
    items = [{"created_at": mail["sent_at"], **mail} for mail in mails]
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"items": items, "next": None, "total": len(items)}, headers=headers)


async def require_local_admin(request: Request, auth: Service, settings: GatewaySettings) -> None:
    """404 for other machines (there is nothing here for them), 401 and 403 for other people."""
    if not is_loopback(client_ip(request, auth.settings.trusted_proxies)):
        raise NotFound
    call = Call(auth, request, b"")
    try:
        async with transaction(auth.pool) as db:
            caller = await bearer.signed_in(call, db)
    except AuthError as refused:
        raise NotSignedIn from refused
    if not await is_active_admin(settings.database_url, caller.user.id):
        raise Forbidden


async def is_active_admin(database_url: str, user_id: UUID) -> bool:
    """Asks the table, not the token. Before the migrations nobody is."""
    connection = await asyncpg.connect(database_url)
    try:
        query = sql.is_active_admin
        return bool(await connection.fetchval(query.text, *query.arguments({"user_id": user_id})))
    except asyncpg.UndefinedTableError:
        return False
    finally:
        await connection.close()


def limit_of(request: Request) -> int:
    """?limit=, 100 by default."""
    text = request.query_params.get("limit", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 100
    return min(max(wanted, 1), LARGEST_PAGE)
