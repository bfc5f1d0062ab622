"""The database a command works on: the configured one, the running installation's, or ours started for the while."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local import running
from local.environment import external
from local.errors import LocalError
from local.installation import Installation

DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Target:
    """`settings` as our processes get them; `installation` is None on an own Supabase project."""

    settings: dict[str, str]
    installation: Installation | None

    @property
    def owner_url(self) -> str:
        """The address of the database as its owner."""
        return self.settings["DATABASE_URL"]


@contextmanager
def target(data_dir: Path, *, exclusive: bool = False) -> Iterator[Target]:
    """Yield the target. `exclusive` refuses an installation that runs at the moment."""
    configured = external()
    if configured is not None:
        yield Target(configured, None)
        return
    installation = Installation(data_dir)
    current = running.find(installation.data_dir)
    if current is not None:
        if exclusive:
            raise LocalError(f"Smena is running on {current.data_dir}: stop it first.")
        with installation.cluster.in_use():
            yield Target(installation.settings(current.api_url), installation)
        return
    with installation.cluster, installation.cluster.in_use():
        yield Target(installation.settings(DEFAULT_URL), installation)
