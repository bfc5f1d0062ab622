"""`python -m simulator`: loopback only, marked, and with a file it remembers what was connected."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from simulator.email.state import ADDRESS
from simulator.instagram.state import SHOP
from simulator.world import World
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import connected
from tests.support.processes import ROOT


@contextlib.contextmanager
def running(state: Path) -> Iterator[Sim]:
    """The program as the launcher starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "simulator", "--port", str(port), "--state", str(state)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        with Sim(base_url=f"http://127.0.0.1:{port}", verify=False, trust_env=False) as sim:
            _wait(sim)
            yield sim
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)


def _wait(sim: Sim) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            assert sim.get("/_sim").json()["simulated"] is True
            return
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_connection_outlives_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "vendors"
    with running(state) as sim:
        account = connected(sim)
        comment = sim.act("instagram", SHOP, "comment", text="до")["comment_id"]
        sim.act("telegram", "smena_test_bot", "message", text="до")
        sim.act("email", ADDRESS, "letter")
        sim.advance("3d")
    assert state.stat().st_mode & 0o077 == 0
    with running(state) as sim:
        account.sim = sim
        assert account.get(comment, fields="text").json()["text"] == "до"
        assert sim.act("instagram", SHOP, "comment")["comment_id"] != comment
        assert sim.get("/_sim/clock").json()["now"] > time.time() + 2 * 86400
        assert len(sim.get("/_sim/telegram").json()["pending"]) == 0, "a day is over"
        assert sim.get("/_sim/email").json()["folders"][ADDRESS] == {"INBOX": 1}
        sim.act("telegram", "smena_test_bot", "message", text="после")
        assert len(sim.get("/_sim/telegram").json()["pending"]) == 1
    state.write_bytes(b"of another version")
    with running(state) as sim:
        account.sim = sim
        assert account.get("me").status_code == 400


def test_webhooks_follow_the_installation_to_another_port() -> None:
    world = World("http://127.0.0.1:8200/hooks")
    world.telegram.webhook, world.viber.webhook = (
        "http://127.0.0.1:8000/hooks/bot",
        "https://crm.example/hooks/bot",
    )
    world.hook()
    assert world.telegram.webhook == "http://127.0.0.1:8200/hooks/bot"
    assert world.viber.webhook == "https://crm.example/hooks/bot"
