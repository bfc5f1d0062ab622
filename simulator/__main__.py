"""`python -m simulator --port 8090`: all vendors on loopback, and only there."""

import argparse
import sys
from pathlib import Path

import uvicorn

from simulator.app import create_app
from simulator.email.servers import doors

HOST = "127.0.0.1"


def main() -> None:
    """Runs until it is stopped."""
    parser = argparse.ArgumentParser(prog="simulator", description="Simulated vendors on loopback.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--imap-port", type=int, default=0, help="of the simulated mailboxes; any free one")
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--state", type=Path, help="a file that keeps what was connected over restarts")
    given = parser.parse_args()
    port = given.port
    sys.stdout.write(f"Simulated vendors: http://{HOST}:{port}/_sim (nothing here reaches the real ones)\n")
    application = create_app(state=given.state, mail=doors(given.imap_port, given.smtp_port))
    uvicorn.run(application, host=HOST, port=port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
