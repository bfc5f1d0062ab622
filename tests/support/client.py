"""The API in this process: the real application with its lifespan on a test's database, called over ASGI."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from api.main import create_app
from api.settings import Settings
from tests.support import tokens
from tests.support.database import Base
from tests.support.people import Person

BASE_URL = "http://smena.test"


def settings_for(base: Base, **changes: Any) -> Settings:
    """Settings that name the test database and the tests' signing key; nothing comes from the environment."""
    values: dict[str, Any] = {
        "database_url": base.url(),
        "api_database_url": base.url("smena_api"),
        "worker_database_url": base.url("smena_worker"),
        "database_pool_min": 0,
        "database_pool_max": 5,
        "supabase_url": "http://auth.test",
        "supabase_publishable_key": "sb_publishable_test",
        "supabase_secret_key": "sb_secret_test",
        "supabase_jwks": tokens.jwks(),
        "credentials_key": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "public_url": BASE_URL,
    }
    return Settings(_env_file=None, **{**values, **changes})


class Api:
    """Clients of one running application: `api.as_(ANNA).get("/api/v1/clients")`."""

    def __init__(self, app: FastAPI, base: Base) -> None:
        self.app, self.base = app, base
        self._clients: list[httpx.AsyncClient] = []

    def as_(self, person: Person | UUID, **claims: Any) -> httpx.AsyncClient:
        """Signed in as this person; answers come in English."""
        user_id = person if isinstance(person, UUID) else person.id
        return self._client({"authorization": f"Bearer {tokens.issue(user_id, **claims)}"})

    def anonymous(self) -> httpx.AsyncClient:
        """Not signed in."""
        return self._client({})

    def with_token(self, token: str) -> httpx.AsyncClient:
        """With exactly this token."""
        return self._client({"authorization": f"Bearer {token}"})

    def _client(self, headers: dict[str, str]) -> httpx.AsyncClient:
        made = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=BASE_URL,
            headers={"accept-language": "en", **headers},
        )
        self._clients.append(made)
        return made

    async def close(self) -> None:
        """Closes every client that was handed out."""
        for client in self._clients:
            await client.aclose()


@contextlib.asynccontextmanager
async def running(base: Base, **changes: Any) -> AsyncIterator[Api]:
    """The application on this database; `changes` are settings."""
    app = create_app(settings_for(base, **changes))
    async with app.router.lifespan_context(app):
        api = Api(app, base)
        try:
            yield api
        finally:
            await api.close()
