"""The simulated vendors beside an installation: with --demo or --simulator only, and never where an app of one's own is set up."""

import socket
from pathlib import Path

from local.environment import configured
from local.errors import LocalError
from local.listener import Address, claim
from simulator.settings import environment

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
