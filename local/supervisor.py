"""Starts the processes of one installation, watches them, and stops them in the reverse order."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import httpx

from local.environment import ROOT
from local.errors import LocalError, disk_sentence

READY_SECONDS = 60
STOP_SECONDS = 15
RESTARTS = 5  # more than this many ends within a minute are a fault to be told, not to be hidden
LOG_LIMIT = 10 * 2**20


@dataclass
class Child:
    """One process: `arguments` go to `python -m local.child`, `descriptors` stay open in it.

    It is ready when `ready` says so and its log holds `ready_word`.
    """

    name: str
    arguments: Sequence[str]
    environment: dict[str, str]
    descriptors: Sequence[int] = ()
    ready: Callable[[], bool] = lambda: True
    ready_word: str = ""
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)
    log_start: int = 0

    @property
    def alive(self) -> bool:
        """True while the process runs."""
        return self.process is not None and self.process.poll() is None

    def drop_leash(self) -> None:
        """Close our end of the pipe that keeps the process alive."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()


def answers(url: str) -> Callable[[], bool]:
    """A readiness check: a GET of `url` gives 200."""

    def check() -> bool:
        try:
            return httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    return check


class Supervisor:
    """Runs children with their words going to `logs/<name>.log`."""

    def __init__(self, children: Sequence[Child], logs: Path) -> None:
        self.children = list(children)
        self.logs = logs

    def start(self) -> None:
        """Start every child and wait until each is ready; raises LocalError when one ends or never answers."""
        for child in self.children:
            self._spawn(child)
        deadline = time.monotonic() + READY_SECONDS
        for child in self.children:
            while not (child.ready_word in self._words(child) and child.ready()):
                self._refuse_dead()
                if time.monotonic() > deadline:
                    raise LocalError(f"The {child.name} process does not answer: see {self._log(child)}")
                time.sleep(0.05)
        self._refuse_dead()

    def watch(self, require_rest: Callable[[], None]) -> None:
        """Keep the children running until an exception (a signal's KeyboardInterrupt) ends it.

        `require_rest` raises when something they need, and that is no child, is gone.
        """
        while True:
            time.sleep(0.5)
            require_rest()
            for child in self.children:
                if not child.alive:
                    self._revive(child)

    def stop(self) -> None:
        """Ask the children to end, the last started first; those that do not are killed."""
        for child in reversed(self.children):
            if child.alive and child.process is not None:
                child.process.terminate()
                try:
                    child.process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()
            child.drop_leash()

    def _spawn(self, child: Child) -> None:
        with self._open_log(child) as log:
            child.log_start = log.tell()
            child.process = subprocess.Popen(
                [sys.executable, "-m", "local.child", *child.arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=child.environment,
                pass_fds=tuple(child.descriptors),
                # Ctrl-C is for the supervisor, which stops the children in their order.
                start_new_session=True,
            )

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        child.ends = [*(end for end in child.ends if now - end < 60), now]
        if len(child.ends) > RESTARTS:
            raise LocalError(self._obituary(child))
        print(f"The {child.name} process ended and is started again: see {self._log(child)}", file=sys.stderr)
        child.drop_leash()
        time.sleep(0.2 * len(child.ends))
        self._spawn(child)

    def _refuse_dead(self) -> None:
        for child in self.children:
            if not child.alive:
                raise LocalError(self._obituary(child))

    def _obituary(self, child: Child) -> str:
        lines = self._words(child).strip().splitlines()
        return (
            f"The {child.name} process ended: {lines[-1] if lines else 'no word'} (log: {self._log(child)})"
        )

    def _words(self, child: Child) -> str:
        """What the child has written to its log since it was started."""
        with self._log(child).open("rb") as log:
            log.seek(child.log_start)
            return log.read().decode(errors="replace")

    def _log(self, child: Child) -> Path:
        return self.logs / f"{child.name}.log"

    def _open_log(self, child: Child) -> BinaryIO:
        file = self._log(child)
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size > LOG_LIMIT:
                file.replace(file.with_suffix(".log.1"))
            return file.open("ab")
        except OSError as error:
            raise LocalError(disk_sentence(error, f"write {file}")) from error
