"""The machine and the embedded installation."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from local import frontend, running
from local.errors import LocalError
from local.health.finding import Finding, good, note, wrong

ROOM_MB = 500


def machine(data_dir: Path) -> Iterator[Finding]:
    """Python, Node, room on the disk."""
    yield good(f"Python {sys.version.split()[0]}.")
    try:
        node = frontend.find_node()
        yield good(f"Node {node.version} builds the front end ({node.bin}).")
    except LocalError as error:
        yield wrong(str(error))
    place = next(parent for parent in (data_dir, *data_dir.parents) if parent.exists())
    if not os.access(place, os.W_OK):
        yield wrong(f"No permission to write into {place}: choose another place with --data DIR.")
    free = shutil.disk_usage(place).free // 2**20
    text = f"{free} MB free for {data_dir}."
    yield good(text) if free >= ROOM_MB else wrong(f"Only {text} Smena wants {ROOM_MB} MB.")


def embedded(data_dir: Path) -> Iterator[Finding]:
    """Whether the installation exists, runs and answers."""
    try:
        found = running.find(data_dir)
    except LocalError as error:
        yield wrong(str(error))
        return
    if found is None:
        yield _asleep(data_dir)
        return
    yield good(f"Smena runs as process {found.pid} on {found.data_dir}.")
    for path, name in (("/api/ready", "The API"), ("/auth/v1/health", "Sign-in")):
        yield _answers(f"{found.api_url}{path}", name, found.publishable_key)
    if found.simulator_url:
        yield note("Vendors are simulated: no message leaves this machine.")
        yield _answers(f"{found.simulator_url}/_sim", "The simulator", "")


def _asleep(data_dir: Path) -> Finding:
    if not (data_dir / "cluster.json").exists():
        return note(f"Nothing is installed in {data_dir} yet: ./smena up makes it.")
    if running.left_behind(data_dir):
        return note(f"The last run on {data_dir} was killed: ./smena up recovers it, nothing is lost.")
    return note(f"The installation in {data_dir} does not run: start it with ./smena up.")


def _answers(url: str, name: str, key: str) -> Finding:
    try:
        code = httpx.get(url, headers={"apikey": key}, timeout=10, trust_env=False).status_code
    except httpx.HTTPError as error:
        return wrong(f"{name} does not answer at {url}: {error}")
    return (
        good(f"{name} answers at {url}.")
        if code == httpx.codes.OK
        else wrong(f"{name} answers {code} at {url}.")
    )
