"""The simulated vendors beside an installation: with --demo or --simulator only, and never where an app of one's own is set up."""

import asyncio
import socket
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
    return sorted(name for name in environment("") if name in configured())


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


def listener(address: Address) -> socket.socket:
    """Two ports after ours (the demo's own page has the next), or on any free one where that is taken."""
    try:
        return claim(Address("127.0.0.1", address.port + 2))
    except (LocalError, OverflowError):
        return claim(Address("127.0.0.1", 0))


def url(bound: socket.socket) -> str:
    """Where it is reached, by this machine only."""
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


def settings(simulator_url: str) -> dict[str, str]:
    """What leads our processes to it instead of to the vendors."""
    return {**environment(simulator_url), "SMENA_SIMULATOR_URL": simulator_url}


def beside(smena: str, data_dir: Path) -> dict[str, str]:
    """What the simulator knows of us: where webhooks go, and where it remembers what was connected."""
    return {"SIMULATOR_HOOKS": f"{smena}/hooks", "SIMULATOR_STATE": str(data_dir / "simulated-vendors")}
