"""The simulated vendors beside an installation: with --demo or --simulator only, and never where an app of one's own is set up."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from local.environment import configured
from local.errors import LocalError
from local.listener import Address, claim
from simulator.settings import environment

OFF = "The simulator does not run: start Smena with --demo or --simulator."
PAUSE = """
update public.lead_sources set state = 'paused', last_error = $1
where simulated and archived_at is null and state in ('active', 'degraded', 'reauth_required')
"""
RESUME = "update public.lead_sources set state = 'active', last_error = null where simulated and state = 'paused' and last_error = $1"
APPLICATION = "simulator.app:beside_installation"
NAME = "simulator"


def own_app() -> list[str]:
    """Configured settings that the simulation would overrule: messages of real accounts must not end in it."""
    return sorted(name for name in environment("", (0, 0)) if name in configured())


def wanted(*, demo: bool, asked: bool) -> bool:
    """Is the simulator to run? Raises LocalError where it was asked for and an app of one's own is configured."""
    own = own_app()
    if own and asked:
        raise LocalError(f"Leave --simulator out, or {' and '.join(own)}: vendors are simulated or real.")
    if own and demo:
        print(f"Vendors are not simulated: {' and '.join(own)} is configured.", flush=True)
    return (asked or demo) and not own


def tell_sources(settings: dict[str, str], *, runs: bool) -> None:
    """Simulated accounts rest while there is no simulator: what belongs to it must not be tried on the real vendors."""
    try:
        asyncio.run(_tell(settings["DATABASE_URL"], RESUME if runs else PAUSE))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise LocalError(f"The simulated channels could not be told: {error}") from error


async def _tell(database_url: str, statement: str) -> None:
    connection = await asyncpg.connect(database_url, statement_cache_size=0)
    try:
        await connection.execute(statement, OFF)
    finally:
        await connection.close()


@dataclass(frozen=True)
class Vendors:
    """Where they listen, on this machine only: for HTTP, and as mail servers."""

    http: socket.socket
    imap: socket.socket
    smtp: socket.socket

    @property
    def url(self) -> str:
        """Where they are reached."""
        return f"http://127.0.0.1:{_port(self.http)}"

    @property
    def settings(self) -> dict[str, str]:
        """What leads our processes to them instead of to the real ones."""
        ports = _port(self.imap), _port(self.smtp)
        return {**environment(self.url, ports), "SMENA_SIMULATOR_URL": self.url}

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What their process inherits."""
        return self.http.fileno(), self.imap.fileno(), self.smtp.fileno()

    def beside(self, smena: str, data_dir: Path) -> dict[str, str]:
        """What they know of us: where webhooks go, where they remember what was connected, their mail servers' sockets."""
        return {
            "SIMULATOR_HOOKS": f"{smena}/hooks",
            "SIMULATOR_STATE": str(data_dir / "simulated-vendors"),
            "SIMULATOR_MAIL": f"{self.imap.fileno()},{self.smtp.fileno()}",
        }


@contextlib.contextmanager
def listening(address: Address) -> Iterator[Vendors]:
    """From the second port after ours on (the demo's own page has the next), or on any free ones where those are taken."""
    with contextlib.ExitStack() as stack:
        yield Vendors(*(stack.enter_context(_listener(address.port + 2 + place)) for place in range(3)))


def _listener(port: int) -> socket.socket:
    try:
        return claim(Address("127.0.0.1", port))
    except (LocalError, OverflowError):
        return claim(Address("127.0.0.1", 0))


def _port(bound: socket.socket) -> int:
    return int(bound.getsockname()[1])
