"""Writes the thin Alembic revision of every SQL file that has none: `python -m api.db.revisions`."""

import sys
from pathlib import Path

from api.db.sqlfile import files, version_of
from api.settings import ROOT

FOLDER = ROOT / "api" / "db" / "alembic" / "versions"
TEMPLATE = '''"""{title}"""

from api.db.apply import apply_sql_file

revision = "{revision}"
down_revision = {parent}


def upgrade() -> None:
    """Runs the SQL file of the same id. Forward only: there is no downgrade."""
    apply_sql_file(revision)
'''


def wanted() -> dict[Path, str]:
    """Path -> text of every revision that the SQL files ask for."""
    found: dict[Path, str] = {}
    parent: str | None = None
    for path in files():
        revision = version_of(path)
        title = path.stem.split("_", 1)[1].replace("_", " ")
        quoted = f'"{parent}"' if parent else "None"
        found[FOLDER / f"{path.stem}.py"] = TEMPLATE.format(title=title, revision=revision, parent=quoted)
        parent = revision
    return found


def missing() -> list[Path]:
    """Revisions that are not written yet, or say something else than the SQL files ask for."""
    return [path for path, text in wanted().items() if not path.exists() or path.read_text("utf-8") != text]


def main() -> int:
    """Writes what is missing or out of order; removes revisions whose SQL file is gone."""
    texts = wanted()
    for stale in set(FOLDER.glob("*.py")) - texts.keys():
        stale.unlink()
        sys.stdout.write(f"removed {stale.name}\n")
    for path in missing():
        path.write_text(texts[path], "utf-8")
        sys.stdout.write(f"wrote {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
