"""How every child process of the supervisor starts: on a leash, so that it never outlives a killed supervisor.

python -m local.child serve FD package.module:factory
python -m local.child run MODULE [argument ...]
"""

import importlib
import os
import runpy
import socket
import sys
import threading

LEASH = 0  # standard input is a pipe whose other end only the supervisor holds
GRACE_SECONDS = 5
KEEP_ALIVE_SECONDS = 75


def hold_leash() -> None:
    """End this process at once when the supervisor is gone, however it died."""
    threading.Thread(target=_wait_for_end, name="leash", daemon=True).start()


def _wait_for_end() -> None:
    while os.read(LEASH, 1):
        pass
    os._exit(3)


def serve(descriptor: int, application: str) -> None:
    """Serve the ASGI application made by `module:factory` on an already listening socket."""
    import uvicorn  # noqa: PLC0415 -- workers do not pay for it

    proxies = os.environ.get("SMENA_TRUSTED_PROXIES", "")
    module, factory = application.split(":")
    config = uvicorn.Config(
        getattr(importlib.import_module(module), factory),
        factory=True,
        log_level="info",
        access_log=False,
        server_header=False,
        # Longer than clients and proxies keep an idle connection: the one who sends knows first that it is closed.
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        # Who called is read from X-Forwarded-For only where a proxy of ours is named.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        # Live updates are answers without an end: without a limit a stop would wait for every open page.
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def main(arguments: list[str]) -> None:
    """Start what the supervisor asked for."""
    hold_leash()
    kind, *rest = arguments
    if kind == "serve":
        serve(int(rest[0]), rest[1])
        return
    sys.argv = rest
    runpy.run_module(rest[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
