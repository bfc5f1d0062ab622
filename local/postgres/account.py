"""Which operating-system account runs PostgreSQL: it refuses root, so root hands over to an ordinary one."""

import contextlib
import fcntl
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.errors import LocalError

ACCOUNT = "smena"


@dataclass(frozen=True)
class Account:
    """The account of the server's processes; `switch` is true where we are root and have to become it."""

    uid: int
    gid: int
    switch: bool

    def process_options(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a child under this account."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the account the owner of `path` (only root has to, and can)."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """True when the account may walk to `path` and read it (ACLs are not looked at)."""
        if not self.switch:
            return os.access(path, os.R_OK)
        return self.can_enter(path.resolve().parent) and self._has(path, stat.S_IRUSR)

    def can_enter(self, folder: Path) -> bool:
        """True when the account may walk through `folder` to what it knows by name."""
        if not self.switch:
            return os.access(folder, os.X_OK)
        inside = folder.resolve()
        return all(self._has(step, stat.S_IXUSR) for step in (inside, *inside.parents))

    def _has(self, path: Path, bit: int) -> bool:
        try:
            found = path.stat()
        except OSError:
            return False
        if found.st_uid == self.uid:
            return bool(found.st_mode & bit)
        if found.st_gid == self.gid:
            return bool(found.st_mode & bit >> 3)
        return bool(found.st_mode & bit >> 6)


def account_for(pgdata: Path) -> Account:
    """The account that owns (or shall own) the cluster in `pgdata`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if pgdata.exists() and pgdata.stat().st_uid != 0:
        # Made earlier by this very person without root: stay with the owner, or it could not go back.
        owner = pgdata.stat()
        return Account(owner.st_uid, owner.st_gid, switch=True)
    entry = _find_or_make()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _find_or_make() -> pwd.struct_passwd:
    with _one_at_a_time():
        if not _exists():
            _make()
        return pwd.getpwnam(ACCOUNT)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two `useradd` at once may both succeed and one overwrite the other's account (seen on Debian 12)."""
    folder = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _make() -> None:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if useradd is None:
        raise LocalError(
            "PostgreSQL refuses to run as root and `useradd` is missing here: "
            f"make a system user named {ACCOUNT}, or start as an ordinary user."
        )
    command = [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--user-group"]
    made = subprocess.run(
        [*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, text=True, check=False
    )
    if made.returncode != 0 and not _exists():
        raise LocalError(f"Could not make the system user {ACCOUNT} for PostgreSQL: {made.stderr.strip()}")


def _exists() -> bool:
    return any(entry.pw_name == ACCOUNT for entry in pwd.getpwall())
