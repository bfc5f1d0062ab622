"""Installs the locked Python packages with progress shown. Runs before any of them is there: standard library only."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LOCKS = {
    "requirements.lock": ("requirements.lock",),
    # The development lock holds everything of the other one, at the same versions.
    "requirements-dev.lock": ("requirements.lock", "requirements-dev.lock"),
}


def install(root: Path, lock: str) -> str | None:
    """Install `lock` into the running environment; returns one sentence when that failed.

    A copy of the lock in the environment is the stamp that a later start compares.
    """
    venv = Path(sys.prefix)
    for name in LOCKS["requirements-dev.lock"]:
        (venv / name).unlink(missing_ok=True)
    total = len(re.findall(r"^[\w.-]+==", (root / lock).read_text(), re.MULTILINE))
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(root / lock)]
    with subprocess.Popen(
        [*pip, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        problem = _follow(process.stdout or iter(()), total)
    if process.returncode != 0:
        return problem
    for name in LOCKS[lock]:
        shutil.copyfile(root / name, venv / name)
    return None


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
    """`packages.py ROOT LOCK`."""
    try:
        problem = install(Path(sys.argv[1]), sys.argv[2])
    except OSError as error:
        problem = f"Could not install the Python packages: {error}"
    if problem is not None:
        print(f"smena: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
