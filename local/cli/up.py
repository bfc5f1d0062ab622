"""`smena up`: everything from an empty checkout to a served CRM, and a clean stop."""

import argparse
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import psutil

from local import demo_company, frontend, running, schema
from local.environment import child_environment, external
from local.errors import LocalError
from local.installation import Installation
from local.listener import Address, claim, public_url
from local.supervisor import Child, Supervisor, answers

PREDECESSOR_SECONDS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and what to leave out."""
    parser.add_argument("--demo", action="store_true", help="lay the demo company into an empty installation")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8000, help="port to serve (default: 8000)")
    parser.add_argument("--no-workers", action="store_true", help="leave out the background process")
    parser.add_argument(
        "--i-know-this-is-not-tls",
        action="store_true",
        dest="plain_http",
        help="serve other machines in the clear, passwords included",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 1 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; both end with exit code 0."""
    _listen_to_signals()
    try:
        with contextlib.ExitStack() as stack:
            try:
                _serve(options, stack)
            finally:
                _ignore_signals()
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    return 0


def _serve(options: argparse.Namespace, stack: contextlib.ExitStack) -> None:
    configured = external()
    address = Address(options.host, options.port)
    data_dir: Path = options.data.expanduser().absolute()
    base_url = public_url(
        address, (configured or child_environment({})).get("PUBLIC_URL"), plain_http=options.plain_http
    )
    installation = None if configured else Installation(data_dir)
    patience = PREDECESSOR_SECONDS if running.left_behind(data_dir) else 0
    if installation is not None:
        stack.callback(installation.cluster.stop)
        installation.cluster.claim()
    listener = stack.enter_context(claim(address, patience=patience))
    frontend.build(log=data_dir / "logs" / "frontend.log")
    if installation is not None:
        print(f"Database: starting in {installation.cluster.place.pgdata}", flush=True)
        installation.cluster.start()
        settings = installation.settings(base_url)
    else:
        settings = {**(configured or {}), "PUBLIC_URL": base_url, "SMENA_DATA_DIR": str(data_dir)}
    print("Database: bringing the schema up to date", flush=True)
    schema.bring_up_to_date(settings)
    if options.demo and demo_company.lay(settings):
        print("Demo company: made", flush=True)
    _run_processes(options, stack, settings, listener, address)


def _run_processes(
    options: argparse.Namespace,
    stack: contextlib.ExitStack,
    settings: dict[str, str],
    listener: socket.socket,
    address: Address,
) -> None:
    data_dir = Path(settings["SMENA_DATA_DIR"])
    site = stack.enter_context(_site_listener(address)) if options.demo and demo_company.has_site() else None
    children = list(_children(options, settings, listener, address, site))
    supervisor = Supervisor(children, data_dir / "logs")
    stack.callback(_stop, supervisor)
    supervisor.start()
    _announce(settings, data_dir)
    stack.callback(running.withdraw, data_dir)
    _greet(settings["PUBLIC_URL"], demo=options.demo, site=site)
    supervisor.watch()


def _children(
    options: argparse.Namespace,
    settings: dict[str, str],
    listener: socket.socket,
    address: Address,
    site: socket.socket | None,
) -> Iterator[Child]:
    """The processes in the order they start; they stop in the reverse one."""
    environment = child_environment(settings)
    application = "local.gateway:create_app" if "AUTH_DATABASE_URL" in settings else "api.main:create_app"
    ready = answers(f"{_own_url(address)}/api/ready")
    yield _web("web", application, environment, listener, ready)
    if not options.no_workers:
        yield Child("worker", ("run", "workers"), environment)
    if site is not None:
        url = _site_url(site)
        yield _web(
            "demo-site",
            demo_company.SITE_APPLICATION,
            {**environment, "DEMO_SITE_URL": url},
            site,
            answers(url),
        )


def _web(
    name: str,
    application: str,
    environment: dict[str, str],
    listener: socket.socket,
    ready: Callable[[], bool],
) -> Child:
    number = listener.fileno()
    return Child(name, ("serve", str(number), application), environment, (number,), ready)


def _own_url(address: Address) -> str:
    """How this very machine reaches the web process."""
    return Address("127.0.0.1" if address.is_wildcard else address.host, address.port).url


def _site_listener(address: Address) -> socket.socket:
    """The demo's page is served on the next port, or on any free one where that is taken."""
    try:
        return claim(Address("127.0.0.1", address.port + 1))
    except (LocalError, OverflowError):
        return claim(Address("127.0.0.1", 0))


def _site_url(site: socket.socket) -> str:
    return f"http://127.0.0.1:{site.getsockname()[1]}"


def _announce(settings: dict[str, str], data_dir: Path) -> None:
    running.announce(
        running.Running(
            api_url=settings["PUBLIC_URL"],
            database_url=settings["DATABASE_URL"],
            publishable_key=settings.get("SUPABASE_PUBLISHABLE_KEY", ""),
            secret_key=settings.get("SUPABASE_SECRET_KEY", ""),
            data_dir=str(data_dir),
            pid=os.getpid(),
            started=psutil.Process().create_time(),
        )
    )


def _greet(base_url: str, *, demo: bool, site: socket.socket | None) -> None:
    lines = ["", f"Smena: {base_url}"]
    if site is not None:
        lines.append(f"The demo company's web page: {_site_url(site)}")
    if demo:
        lines += demo_company.accounts()
    print("\n".join([*lines, "", "ready"]), flush=True)


def _stop(supervisor: Supervisor) -> None:
    print("Stopping", flush=True)
    supervisor.stop()


def _listen_to_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to outlive the terminal
        signal.signal(signal.SIGHUP, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    """The stop has begun and is bounded in time: a second Ctrl-C must not leave half of it behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
