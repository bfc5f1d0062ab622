"""`./smena up` as a process of its own, and what the tests ask of it."""

import json
import os
import re
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]
START_SECONDS = 240  # the first start builds the front end


def free_port() -> int:
    """A loopback port that nobody listens on, with a free one after it (the demo's own page takes it)."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@dataclass(frozen=True)
class Keys:
    """What `./smena status -o json` tells."""

    api_url: str
    database_url: str
    publishable_key: str
    secret_key: str
    data_dir: str
    pid: int
    simulator_url: str = ""


class Installation:
    """A running Smena with data of its own; stops, database and workers too, at the end of the block.

    `python`: the one of another environment than the checkout's own.
    """

    def __init__(self, data_dir: Path, *options: str, python: Path | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self._options = options
        self._program = [python, "-P", "-m", "local"] if python else [ROOT / "smena"]
        self._log = Path(tempfile.mkstemp(prefix="smena-up-", suffix=".log")[1])
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Installation":
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._program, "up", "--port", str(self.port), "--data", self.data_dir, *self._options],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not re.search(r"^ready$", self.output, re.MULTILINE):
            assert self._process.poll() is None, f"smena up ended:\n{self.output}"
            assert time.monotonic() < deadline, f"smena up is not ready:\n{self.output}"
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            status = self._process.wait(60)
        finally:
            self._process.kill()
        if kind is None:
            assert status == 0, f"smena up ended with {status}:\n{self.output}"
            self._log.unlink()

    @classmethod
    def borrowed(cls, url: str, data_dir: Path) -> "Installation":
        """A demo installation that runs already: for writing tests, not for judging by them."""
        found = cls(data_dir)
        found.url = url
        found.port = int(url.rpartition(":")[2])
        return found

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self._log.read_text("utf-8", "replace")

    @property
    def site_url(self) -> str:
        """The demo's own web page, as printed at the start."""
        if not self.output:  # borrowed: the launcher's first choice
            return f"http://127.0.0.1:{self.port + 1}"
        found = re.search(rf"http://127\.0\.0\.1:(?!{self.port}\b)\d+", self.output)
        assert found, self.output
        return found[0]

    def keys(self) -> Keys:
        """Asked by the same command as a user would."""
        done = subprocess.run(
            [ROOT / "smena", "status", "-o", "json", "--data", self.data_dir],
            capture_output=True,
            check=True,
            text=True,
        )
        return Keys(**json.loads(done.stdout))
