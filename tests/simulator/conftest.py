"""A simulator on a free port, and a receiver of its webhooks."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from simulator.app import create_app
from simulator.world import World
from tests.simulator.receiver import Receiver, receiving
from tests.support.processes import serving


class Sim(httpx.Client):
    """A caller of the simulator over HTTP."""

    def act(self, vendor: str, account: str, act: str, **order: Any) -> dict[str, Any]:
        """Somebody does something."""
        answer = self.post(f"/_sim/{vendor}/{account}/{act}", json=order)
        assert answer.status_code == 200, answer.text
        done: dict[str, Any] = answer.json()
        return done

    def faults(self, vendor: str, **knobs: Any) -> None:
        """Turns knobs."""
        answer = self.post(f"/_sim/{vendor}/faults", json=knobs)
        assert answer.status_code == 200, answer.text

    def advance(self, span: str) -> None:
        """Time goes by."""
        assert self.post("/_sim/clock", json={"advance": span}).status_code == 200

    def settle(self) -> None:
        """What is due is delivered."""
        assert self.post("/_sim/settle").status_code == 200


@pytest.fixture(scope="session")
def simulated() -> Iterator[tuple[str, World]]:
    world = World()
    with serving(lambda _: create_app(world)) as url:
        yield url, world


@pytest.fixture
def sim(simulated: tuple[str, World]) -> Iterator[Sim]:
    with Sim(base_url=simulated[0], timeout=30, verify=False, trust_env=False) as client:
        assert client.post("/_sim/reset").status_code == 200
        yield client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running
