"""Brings a database to this version: migrations, then policies. Safe to run twice: `python -m api.db.migrate`."""

import asyncio
import sys
import time

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from api.db import policies, revisions
from api.db.addresses import NoOwnerAddress, owner_url
from api.settings import ROOT

LOCK_TIMEOUT = "55P03"
ATTEMPTS = 5


class MigrationFailed(Exception):
    """The database could not be brought to this version; the message is a sentence for the operator."""


def config(url: str | None = None) -> Config:
    """Alembic's configuration for a `postgresql://` address (or DATABASE_URL), without its own files and logging."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "api" / "db" / "alembic").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["url"] = url
    return made


def upgrade(url: str) -> None:
    """Every missing migration and changed policy file on the database at `url` (its owner's address).

    Waits for busy tables a few times; raises MigrationFailed with one sentence.
    """
    if missing := revisions.missing():
        names = ", ".join(path.name for path in missing)
        raise MigrationFailed(f"No Alembic revision for {names}: run python -m api.db.revisions")
    plan = config(url)
    plan.attributes["upgrading"] = True
    for attempt in range(1, ATTEMPTS + 1):
        try:
            command.upgrade(plan, "head")
            asyncio.run(policies.apply(url))
            return
        except (DBAPIError, asyncpg.PostgresError) as error:
            if _sqlstate(error) != LOCK_TIMEOUT:
                raise MigrationFailed(f"The migration failed: {_reason(error)}") from error
            if attempt == ATTEMPTS:
                raise MigrationFailed(
                    "A table that the migration must change is in use. Nothing was changed; "
                    "stop the API and the workers, or try again at a quiet moment."
                ) from error
            time.sleep(attempt)
        except (OSError, asyncpg.InterfaceError) as error:
            raise MigrationFailed(f"The database does not answer: {error}") from error


def _sqlstate(error: BaseException) -> str | None:
    original = getattr(error, "orig", error)
    return getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)


def _reason(error: BaseException) -> str:
    where = ", ".join(getattr(error, "__notes__", ()))
    return ": ".join(filter(None, (where, str(getattr(error, "orig", error)).splitlines()[0])))


def main() -> int:
    """Migrates DATABASE_URL."""
    try:
        upgrade(owner_url())
    except (MigrationFailed, NoOwnerAddress) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
