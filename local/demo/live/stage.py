"""The simulated vendors as of a day in the past, served to this process alone; what they would post to us is taken by hand."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from simulator.app import create_app
from simulator.core.acts import perform
from simulator.core.clock import Clock
from simulator.core.courier import Post
from simulator.keeping import save
from simulator.vendors import VENDORS
from simulator.world import World


class Stage:
    """A world that begins at `begins` and is moved on from line to line."""

    def __init__(self, hooks: str, begins: datetime) -> None:
        self.world = World(hooks, Clock(begins.timestamp()))

    @contextlib.asynccontextmanager
    async def open(self, listening: socket.socket) -> AsyncIterator[None]:
        """Serves it on a bound socket. Without its lifespan: nothing is posted while nobody listens."""
        config = uvicorn.Config(create_app(self.world), lifespan="off", log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield
        finally:
            server.should_exit = True
            await task

    @property
    def now(self) -> datetime:
        """The moment there."""
        return datetime.fromtimestamp(self.world.clock.now(), UTC)

    def goes_on(self, moment: datetime) -> None:
        """It is `moment` there now."""
        self.world.clock.forward_to(moment.timestamp())

    async def act(self, vendor: str, account: str, act: str, order: Mapping[str, Any]) -> dict[str, Any]:
        """Somebody does something."""
        return await perform(VENDORS[vendor].acts[act], self.world, account, order)

    def posts(self) -> list[Post]:
        """What waits to be posted, taken as if it had been."""
        waiting = [post for post in self.world.courier.history if post.state == "waiting"]
        self.world.courier.withdraw(lambda _: True)
        for post in waiting:
            if post.told is not None:
                post.told(post, httpx.Response(200))
        return waiting

    def keep(self, state: Path) -> None:
        """Leaves everything to the simulator that runs beside the installation; there it is today."""
        save(self.world, state)
