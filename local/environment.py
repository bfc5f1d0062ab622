"""Where the configuration comes from: the process environment over `.env` in the checkout."""

import os
from pathlib import Path

from dotenv import dotenv_values

from local.errors import LocalError

ROOT = Path(__file__).resolve().parents[1]


def configured() -> dict[str, str]:
    """Every configured setting; an empty value counts as not set."""
    values = {**dotenv_values(ROOT / ".env"), **os.environ}
    return {name: value for name, value in values.items() if value}


def default_data_dir() -> Path:
    """SMENA_DATA_DIR, else a directory in the checkout."""
    return Path(configured().get("SMENA_DATA_DIR") or ROOT / ".smena" / "data")


def external() -> dict[str, str] | None:
    """The configuration when an own database and Supabase are named; None where the embedded stack serves."""
    values = configured()
    named = [name for name in ("DATABASE_URL", "SUPABASE_URL") if name in values]
    if not named:
        return None
    if len(named) == 1:
        missing = {"DATABASE_URL": "SUPABASE_URL", "SUPABASE_URL": "DATABASE_URL"}[named[0]]
        raise LocalError(
            f"{named[0]} is set but {missing} is not: set both to use Supabase, or neither for the embedded database."
        )
    return values


def child_environment(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a process of ours: the configured one, `settings` over it, our code first on the path."""
    return {
        **configured(),
        **settings,
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
    }
