"""`smena up` as people run it: real processes, real signals."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import psutil
import pytest

from local.environment import child_environment

SECONDS = 180  # the first start may build the front end


@dataclass
class Up:
    """One `smena up`."""

    process: subprocess.Popen[str]
    words: list[str]

    def end(self, number: int) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        self.words += self.process.stdout.read().splitlines()
        return self.process.wait(30)


class Launcher:
    """Starts `python -m local` on one data directory and port, from a folder of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.data = place / "my data"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.started: list[Up] = []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "local", *arguments, "--data", str(self.data)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        environment = child_environment({})
        return subprocess.run(
            self.command(*arguments),
            cwd=self.place,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )

    def up(self, *arguments: str) -> Up:
        """Start and wait for `ready`."""
        process = subprocess.Popen(
            self.command("up", "--port", str(self.port), *arguments),
            cwd=self.place,
            env=child_environment({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        found = Up(process, [])
        self.started.append(found)
        assert process.stdout is not None
        for line in process.stdout:
            found.words.append(line.rstrip("\n"))
            if found.words[-1] == "ready":
                return found
        raise AssertionError("\n".join(found.words))

    def stop(self) -> None:
        """Whatever a failed test left."""
        for found in self.started:
            if found.process.poll() is None:
                found.process.terminate()
                found.process.wait(30)
            if found.process.stdout is not None:
                found.process.stdout.close()

    def leftovers(self) -> list[str]:
        """Processes of this installation that still run."""
        found = []
        for process in psutil.process_iter(["status", "cmdline", "environ"]):
            told = process.info["environ"] or {}
            ours = told.get("SMENA_DATA_DIR") == str(self.data) or str(self.data) in " ".join(
                process.info["cmdline"] or []
            )
            if ours and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.info["cmdline"] or []))
        return found


@pytest.fixture(scope="module")
def launcher(module_place: Path) -> Iterator[Launcher]:
    """One installation for the tests of this module, so that only the first start is a long one."""
    os.environ.pop("DATABASE_URL", None)
    made = Launcher(module_place)
    yield made
    made.stop()


def test_everything_answers_when_ready_is_said_and_nothing_is_left_after_the_stop(launcher: Launcher) -> None:
    up = launcher.up("--demo")
    assert f"Smena: {launcher.url}" in up.words
    assert any(re.search(r"anna@demo\.example .*manager", line) for line in up.words)
    assert httpx.get(f"{launcher.url}/api/ready").status_code == 200
    (people,) = (line.partition(": ")[2] for line in up.words if line.startswith("Simulated "))
    assert "SIMULATED" in httpx.get(people).text
    status = json.loads(launcher.run("status", "-o", "json").stdout)
    assert status["api_url"] == launcher.url
    assert status["pid"] == up.process.pid
    key = {"apikey": status["publishable_key"]}
    signed_in = httpx.post(
        f"{launcher.url}/auth/v1/token?grant_type=password",
        headers=key,
        json={"email": "anna@demo.example", "password": "smena-demo-1"},
    )
    assert signed_in.status_code == 200
    token = signed_in.json()["access_token"]
    bearer = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{launcher.url}/api/v1", headers=bearer, timeout=20) as anna:
        assert anna.get("/me").json()["email"] == "anna@demo.example"
        _clients_have_written(anna)
    assert httpx.get(f"{status['simulator_url']}/_sim").json()["simulated"] is True
    assert "Vendors are simulated" in launcher.run("doctor").stdout
    assert up.end(signal.SIGTERM) == 0
    assert up.words[-1] == "Stopped."
    assert launcher.leftovers() == []
    assert launcher.run("status").returncode == 1


def _clients_have_written(anna: httpx.Client) -> None:
    """Somebody waits in the inbox and answers by himself; another one may be somebody she knows."""
    waiting = anna.get("/conversations").json()["items"]
    assert len(waiting) >= 3 and all(one["simulated"] and one["waiting_since"] for one in waiting)
    client = next(one["client"]["id"] for one in waiting if one["channel"] == "telegram")
    (thread,) = anna.get(f"/clients/{client}/channels").json()["items"]
    message = {
        "conversation_id": thread["conversation_id"],
        "mode": "direct",
        "text": "Так",
        "key": str(uuid4()),
    }
    assert anna.post(f"/clients/{client}/messages/outbound", json=message).status_code == 202
    deadline = time.monotonic() + 30
    while True:
        said = anna.get(f"/clients/{client}/timeline").json()["items"]
        newest = [(one.get("direction"), one.get("body")) for one in said[:2]]
        if newest[1] == ("out", "Так") and newest[0][0] == "in":
            return
        assert time.monotonic() < deadline, newest
        time.sleep(0.2)


def test_a_second_start_does_nothing_twice_and_a_second_instance_is_refused(launcher: Launcher) -> None:
    up = launcher.up("--demo")
    # What makes a start long is not done twice; bench/ holds the seconds.
    assert not [
        line for line in up.words if line.startswith(("Front end", "Demo company", "Python packages"))
    ]
    same_data = launcher.run("up", "--port", str(launcher.port))
    assert (same_data.returncode, same_data.stdout) == (1, "")
    assert "already running" in same_data.stderr
    assert same_data.stderr.count("\n") == 1
    assert httpx.get(f"{launcher.url}/api/ready").status_code == 200
    assert up.end(signal.SIGINT) == 0


def test_a_killed_predecessor_leaves_no_processes_that_matter_and_loses_nothing(launcher: Launcher) -> None:
    killed = launcher.up("--no-workers")
    assert killed.end(signal.SIGKILL) == -signal.SIGKILL
    assert "was killed" in launcher.run("doctor").stdout
    again = launcher.up("--no-workers")
    status = json.loads(launcher.run("status", "-o", "json").stdout)
    assert "simulator_url" not in status
    assert _simulated(status["database_url"]) == [("paused", 2)], (
        "no real vendor is asked for a simulated account"
    )
    assert httpx.get(f"{launcher.url}/api/ready").status_code == 200
    counted = launcher.run("status", "-o", "json")
    assert json.loads(counted.stdout)["pid"] == again.process.pid
    assert again.end(signal.SIGTERM) == 0
    assert launcher.leftovers() == []


def _simulated(database_url: str) -> list[tuple[str, int]]:
    """States of simulated accounts."""

    async def ask() -> list[tuple[str, int]]:
        connection = await asyncpg.connect(database_url, statement_cache_size=0)
        try:
            rows = await connection.fetch(
                "select state, count(*) from public.lead_sources where simulated group by 1"
            )
        finally:
            await connection.close()
        return [(row["state"], row["count"]) for row in rows]

    return asyncio.run(ask())


def test_a_taken_port_is_one_sentence(launcher: Launcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = launcher.run("up", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "is taken by another program" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert launcher.leftovers() == []


def test_other_interfaces_are_refused_before_anything_starts(launcher: Launcher) -> None:
    refused = launcher.run("up", "--host", "192.0.2.1")
    assert refused.returncode == 1
    assert refused.stderr.startswith("smena: Refusing to serve 192.0.2.1 without TLS")
