"""The application behind a real socket, for what ASGI in one process cannot show (streams)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import uvicorn

from api.main import create_app
from tests.support import tokens
from tests.support.client import settings_for
from tests.support.database import Base
from tests.support.people import Person


class Served:
    """One running server."""

    def __init__(self, url: str, app: Any) -> None:
        self.url, self.app = url, app

    @contextlib.asynccontextmanager
    async def as_(self, person: Person, **claims: Any) -> AsyncIterator[httpx.AsyncClient]:
        """A client signed in as this person."""
        headers = {"authorization": f"Bearer {tokens.issue(person.id, **claims)}", "accept-language": "en"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=10) as made:
            yield made


@contextlib.asynccontextmanager
async def serving(base: Base, **changes: Any) -> AsyncIterator[Served]:
    """uvicorn on a free loopback port."""
    app = create_app(settings_for(base, **changes))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # the signals are pytest's
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
        if task.done():
            await task
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(f"http://127.0.0.1:{port}", app)
    finally:
        app.state.live.close_streams()
        server.should_exit = True
        await task
