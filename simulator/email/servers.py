"""Both servers beside the simulator: only where they were asked for, so that nothing of them is loaded elsewhere."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from simulator.email import imap, smtp
from simulator.world import World

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Doors:
    """Where they listen: bound sockets on loopback."""

    imap: socket.socket
    smtp: socket.socket

    @property
    def ports(self) -> tuple[int, int]:
        """IMAP's and SMTP's."""
        return self.imap.getsockname()[1], self.smtp.getsockname()[1]


def doors(imap_port: int = 0, smtp_port: int = 0) -> Doors:
    """Opened here; 0 is any free port. Raises OSError where one is taken."""
    return Doors(socket.create_server((HOST, imap_port)), socket.create_server((HOST, smtp_port)))


@asynccontextmanager
async def serving(world: World, where: Doors | None) -> AsyncIterator[None]:
    """The servers while the block lasts; nothing without doors."""
    if where is None:
        yield
        return
    async with imap.serving(world, where.imap) as (guard, lines), smtp.serving(world, where.smtp, guard.lay):
        world.mail = Running(where, lines)
        try:
            yield
        finally:
            world.mail = None


@dataclass(frozen=True)
class Running:
    """What acts need of the servers."""

    doors: Doors
    lines: imap.Lines
