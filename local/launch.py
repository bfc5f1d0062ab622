"""The processes of one running installation, and what is said about them."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from local import demo_company, running, vendors
from local.environment import child_environment, configured
from local.errors import LocalError
from local.listener import Address, claim
from local.supervisor import Child, Supervisor, answers

WORKER_READY = "smena.workers working"  # its first line in the log, written once it has its database


@dataclass(frozen=True)
class Launch:
    """What is served: `settings` for the processes, `listener` already bound to `address`."""

    settings: dict[str, str]
    listener: socket.socket
    address: Address
    workers: bool
    demo: bool

    @property
    def data_dir(self) -> Path:
        """Where logs and the announcement go."""
        return Path(self.settings["SMENA_DATA_DIR"])

    def run(self, stack: contextlib.ExitStack, require_database: Callable[[], None]) -> None:
        """Start everything, say `ready` once every part answers, and watch until an exception ends it.

        `require_database` raises when the database that we run is gone.
        """
        site = stack.enter_context(_beside(self.address, 1)) if self.demo else None
        if site is not None and not demo_company.may_post(self.settings, _loopback_url(site)):
            print("The demo's web page stays away: this installation has no live site key.", flush=True)
            site = None
        simulated = stack.enter_context(_beside(self.address, 2)) if self.demo else None
        supervisor = Supervisor(list(self._children(site, simulated)), self.data_dir / "logs")
        stack.callback(_stop, supervisor)
        supervisor.start()
        if simulated is not None:
            vendors.introduce(_loopback_url(simulated), self._own_url(), self._verify_token)
        stack.callback(running.withdraw, self.data_dir)
        running.announce(self._announcement())
        self._greet(site, simulated)
        supervisor.watch(require_database)

    def _children(self, site: socket.socket | None, simulated: socket.socket | None) -> Iterator[Child]:
        """The processes in the order they start; they stop in the reverse one."""
        environment = child_environment(self.settings)
        if simulated is not None:
            url = _loopback_url(simulated)
            yield _web("vendors", vendors.APPLICATION, self._of_vendors(), simulated, answers(f"{url}/_sim"))
            environment |= vendors.settings(url)
        embedded = "AUTH_DATABASE_URL" in self.settings
        application = "local.gateway:create_app" if embedded else "api.main:create_app"
        yield _web("web", application, environment, self.listener, answers(f"{self._own_url()}/api/ready"))
        if self.workers:
            yield Child("worker", ("run", "workers"), environment, ready_word=WORKER_READY)
        if site is not None:
            url = _loopback_url(site)
            environment = {**environment, "DEMO_SITE_URL": url}
            yield _web("demo-site", demo_company.SITE_APPLICATION, environment, site, answers(url))

    def _of_vendors(self) -> dict[str, str]:
        """The simulated vendors know nothing of ours: no database, no keys."""
        kept = ("PATH", "HOME", "LANG", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONUNBUFFERED")
        environment = {name: value for name, value in child_environment({}).items() if name in kept}
        return {**environment, **vendors.state(self.data_dir), "SMENA_DATA_DIR": str(self.data_dir)}

    @property
    def _verify_token(self) -> str:
        return configured().get("META_VERIFY_TOKEN") or vendors.settings("")["META_VERIFY_TOKEN"]

    def _own_url(self) -> str:
        """How this very machine reaches the web process."""
        return Address("127.0.0.1" if self.address.is_wildcard else self.address.host, self.address.port).url

    def _announcement(self) -> running.Running:
        return running.Running(
            api_url=self.settings["PUBLIC_URL"],
            database_url=self.settings["DATABASE_URL"],
            publishable_key=self.settings.get("SUPABASE_PUBLISHABLE_KEY", ""),
            secret_key=self.settings.get("SUPABASE_SECRET_KEY", ""),
            data_dir=str(self.data_dir),
            pid=os.getpid(),
            started=psutil.Process().create_time(),
        )

    def _greet(self, site: socket.socket | None, simulated: socket.socket | None) -> None:
        lines = ["", f"Smena: {self.settings['PUBLIC_URL']}"]
        if site is not None:
            lines.append(f"The demo company's web page: {_loopback_url(site)}")
        if simulated is not None:
            lines.append(f"Simulated Instagram, WhatsApp and others: {_loopback_url(simulated)}/_sim/people")
        if self.demo:
            lines += demo_company.accounts()
        print("\n".join([*lines, "", "ready"]), flush=True)


def _web(
    name: str,
    application: str,
    environment: dict[str, str],
    listener: socket.socket,
    ready: Callable[[], bool],
) -> Child:
    number = listener.fileno()
    return Child(name, ("serve", str(number), application), environment, (number,), ready)


def _beside(address: Address, steps: int) -> socket.socket:
    """What belongs to the demo is served some ports further, or on any free one where that is taken."""
    try:
        return claim(Address("127.0.0.1", address.port + steps))
    except (LocalError, OverflowError):
        return claim(Address("127.0.0.1", 0))


def _loopback_url(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _stop(supervisor: Supervisor) -> None:
    print("Stopping", flush=True)
    supervisor.stop()
