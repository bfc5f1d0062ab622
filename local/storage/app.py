"""The application: routes in the order hosted projects resolve them (`/object/move` before a bucket called `move`)."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local.storage import buckets, errors, listing, objects
from local.storage.settings import StorageSettings
from local.storage.store import Store
from local.storage.sweep import keep_sweeping

CLIENT_CLOSED = 499
Handler = Callable[[Request, Exception], Awaitable[Response]]
OBJECT = "{bucket}/{name:path}"


def create_app(settings: StorageSettings) -> Starlette:
    """The ASGI application, to be mounted at `/storage/v1`.

    Its lifespan sweeps and closes the pool. A host that mounts it without running its lifespan (Starlette's Mount does
    not) enters `running(app)` itself.
    """
    app = Starlette(routes=_routes(), exception_handlers=_handlers(), lifespan=running)
    app.state.store = Store.of(settings)
    return app


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[None]:
    """The service's background life around serving."""
    store: Store = app.state.store
    sweeper = asyncio.create_task(keep_sweeping(store))
    try:
        yield
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper
        await store.database.close()


def _routes() -> list[BaseRoute]:
    table = [
        ("GET", "/status", _status),
        ("GET", "/bucket", buckets.list_buckets),
        ("POST", "/bucket", buckets.create_bucket),
        ("POST", "/bucket/{bucket}/empty", buckets.empty_bucket),
        ("GET", "/bucket/{bucket}", buckets.get_bucket),
        ("PUT", "/bucket/{bucket}", buckets.update_bucket),
        ("DELETE", "/bucket/{bucket}", buckets.delete_bucket),
        ("POST", "/object/move", objects.move),
        ("POST", "/object/copy", objects.copy),
        ("POST", "/object/list/{bucket}", listing.list_folder),
        ("POST", "/object/list-v2/{bucket}", listing.list_page),
        ("POST", f"/object/upload/sign/{OBJECT}", objects.sign_upload),
        ("PUT", f"/object/upload/sign/{OBJECT}", objects.upload_signed),
        ("POST", "/object/sign/{bucket}", objects.sign_many),
        ("POST", f"/object/sign/{OBJECT}", objects.sign),
        ("GET", f"/object/sign/{OBJECT}", objects.download_signed),
        ("GET", f"/object/public/{OBJECT}", objects.download_public),
        ("GET", f"/object/authenticated/{OBJECT}", objects.download_authenticated),
        ("GET", f"/object/info/public/{OBJECT}", objects.info),
        ("GET", f"/object/info/authenticated/{OBJECT}", objects.info),
        ("GET", f"/object/info/{OBJECT}", objects.info),
        ("DELETE", "/object/{bucket}", objects.remove),
        ("GET", f"/object/{OBJECT}", objects.download),
        ("POST", f"/object/{OBJECT}", objects.upload),
        ("PUT", f"/object/{OBJECT}", objects.upload),
        ("DELETE", f"/object/{OBJECT}", objects.remove_one),
    ]
    return [Route(path, endpoint, methods=[method]) for method, path, endpoint in table]


def _handlers() -> dict[Any, Handler]:
    return {
        errors.StorageError: errors.answer,
        asyncpg.PostgresError: errors.answer,
        OSError: _system_failed,
        ClientDisconnect: _gone,
        404: _no_route,
        405: _no_route,
    }


async def _status(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _no_route(request: Request, failure: Exception) -> Response:
    return await errors.answer(request, errors.NoSuchRoute())


async def _gone(request: Request, failure: Exception) -> Response:
    return Response(status_code=CLIENT_CLOSED)


async def _system_failed(request: Request, failure: Exception) -> Response:
    if isinstance(failure, ConnectionError):
        return await errors.answer(request, errors.DatabaseError("08006"))
    if isinstance(failure, OSError) and failure.errno in {errno.ENOSPC, errno.EDQUOT}:
        return await errors.answer(request, errors.DiskFull())
    raise failure
