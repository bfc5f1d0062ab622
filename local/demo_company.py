"""Where the launcher meets the demo data: seeding, the accounts to print, the demo's own web page."""

import asyncio
from importlib.util import find_spec

import asyncpg

from local import demo, schema
from local.demo.seed import SITE_KEY
from local.errors import LocalError

SITE_APPLICATION = "local.demo_site:create_app"
ALLOW = """
update public.site_keys set origins = array_append(origins, $2)
where public_key = $1 and not $2 = any(origins)
"""


def lay(settings: dict[str, str]) -> bool:
    """Seed the demo company where nobody has an account yet; False where somebody has."""
    if not schema.is_empty(settings["DATABASE_URL"]):
        return False
    try:
        demo.seed(settings["DATABASE_URL"])
    except (ValueError, OSError, asyncpg.PostgresError) as error:
        raise LocalError(f"The demo company could not be made: {error}") from error
    return True


def accounts() -> list[str]:
    """What to show at the start: who can sign in, and with which password."""
    people = [person for person in demo.ACCOUNTS if person.left is None]
    width = max(len(person.email) for person in people)
    lines = [f"  {person.email:<{width}}  {person.full_name} ({person.role})" for person in people]
    return [f"Demo accounts, password {demo.PASSWORD}:", *lines]


def has_site() -> bool:
    """True when the demo's web page is part of this checkout."""
    return find_spec("local.demo_site") is not None


def allow_site(settings: dict[str, str], origin: str) -> None:
    """Let the demo's web page at `origin` post leads: its port may differ from start to start."""
    asyncio.run(_allow_site(settings["DATABASE_URL"], origin))


async def _allow_site(url: str, origin: str) -> None:
    connection = await asyncpg.connect(url, statement_cache_size=0)
    try:
        await connection.execute(ALLOW, SITE_KEY, origin)
    finally:
        await connection.close()
