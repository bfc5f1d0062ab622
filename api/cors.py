"""CORS for other web pages that call the API in a signed-in user's name (SMENA_CORS_ORIGINS)."""

from fastapi.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send

PUBLIC = "/api/v1/public/"


class OwnPagesCors(CORSMiddleware):
    """Leaves the public lead endpoints alone: they answer by the origins of each site key."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] == "http" and scope["path"].startswith(PUBLIC):
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)
