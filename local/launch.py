"""The processes of one running installation, and what is said about them."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from local import demo_company, running, simulation
from local.environment import child_environment
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
    simulated: bool

    @property
    def data_dir(self) -> Path:
        """Where logs and the announcement go."""
        return Path(self.settings["SMENA_DATA_DIR"])

    def run(self, stack: contextlib.ExitStack, require_database: Callable[[], None]) -> None:
        """Start everything, say `ready` once every part answers, and watch until an exception ends it.

        `require_database` raises when the database that we run is gone.
        """
        site = stack.enter_context(_site_listener(self.address)) if self.demo else None
        if site is not None and not demo_company.may_post(self.settings, _site_url(site)):
            print("The demo's web page stays away: this installation has no live site key.", flush=True)
            site = None
        vendors = stack.enter_context(simulation.listening(self.address)) if self.simulated else None
        if self.demo and vendors is not None:
            self._enliven(vendors)
        supervisor = Supervisor(list(self._children(site, vendors)), self.data_dir / "logs")
        stack.callback(_stop, supervisor)
        supervisor.start()
        stack.callback(running.withdraw, self.data_dir)
        running.announce(self._announcement(vendors))
        self._greet(site, vendors)
        supervisor.watch(require_database)

    def _children(self, site: socket.socket | None, vendors: simulation.Vendors | None) -> Iterator[Child]:
        """The processes in the order they start; they stop in the reverse one."""
        simulated = {} if vendors is None else vendors.settings
        environment = child_environment({**self.settings, **simulated})
        embedded = "AUTH_DATABASE_URL" in self.settings
        application = "local.gateway:create_app" if embedded else "api.main:create_app"
        yield _web("web", application, environment, self.listener, answers(f"{self._own_url()}/api/ready"))
        if self.workers:
            yield Child("worker", ("run", "workers"), environment, ready_word=WORKER_READY)
        if vendors is not None:
            hooked = {**environment, **vendors.beside(self._own_url(), self.data_dir)}
            ready = answers(f"{vendors.url}/_sim")
            child = _web(simulation.NAME, simulation.APPLICATION, hooked, vendors.http, ready)
            yield replace(child, descriptors=vendors.descriptors)
        if site is not None:
            url = _site_url(site)
            environment = {**environment, "DEMO_SITE_URL": url}
            yield _web("demo-site", demo_company.SITE_APPLICATION, environment, site, answers(url))

    def _enliven(self, vendors: simulation.Vendors) -> None:
        """Conversations with clients, before anybody listens: the first time only."""
        hooked = vendors.beside(self._own_url(), self.data_dir)
        environment = child_environment({**self.settings, **vendors.settings, **hooked})
        if demo_company.enliven(self.settings, environment, vendors.http):
            print("Demo company: its clients have written", flush=True)

    def _own_url(self) -> str:
        """How this very machine reaches the web process."""
        return Address("127.0.0.1" if self.address.is_wildcard else self.address.host, self.address.port).url

    def _announcement(self, vendors: simulation.Vendors | None) -> running.Running:
        return running.Running(
            api_url=self.settings["PUBLIC_URL"],
            database_url=self.settings["DATABASE_URL"],
            publishable_key=self.settings.get("SUPABASE_PUBLISHABLE_KEY", ""),
            secret_key=self.settings.get("SUPABASE_SECRET_KEY", ""),
            data_dir=str(self.data_dir),
            pid=os.getpid(),
            started=psutil.Process().create_time(),
            simulator_url="" if vendors is None else vendors.url,
        )

    def _greet(self, site: socket.socket | None, vendors: simulation.Vendors | None) -> None:
        lines = ["", f"Smena: {self.settings['PUBLIC_URL']}"]
        if site is not None:
            lines.append(f"The demo company's web page: {_site_url(site)}")
        if vendors is not None:
            lines.append(f"Simulated vendors (no message leaves this machine): {vendors.url}/_sim/people")
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


def _site_listener(address: Address) -> socket.socket:
    """The demo's page is served on the next port, or on any free one where that is taken."""
    try:
        return claim(Address("127.0.0.1", address.port + 1))
    except (LocalError, OverflowError):
        return claim(Address("127.0.0.1", 0))


def _site_url(site: socket.socket) -> str:
    return f"http://127.0.0.1:{site.getsockname()[1]}"


def _stop(supervisor: Supervisor) -> None:
    print("Stopping", flush=True)
    supervisor.stop()
