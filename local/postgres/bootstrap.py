"""Runs `local/bootstrap/*.sql`, which make plain PostgreSQL look like a Supabase project."""

import hashlib
from pathlib import Path

from local.postgres.memory import BOOTSTRAP_ROLES

FOLDER = Path(__file__).parent.parent / "bootstrap"


def files() -> list[Path]:
    """The bootstrap files in the order they run."""
    return sorted(FOLDER.glob("*.sql"))


def checksum() -> str:
    """Changes whenever a bootstrap file does: an unchanged set is not run again."""
    digest = hashlib.sha256()
    for file in files():
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def passwords_sql(passwords: dict[str, str]) -> str:
    """Statements that give the platform's login roles their passwords (generated, free of quotes)."""
    return "".join(f"alter role {role} password '{passwords[role]}';\n" for role in BOOTSTRAP_ROLES)
