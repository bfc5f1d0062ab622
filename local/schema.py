"""Brings a database's schema up to date and gives the application's logins their passwords."""

import asyncio
import hashlib
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import asyncpg

from api.db.sqlfile import newest_version
from local.archive import database
from local.environment import ROOT
from local.errors import LocalError

POLICIES = ROOT / "supabase" / "policies"
PASSWORDS_IN = ("API_DATABASE_URL", "WORKER_DATABASE_URL", "CAPTURE_DATABASE_URL")
LOGINS = {"smena_api", "smena_worker", "smena_capture"}


def bring_up_to_date(settings: dict[str, str]) -> None:
    """Migrations, policies, then the passwords that the logins' addresses carry."""
    try:
        if not asyncio.run(_is_current(settings["DATABASE_URL"])):
            _upgrade(settings["DATABASE_URL"])
        asyncio.run(_set_passwords(settings))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise LocalError(f"The database could not be brought up to date: {error}") from error


async def _is_current(url: str) -> bool:
    """True when every migration and every policy file of this version is in place."""
    connection = await database.connect(url)
    try:
        if await database.revision(connection) != newest_version():
            return False
        rows = await connection.fetch("select name, checksum from app.policy_files")
    finally:
        await connection.close()
    known = {row["name"]: row["checksum"] for row in rows}
    return all(
        known.get(path.name) == hashlib.sha256(path.read_bytes()).hexdigest()
        for path in POLICIES.glob("*.sql")
    )


def _upgrade(url: str) -> None:
    from api.db import migrate  # noqa: PLC0415 -- Alembic costs a second that a start without news need not pay

    try:
        migrate.upgrade(url)
    except migrate.MigrationFailed as error:
        raise LocalError(str(error)) from error


async def _set_passwords(settings: dict[str, str]) -> None:
    urls = [settings.get(name) for name in PASSWORDS_IN]
    connection = await asyncpg.connect(settings["DATABASE_URL"], statement_cache_size=0)
    try:
        for role, password in logins(url for url in urls if url):
            # ALTER ROLE takes no parameters; format() quotes as the server itself does.
            statement = await connection.fetchval(
                "select format('alter role %I password %L', $1::text, $2::text)", role, password
            )
            await connection.execute(statement)
    finally:
        await connection.close()


def logins(urls: Iterable[str]) -> list[tuple[str, str]]:
    """Role and password of each address that logs in as one of our roles (a pooler adds `.project` to the name)."""
    found = []
    for url in urls:
        parts = urlsplit(url)
        role = unquote(parts.username or "").split(".")[0]
        if role in LOGINS and parts.password:
            found.append((role, unquote(parts.password)))
    return found


def is_empty(url: str) -> bool:
    """True while nobody has an account: the first-run page is still open, demo data may be laid."""
    return bool(asyncio.run(_fetch_value(url, "select not exists (select from auth.users)")))


async def _fetch_value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url, statement_cache_size=0)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
