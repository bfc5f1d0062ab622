"""Where a cluster's files lie, and the lock that keeps a second instance off them."""

import fcntl
import re
import secrets
from pathlib import Path
from typing import IO

from local.errors import LocalError, disk_sentence
from local.postgres.account import Account, account_for
from local.postgres.binaries import SHARED_HOME


class Place:
    """The directories of one installation.

    `data_dir` is what the user chose; `pgdata` is PostgreSQL's own directory in it. Where PostgreSQL's account
    cannot walk to `data_dir` (root's closed home), `data_dir/postgres` is a link to /var/lib/smena/<slug>/postgres.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().absolute()
        self.link = self.data_dir / "postgres"
        self.memory_file = self.data_dir / "cluster.json"
        self._lock: IO[str] | None = None

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's directory with links followed, as its processes see it."""
        return self.link.resolve()

    def prepare(self) -> Account:
        """Make the directories and say which account the server runs under."""
        try:
            self.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
            account = account_for(self.pgdata)
            self._settle(account)
        except OSError as error:
            raise LocalError(disk_sentence(error, f"use {self.data_dir}")) from error
        return account

    def _settle(self, account: Account) -> None:
        if not self.link.exists() and not self.link.is_symlink():
            if account.switch and not account.can_enter(self.data_dir):
                self.link.symlink_to(SHARED_HOME / self._slug() / "postgres")
            else:
                self.link.mkdir(mode=0o700)
        pgdata = self.pgdata
        if not pgdata.exists():
            pgdata.parent.mkdir(parents=True, exist_ok=True)
            pgdata.mkdir(mode=0o700)
        account.give(pgdata)

    def _slug(self) -> str:
        """Recognisable, and never used twice: a new checkout at an old path must not meet the old one's database."""
        words = re.sub(r"[^a-z0-9]+", "-", str(self.data_dir).lower()).strip("-")[-40:].strip("-")
        return f"{words}-{secrets.token_hex(4)}"

    def lock(self) -> None:
        """Take the installation for this process; a second instance gets one clear sentence."""
        # Beside the real directory, so that two checkouts that share one by a link exclude each other too.
        file = self.pgdata.parent / "lock"
        try:
            handle = file.open("a")
        except OSError as error:
            raise LocalError(disk_sentence(error, f"lock {file}")) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.close()
            raise LocalError(
                f"Smena is already running on {self.data_dir}: stop it first, or choose another place with --data DIR."
            ) from error
        self._lock = handle

    def unlock(self) -> None:
        """Give the installation back (the operating system does the same when the process dies)."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
