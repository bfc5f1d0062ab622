"""The SQL files in `supabase/migrations`. (Nothing here needs Alembic: the API imports this, too.)"""

from pathlib import Path

from api.settings import ROOT

FOLDER = ROOT / "supabase" / "migrations"


def files() -> list[Path]:
    """Every migration, oldest first."""
    return sorted(FOLDER.glob("*.sql"))


def version_of(path: Path) -> str:
    """The 14 digits before the first underscore: the id in both ledgers."""
    return path.name.split("_", 1)[0]


def newest_version() -> str:
    """The schema this code was written for."""
    return version_of(files()[-1])
