"""Makes the Python environment and installs the locked packages with progress shown, then starts what was asked for.

Runs with the system's Python before anything is installed: standard library only.
"""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LOCKS = {
    "requirements.lock": ("requirements.lock",),
    # The development lock holds everything of the other one, at the same versions.
    "requirements-dev.lock": ("requirements.lock", "requirements-dev.lock"),
}


class NotPrepared(Exception):
    """The environment could not be made; the message is one sentence for the person at the terminal."""


def prepare(root: Path, lock: str) -> Path:
    """The Python of an environment that holds what `lock` names, made where it is missing or of another version."""
    venv = root / ".smena" / "venv"
    python = venv / "bin" / "python"
    with _alone(root / ".smena"):
        if not _works(python):
            _make(venv)
        if not _same(root / lock, venv / lock):
            _install(python, root, lock)
    return python


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two first starts at once: the second waits, and finds everything done."""
    try:
        folder.mkdir(exist_ok=True)
        guard = (folder / "setup.lock").open("a")
    except PermissionError as error:
        raise NotPrepared(
            f"No permission to write into {folder}: make the folder writable, or copy the checkout to a place of yours."
        ) from error
    with guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another start that is making the Python environment", flush=True)
            fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _works(python: Path) -> bool:
    check = [str(python), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(check, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make(venv: Path) -> None:
    print(f"Making the Python environment with {sys.executable}", flush=True)
    shutil.rmtree(venv, ignore_errors=True)
    log = venv.with_name("venv.log")
    with log.open("wb") as words:
        command = [sys.executable, "-m", "venv", str(venv)]
        code = subprocess.run(command, stdout=words, stderr=words, check=False).returncode
    if code != 0:
        raise NotPrepared(
            "Python could not make an environment (Debian and Ubuntu: apt install python3-venv; a full disk does it too): "
            f"see {log}"
        )


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _install(python: Path, root: Path, lock: str) -> None:
    """Install `lock`. A copy of it in the environment is the stamp that a later start compares."""
    venv = root / ".smena" / "venv"
    for name in LOCKS["requirements-dev.lock"]:
        (venv / name).unlink(missing_ok=True)
    total = len(re.findall(r"^[\w.-]+==", (root / lock).read_text(), re.MULTILINE))
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(root / lock)]
    with subprocess.Popen(
        [*pip, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        try:
            problem = _follow(process.stdout or iter(()), total)
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise NotPrepared(problem)
    for name in LOCKS[lock]:
        shutil.copyfile(root / name, venv / name)


def _follow(lines: Iterator[str], total: int) -> str:
    """Show how far pip is; returns what to say if it fails."""
    seen, errors = 0, ""
    for line in lines:
        if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
            seen += 1
            _show(f"Python packages: {min(seen, total)} of {total}")
        elif line.startswith("Installing collected packages"):
            _show("Python packages: unpacking")
        elif line.startswith("ERROR") or "No space left on device" in line:
            errors += line
    _show("Python packages: done" if not errors else "Python packages: failed", last=True)
    if "No space left on device" in errors:
        return "The disk is full: could not install the Python packages. Free some space and start again."
    first = errors.strip().splitlines()[0] if errors.strip() else "pip ended without a word"
    return f"Could not install the Python packages (is the network there?): {first}"


def _show(text: str, *, last: bool = False) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="\n" if last else "", flush=True)
    elif last or "0 of " in text or "unpacking" in text:
        print(text, flush=True)


def main() -> int:
    """`packages.py ROOT LOCK [argument of smena ...]`."""
    root, lock, *arguments = sys.argv[1:]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        python = prepare(Path(root), lock)
    except NotPrepared as error:
        print(f"smena: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"smena: Could not install the Python packages: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", flush=True)
        return 130
    os.execv(python, [str(python), "-m", "local", *arguments])  # noqa: S606 -- a list, and no shell


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
