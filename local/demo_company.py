"""Where the launcher meets the demo data: seeding, the accounts to print, the demo's own web page."""

import asyncio

import asyncpg

from local import demo, schema
from local.demo_site import site_key
from local.errors import LocalError

SITE_APPLICATION = "local.demo_site:create_app"


def lay(settings: dict[str, str]) -> bool:
    """Seed the demo company where nobody has an account yet; False where somebody has."""
    if not schema.is_empty(settings["DATABASE_URL"]):
        return False
    try:
        demo.seed(settings["DATABASE_URL"])
    except (ValueError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise LocalError(f"The demo company could not be made: {error}") from error
    return True


def accounts() -> list[str]:
    """What to show at the start: who can sign in, and with which password."""
    people = [person for person in demo.ACCOUNTS if person.left is None]
    width = max(len(person.email) for person in people)
    lines = [f"  {person.email:<{width}}  {person.full_name} ({person.role})" for person in people]
    return [f"Demo accounts, password {demo.PASSWORD}:", *lines]


def may_post(settings: dict[str, str], origin: str) -> bool:
    """Let the demo's web page at `origin` post leads; False where nobody has a site key it could use."""
    try:
        asyncio.run(site_key.listed(settings["DATABASE_URL"], origin))
    except site_key.NoSiteKey:
        return False
    return True
