"""Children of the supervisor: started, revived, told about, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from local.environment import ROOT, child_environment
from local.errors import LocalError
from local.supervisor import Child, Supervisor

MODULES = {
    "sleeper": "import time\nprint('up', flush=True)\nwhile True:\n    time.sleep(60)\n",
    "deaf": "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)\n",
    "broken": "raise SystemExit('the worker cannot read its settings')\n",
    "parent": (
        "import os, sys, time\nfrom pathlib import Path\nfrom local.environment import child_environment\n"
        "from local.supervisor import Child, Supervisor\n"
        "env = {**child_environment({}), 'PYTHONPATH': os.environ['PYTHONPATH']}\n"
        "child = Child('sleeper', ('run', 'sleeper'), env)\n"
        "supervisor = Supervisor([child], Path(sys.argv[1]))\nsupervisor.start()\n"
        "print(child.process.pid, flush=True)\nsupervisor.watch(lambda: None)\n"
    ),
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of children, with the little modules above on the path."""
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text)
    return {**child_environment({}), "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}


@pytest.fixture
def supervise(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., Supervisor]]:
    """Makes supervisors of one child and stops them at the end."""
    made: list[Supervisor] = []

    def make(module: str) -> Supervisor:
        log = tmp_path / "logs" / f"{module}.log"
        child = Child(
            module, ("run", module), environment, ready=lambda: log.exists() and "up" in log.read_text()
        )
        made.append(Supervisor([child], tmp_path / "logs"))
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop()


def _wait(until: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def _gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_child_that_ends_at_the_start_is_told_with_its_last_words(
    supervise: Callable[..., Supervisor],
) -> None:
    with pytest.raises(LocalError, match="The broken process ended: the worker cannot read its settings"):
        supervise("broken").start()


def test_a_child_that_dies_later_is_started_again(
    supervise: Callable[..., Supervisor], capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = supervise("sleeper")
    supervisor.start()
    (child,) = supervisor.children
    assert child.process is not None
    first = child.process
    first.kill()
    first.wait()
    supervisor._revive(child)
    assert child.alive
    assert child.process is not first
    assert "sleeper process ended and is started again" in capsys.readouterr().err


def test_a_child_that_dies_again_and_again_is_told(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise("sleeper")
    supervisor.start()
    (child,) = supervisor.children
    child.ends = [time.monotonic()] * 5
    with pytest.raises(LocalError, match="The sleeper process ended"):
        supervisor._revive(child)


def test_a_child_deaf_to_the_request_to_end_is_killed(
    supervise: Callable[..., Supervisor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.supervisor.STOP_SECONDS", 0.3)
    supervisor = supervise("deaf")
    supervisor.start()
    supervisor.stop()
    (child,) = supervisor.children
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_children_do_not_outlive_a_killed_supervisor(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "parent", str(tmp_path / "logs")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        _wait(lambda: "up" in (tmp_path / "logs" / "sleeper.log").read_text())
        parent.kill()
    _wait(lambda: _gone(child))
