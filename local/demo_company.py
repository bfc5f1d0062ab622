"""Where the launcher meets the demo data: seeding, the accounts to print, the demo's own web page."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg

from local import demo, schema
from local.demo_site import site_key
from local.environment import ROOT
from local.errors import LocalError

SITE_APPLICATION = "local.demo_site:create_app"
LIVE_SECONDS = 120
# The demo company, to which nobody has connected anything yet.
SILENT = """
select exists (select from public.profiles p where p.id = $1)
  and not exists (select from public.lead_sources s where s.account_id is not null)
"""


def lay(settings: dict[str, str]) -> bool:
    """Seed the demo company where nobody has an account yet; False where somebody has."""
    if not schema.is_empty(settings["DATABASE_URL"]):
        return False
    try:
        demo.seed(settings["DATABASE_URL"])
    except (ValueError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise LocalError(f"The demo company could not be made: {error}") from error
    return True


def enliven(settings: dict[str, str], environment: dict[str, str], vendors: socket.socket) -> bool:
    """Connect the demo's channels to the simulated vendors and lay conversations there; False where that was done, or is not the demo.

    `environment` leads to the vendors, who are not served on `vendors` yet. What goes wrong is told and stops nothing: the company is there.
    """
    if not asyncio.run(_is_silent(settings["DATABASE_URL"])):
        return False
    log = Path(settings["SMENA_DATA_DIR"]) / "logs" / "demo.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    number = vendors.fileno()
    try:
        with log.open("ab") as words:
            subprocess.run(
                [sys.executable, "-m", "local.demo.live", str(number)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=environment,
                pass_fds=(number,),
                check=True,
                timeout=LIVE_SECONDS,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        print(f"The demo's conversations could not be made: see {log}", flush=True)
        return False
    return True


async def _is_silent(database_url: str) -> bool:
    connection = await asyncpg.connect(database_url, statement_cache_size=0)
    try:
        return bool(await connection.fetchval(SILENT, demo.ADMIN.id))
    finally:
        await connection.close()


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
