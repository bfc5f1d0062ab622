"""Where the launcher meets the demo data: seeding, the accounts to print, the demo's own web page."""

from importlib import import_module
from importlib.util import find_spec

from local import schema
from local.errors import LocalError

SITE_APPLICATION = "local.demo_site:create_app"


def lay(settings: dict[str, str]) -> bool:
    """Seed the demo company where nobody has an account yet; False where somebody has."""
    if not schema.is_empty(settings["DATABASE_URL"]):
        return False
    if find_spec("local.demo") is None:
        raise LocalError("This checkout carries no demo data.")
    import_module("local.demo").seed(settings["DATABASE_URL"])
    return True


def accounts() -> list[str]:
    """One line per demo account to show at the start."""
    return list(import_module("local.demo").ACCOUNTS) if find_spec("local.demo") else []


def has_site() -> bool:
    """True when the demo's web page is part of this checkout."""
    return find_spec("local.demo_site") is not None
