"""The API with Supabase Storage beside it at one address, as the embedded installation has them: the product's own policies."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from jose import JWTError
from starlette.applications import Starlette
from starlette.routing import Mount

from api.main import create_app
from local.storage.app import create_app as create_storage
from local.storage.settings import StorageSettings
from tests.support import processes, tokens
from tests.support.client import settings_for
from tests.support.database import Base

SECRET_KEY = "sb_secret_test"


def believed(token: str) -> Mapping[str, Any] | None:
    """People by their tokens, the installation by its key."""
    if token == SECRET_KEY:
        return {"role": "service_role"}
    try:
        return tokens.claims(token)
    except JWTError:
        return None


@contextlib.contextmanager
def served(base: Base, root: Path) -> Iterator[str]:
    """Both, over real HTTP; their address."""

    def compose(url: str) -> Starlette:
        storage = create_storage(
            StorageSettings(database_url=base.url("supabase_storage_admin"), root=root, verify=believed)
        )
        changes = {"public_url": url, "supabase_url": url, "supabase_jwt_issuer": tokens.ISSUER}
        api = create_app(settings_for(base, **changes))

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            async with AsyncExitStack() as stack:
                for child in (storage, api):
                    await stack.enter_async_context(child.router.lifespan_context(child))
                yield

        return Starlette(routes=[Mount("/storage/v1", storage), Mount("/", api)], lifespan=lifespan)

    with processes.serving(compose) as url:
        yield url
