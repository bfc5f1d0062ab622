"""The Python environment of the first start: made once, whoever comes first, and left in order when interrupted."""

import fcntl
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from local.environment import ROOT


@pytest.fixture
def checkout(place: Path) -> Path:
    """A checkout that needs no packages and whose command tells its arguments."""
    (place / "local").mkdir()
    shutil.copy(ROOT / "smena", place / "smena")
    shutil.copy(ROOT / "local" / "packages.py", place / "local" / "packages.py")
    (place / "local" / "__main__.py").write_text("import sys; print('asked:', *sys.argv[1:])")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (place / lock).write_text("# nothing\n")
    return place


def start(checkout: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(checkout / "smena"), *arguments],
        cwd="/",
        env={name: value for name, value in os.environ.items() if name != "SMENA_PYTHON"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite in a shell's background inherits "ignore SIGINT", and a shell cannot take that back.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads here
    )


def test_two_first_starts_at_once_make_one_environment(checkout: Path) -> None:
    starts = [start(checkout, "up", "a b"), start(checkout, "status")]
    told = [each.communicate(timeout=120) for each in starts]
    assert [each.returncode for each in starts] == [0, 0], told
    assert [words.splitlines()[-1] for words, _ in told] == ["asked: up a b", "asked: status"]
    assert sum(words.count("Making the Python environment") for words, _ in told) == 1
    again = start(checkout, "doctor")
    assert again.communicate(timeout=60) == ("asked: doctor\n", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_first_start_says_so(checkout: Path, number: int) -> None:
    (checkout / ".smena").mkdir()
    with (checkout / ".smena" / "setup.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        waiting = start(checkout, "up")
        assert waiting.stdout is not None
        assert waiting.stdout.readline().startswith("Waiting for another start")
        waiting.send_signal(number)
        words, errors = waiting.communicate(timeout=120)
    assert (waiting.returncode, words.strip(), errors) == (
        130,
        "Stopped. The next start goes on from here.",
        "",
    )
