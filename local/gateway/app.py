"""Everything that one machine serves, behind one address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from api.main import create_app as create_api
from local.auth import AuthSettings
from local.auth import create_app as create_auth
from local.auth.tokens.jws import TokenError, TokenKeys
from local.gateway.api_keys import ApiKeys, is_open_auth_path, is_open_storage_path
from local.gateway.cors import auth_cors, storage_cors
from local.gateway.outbox import outbox_page
from local.gateway.plain_http import PlainHttpGuard
from local.gateway.settings import GatewaySettings
from local.keys import Keys
from local.storage.app import create_app as create_storage
from local.storage.settings import StorageSettings


def create_app() -> Starlette:
    """The uvicorn factory: auth, storage, the outbox page, and the API with the front end below all else."""
    settings = GatewaySettings()  # from the environment
    keys = Keys.load_or_create(settings.data_dir)
    token_keys = TokenKeys(keys)
    auth = create_auth(AuthSettings())  # from the environment
    storage = create_storage(
        StorageSettings(
            database_url=settings.storage_database_url,
            root=settings.data_dir / "storage",
            verify=_verifier(token_keys),
        )
    )
    return compose(settings, keys, auth=auth, storage=storage, api=create_api())


def compose(
    settings: GatewaySettings, keys: Keys, *, auth: Starlette, storage: Starlette, api: Starlette
) -> Starlette:
    """The services under their paths, each behind the key rules and CORS that fit it."""
    token_keys = TokenKeys(keys)
    guarded_auth = ApiKeys(auth, keys=keys, token_keys=token_keys, exempt=is_open_auth_path)
    guarded_storage = ApiKeys(storage, keys=keys, token_keys=token_keys, exempt=is_open_storage_path)
    app = Starlette(
        routes=[
            Mount("/auth/v1", auth_cors(guarded_auth)),
            Mount("/storage/v1", storage_cors(guarded_storage)),
            Route("/local/v1/outbox", outbox_page),
            Mount("/", api),
        ],
        middleware=[Middleware(PlainHttpGuard, public_url=settings.public_url, allowed=settings.plain_http)],
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.auth = auth
    app.state.children = (auth, storage, api)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Runs the lifespans of the services: a Mount does not."""
    async with AsyncExitStack() as stack:
        for child in app.state.children:
            await stack.enter_async_context(child.router.lifespan_context(child))
        yield


def _verifier(token_keys: TokenKeys) -> Any:
    def believe(token: str) -> Mapping[str, Any] | None:
        try:
            return token_keys.verify(token)
        except TokenError:
            return None

    return believe
