"""`smena up`: everything from an empty checkout to a served CRM, and a clean stop."""

import argparse
import contextlib
import signal
from pathlib import Path
from types import FrameType

from local import demo_company, frontend, running, schema, simulation
from local.environment import configured, external
from local.errors import LocalError
from local.installation import Installation
from local.launch import Launch
from local.listener import Address, claim, public_url

PREDECESSOR_SECONDS = 5
YES = {"1", "true", "yes", "on"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve, and what to leave out."""
    parser.add_argument("--demo", action="store_true", help="lay the demo company into an empty installation")
    parser.add_argument(
        "--simulator",
        action="store_true",
        help="simulate the vendors of channels (Instagram, ...); --demo does so, too",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to serve (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8000, help="port to serve (default: 8000)")
    parser.add_argument("--no-workers", action="store_true", help="leave out the background process")
    parser.add_argument(
        "--i-know-this-is-not-tls",
        action="store_true",
        dest="plain_http",
        default=configured().get("SMENA_PLAIN_HTTP", "").lower() in YES,
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
    own = external()
    if own is not None:
        _require_logins(own, workers=not options.no_workers)
    simulated = simulation.wanted(demo=options.demo, asked=options.simulator)
    address = Address(options.host, options.port)
    data_dir: Path = options.data.expanduser().absolute()
    base_url = public_url(address, configured().get("PUBLIC_URL"), plain_http=options.plain_http)
    installation = None if own else Installation(data_dir)
    patience = PREDECESSOR_SECONDS if running.left_behind(data_dir) else 0
    if installation is not None:
        stack.callback(installation.cluster.stop)
        installation.cluster.claim()
    listener = stack.enter_context(claim(address, patience=patience))
    frontend.build(log=data_dir / "logs" / "frontend.log")
    if installation is not None:
        print(f"Database: starting in {installation.cluster.place.pgdata}", flush=True)
        installation.cluster.start()
        stack.enter_context(installation.cluster.in_use())
        settings = installation.settings(base_url)
    else:
        settings = {**(own or {}), "PUBLIC_URL": base_url, "SMENA_DATA_DIR": str(data_dir)}
    if options.plain_http:
        settings["SMENA_PLAIN_HTTP"] = "true"
    print("Database: bringing the schema up to date", flush=True)
    schema.bring_up_to_date(settings)
    if options.demo and demo_company.lay(settings):
        print("Demo company: made", flush=True)
    simulation.tell_sources(settings, runs=simulated)
    launch = Launch(
        settings,
        listener,
        address,
        workers=not options.no_workers,
        demo=options.demo,
        simulated=simulated,
    )
    launch.run(stack, (lambda: None) if installation is None else installation.cluster.require_running)


def _require_logins(settings: dict[str, str], *, workers: bool) -> None:
    """On an own project the passwords of our logins are the owner's to choose; `migrate` and `up` set them."""
    names = ["API_DATABASE_URL", "SUPABASE_PUBLISHABLE_KEY", *(["WORKER_DATABASE_URL"] if workers else [])]
    missing = [name for name in names if name not in settings]
    if missing:
        raise LocalError(
            f"Set {' and '.join(missing)} too: .env.example explains them, ./smena doctor checks them."
        )


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
