"""`python -m simulator --port 8090`: all vendors on loopback, and only there."""

import argparse
import sys

import uvicorn

from simulator.app import create_app

HOST = "127.0.0.1"


def main() -> None:
    """Runs until it is stopped."""
    parser = argparse.ArgumentParser(prog="simulator", description="Simulated vendors on loopback.")
    parser.add_argument("--port", type=int, default=8090)
    port = parser.parse_args().port
    sys.stdout.write(f"Simulated vendors: http://{HOST}:{port}/_sim (nothing here reaches the real ones)\n")
    uvicorn.run(create_app(), host=HOST, port=port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
