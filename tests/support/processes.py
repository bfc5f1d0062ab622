"""Real processes around a test database: the API behind a real HTTP server, workers as the launcher starts them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from api.main import create_app
from tests.support.client import settings_for
from tests.support.database import Base

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


@contextlib.contextmanager
def served(base: Base, port: int = 0, **settings: Any) -> Iterator[str]:
    """The API on a free loopback port, or on this one; its address."""
    with serving(lambda url: create_app(settings_for(base, public_url=url, **settings)), port) as url:
        yield url


@contextlib.contextmanager
def serving(make: Callable[[str], ASGIApp], port: int = 0) -> Iterator[str]:
    """An application, made for its address, in a thread with an event loop of its own; the address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(make(url), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        _wait(lambda: server.started, "the server")
        yield url
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class Worker:
    """A `python -m workers` of its own."""

    def __init__(self, base: Base, log: Path, **environment: str) -> None:
        self._log = log
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with log.open("ab") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workers"],
                cwd=ROOT,
                env={
                    **kept,
                    "PYTHONPATH": str(ROOT),
                    "WORKER_DATABASE_URL": base.url("smena_worker"),
                    "LISTEN_DATABASE_URL": base.url("smena_worker"),
                    **environment,
                },
                stdout=words,
                stderr=words,
            )

    @property
    def words(self) -> str:
        """Its log."""
        return self._log.read_text()

    def ready(self) -> None:
        """Waits until it works."""
        _wait(lambda: "working" in self.words, "the worker")

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends the signal and waits; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(20)


@contextlib.contextmanager
def worker(base: Base, directory: Path, **environment: str) -> Iterator[Worker]:
    """A worker process on the database, stopped at the end; its log lies in `directory`."""
    with several(base, directory, 1, **environment) as (started,):
        yield started


@contextlib.contextmanager
def several(base: Base, directory: Path, count: int, **environment: str) -> Iterator[Sequence[Worker]]:
    """Some of them, started at once."""
    logs = [directory / f"worker-{time.monotonic_ns()}-{number}.log" for number in range(count)]
    started = [Worker(base, log, **environment) for log in logs]
    try:
        for one in started:
            one.ready()
        yield started
    finally:
        for one in started:
            if one.process.poll() is None:
                one.end()


def _wait(condition: Any, what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not start"
        time.sleep(0.02)
