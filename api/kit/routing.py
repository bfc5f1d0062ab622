"""The router of every feature: documents the errors any route can answer, and runs a collided request once more."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from api.db.dependencies import Collided
from api.errors import Forbidden, Internal, Invalid, NotSignedIn, TimedOut, Unavailable, errors

FUNCTION_STACK = "fastapi_function_astack"  # where FastAPI keeps dependencies of scope "function"


class Route(APIRoute):
    """Repeats a request once whose own transaction met a deadlock or a serialisation failure.

    Safe because only `tx: Write` raises Collided, after its roll-back, and nothing outside the database happens inside
    a transaction. Uploads are not repeated: their body is read.
    """

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """FastAPI's handler, twice if need be."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await _once(handle, request)
            except Collided as collided:
                if "multipart" in request.headers.get("content-type", ""):
                    raise collided.error from None
            try:
                return await _once(handle, request)
            except Collided as collided:
                raise collided.error from None

        return handler


async def _once(handle: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """One attempt with a dependency stack of its own, so that COMMIT happens, and fails, inside it."""
    async with AsyncExitStack() as stack:
        request.scope[FUNCTION_STACK] = stack
        return await handle(request)


class Router(APIRouter):
    """`router = Router(prefix="/clients", tags=["clients"])`."""

    def __init__(self, **options: Any) -> None:
        """Takes what APIRouter takes; `public=True` leaves the errors of signed-in routes out of the documentation."""
        public = options.pop("public", False)
        signed_in = () if public else (NotSignedIn, Forbidden)
        responses = {
            **errors(*signed_in, Invalid, Internal, Unavailable, TimedOut),
            **options.pop("responses", {}),
        }
        super().__init__(route_class=Route, responses=responses, **options)
        self._fixed_prefix = self.prefix.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Turns an address away by its prefix: trying every route of every feature costs more than a list query."""
        if self._fixed_prefix not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)
