"""Puts the application together: `create_app()` for servers, `create_app(settings)` for tests and the launcher."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from api import error_answers, routes
from api.auth.admin import AuthAdmin
from api.auth.tokens import TokenVerifier
from api.cors import OwnPagesCors
from api.db.pool import Database
from api.docs_page import routes as docs_page
from api.envelope import Envelope
from api.live.hub import LiveHub
from api.settings import Settings
from api.spa import SpaMount

PREFIX = "/api/v1"


def create_app(settings: Settings | None = None, *, mounts: Mapping[str, ASGIApp] | None = None) -> FastAPI:
    """The whole application: API, documentation, front end.

    `mounts`: further ASGI applications by path, before the front end; whoever gives them runs their lifespans.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Smena",
        version=_version(),
        summary="A sales CRM that ties the working time of sales managers to what they sell.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    app.state.tokens = TokenVerifier(settings)
    app.state.auth_admin = AuthAdmin(settings)
    app.state.database = _database(settings)
    app.state.live = LiveHub(_dsn(settings, listen=True))
    error_answers.install(app)
    for router in routes.root_routers:
        app.include_router(router)
    for router in routes.routers:
        app.include_router(router, prefix=PREFIX)
    app.include_router(docs_page.router)
    if settings.smena_cors_origins:
        app.add_middleware(
            OwnPagesCors,
            allow_origins=settings.smena_cors_origins,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "Accept-Language", "Last-Event-ID"],
            max_age=600,
        )
    app.add_middleware(Envelope, settings=settings)
    for path, mounted in (mounts or {}).items():
        app.mount(path, mounted)
    app.router.routes.append(SpaMount(settings.smena_frontend_dir))
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Opens the pool and the LISTEN connection. No job runs here: what time causes is the workers'."""
    await app.state.database.open()
    try:
        async with app.state.live.running():
            yield
    finally:
        await app.state.auth_admin.close()
        await app.state.database.close()


def _dsn(settings: Settings, *, listen: bool = False) -> str:
    chosen = settings.api_database_url
    if listen:
        chosen = settings.listen_database_url or chosen
    return chosen.get_secret_value() if chosen else ""


def _database(settings: Settings) -> Database:
    return Database(
        _dsn(settings),
        pooler=settings.database_pooler,
        min_size=min(settings.database_pool_min, settings.database_pool_max),
        max_size=settings.database_pool_max,
        statement_timeout_ms=settings.database_statement_timeout_ms,
        lock_timeout_ms=settings.database_lock_timeout_ms,
    )


def _operation_id(route: APIRoute) -> str:
    """`list_clients`: the generated TypeScript client is named after it."""
    return route.name


def _version() -> str:
    try:
        return version("smena")
    except PackageNotFoundError:
        return "0.1.0"
