"""The ASGI application: routes, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.mail import OutboxMailer, make_mailer
from local.auth.database import open_pool
from local.auth.edge.call import Service
from local.auth.edge.endpoint import Handler, endpoint
from local.auth.edge.limits import Limits
from local.auth.routes import (
    admin_users,
    generate_link,
    invite,
    public,
    recovery,
    signup,
    switched_off,
    token,
    user,
    verify,
)
from local.auth.settings import AuthSettings
from local.auth.tokens.access import TokenMaker
from local.auth.tokens.jws import TokenKeys
from local.auth.upkeep.cleanup import Sweeper
from local.auth.users.passwords import Hasher
from local.keys import Keys

ANY = ("GET", "POST", "PUT", "PATCH", "DELETE")

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/health", public.health),
    ("GET", "/settings", public.settings),
    ("GET", "/.well-known/jwks.json", public.jwks),
    ("POST", "/token", token.token),
    ("POST", "/signup", signup.signup),
    ("POST", "/recover", recovery.recover),
    ("POST", "/resend", recovery.resend),
    ("GET", "/reauthenticate", recovery.reauthenticate),
    ("POST", "/verify", verify.verify_by_post),
    ("GET", "/verify", verify.verify_by_link),
    ("GET", "/user", user.get_user),
    ("PUT", "/user", user.put_user),
    ("POST", "/logout", user.logout),
    ("POST", "/invite", invite.invite),
    ("GET", "/admin/users", admin_users.list_users),
    ("POST", "/admin/users", admin_users.create_user),
    ("GET", "/admin/users/{user_id}", admin_users.get_user),
    ("PUT", "/admin/users/{user_id}", admin_users.update_user),
    ("DELETE", "/admin/users/{user_id}", admin_users.delete_user),
    ("GET", "/admin/users/{user_id}/factors", admin_users.list_factors),
    ("POST", "/admin/generate_link", generate_link.generate_link),
    ("POST", "/otp", switched_off.one_time_password),
    ("POST", "/magiclink", switched_off.one_time_password),
    ("POST", "/factors", switched_off.enroll),
    ("DELETE", "/factors/{factor_id}", switched_off.factor),
    ("POST", "/factors/{factor_id}/challenge", switched_off.factor),
    ("POST", "/factors/{factor_id}/verify", switched_off.factor),
    ("POST", "/sso", switched_off.sso),
    ("GET", "/authorize", switched_off.authorize),
)
SWITCHED_OFF: tuple[tuple[str, Handler], ...] = (
    ("/user/identities/{rest:path}", switched_off.linking),
    ("/passkeys", switched_off.passkeys),
    ("/passkeys/{rest:path}", switched_off.passkeys),
    ("/oauth/{rest:path}", switched_off.oauth_server),
    ("/admin/oauth/{rest:path}", switched_off.oauth_admin),
)


def create_app(settings: AuthSettings) -> Starlette:
    """The service at `/`; its lifespan makes the keys on first start and opens a small pool."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        keys = Keys.load_or_create(settings.data_dir)
        token_keys = TokenKeys(keys)
        hasher = Hasher(settings.bcrypt_cost)
        outbox = settings.data_dir / "outbox"
        try:
            async with open_pool(settings.database_url, settings.pool_size) as pool:
                app.state.service = Service(
                    settings=settings,
                    keys=keys,
                    token_keys=token_keys,
                    token_maker=TokenMaker(settings, token_keys),
                    hasher=hasher,
                    limits=Limits(settings),
                    mailer=make_mailer(settings.mail, outbox) or OutboxMailer(outbox),
                    pool=pool,
                    sweeper=Sweeper(pool),
                )
                yield
        finally:
            hasher.close()

    return Starlette(
        routes=_routes(),
        lifespan=lifespan,
        exception_handlers={404: _not_found, 405: _not_allowed},
    )


def _routes() -> list[Route]:
    served = [Route(path, endpoint(handler), methods=[method]) for method, path, handler in ROUTES]
    off = [Route(path, endpoint(handler), methods=list(ANY)) for path, handler in SWITCHED_OFF]
    return served + off


async def _not_found(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("404 page not found\n", 404)


async def _not_allowed(_request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(status_code=405, headers=headers)
