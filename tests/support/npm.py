"""The npm packages that tests drive: installed from a lock beside them when they are missing or the lock has changed."""

import fcntl
import shutil
import subprocess
from pathlib import Path

from local import frontend


def node() -> str:
    """The node to run: the one that builds the front end, for the machine's own may be missing or too old."""
    return str(frontend.find_node().bin / "node")


def install(folder: Path) -> Path:
    """`npm ci` in `folder` unless its node_modules are of this lock; gives node_modules. Safe for parallel test runs."""
    modules, lock = folder / "node_modules", folder / "package-lock.json"
    stamp = modules / ".lock-installed"
    with (folder / "package.json").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
            found = frontend.find_node()
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(
                [*found.npm, "ci", *options],
                cwd=folder,
                env=frontend.environment(found),
                check=True,
                timeout=600,
            )
            shutil.copyfile(lock, stamp)
    return modules
