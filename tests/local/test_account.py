"""The account of PostgreSQL's processes, made once however many installations start at once."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = "smena-race-test"
ASK = (
    "import pathlib; from local.postgres import account;"
    f"account.ACCOUNT = {NAME!r}; print('here', flush=True); input();"
    "print(account.account_for(pathlib.Path('/nonexistent')).uid)"
)


@pytest.fixture
def no_account() -> Iterator[None]:
    """No account of the test's name, before and after."""
    yield
    if os.geteuid() == 0:
        subprocess.run(["userdel", NAME], check=True, env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"})


@pytest.mark.usefixtures("no_account")
def test_first_starts_at_once_agree_on_one_account() -> None:
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for one in asking:
        assert one.stdout is not None
        assert one.stdout.readline() == "here\n"
    for one in asking:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = {one.communicate(timeout=60)[0].strip() for one in asking}
    expected = pwd.getpwnam(NAME).pw_uid if os.geteuid() == 0 else os.geteuid()
    assert told == {str(expected)}
