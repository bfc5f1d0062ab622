"""A database of one's own: does it answer, is it migrated, do our logins work and hold no more than they should."""

from collections.abc import Callable

import asyncpg

from api.db.sqlfile import newest_version
from local.archive import database
from local.errors import LocalError
from local.health.finding import Finding, good, note, wrong
from local.postgres.address import libpq_environment, needs_tls

OLDEST = 15
RIGHTS = """
select rolsuper or rolbypassrls as too_much, pg_has_role(current_user, 'service_role', 'member') as service
from pg_roles where rolname = current_user
"""
TRIGRAMS = "select cardinality(extensions.show_trgm('ж')) > 0"


async def examine(settings: dict[str, str]) -> list[Finding]:
    """Findings on DATABASE_URL, API_DATABASE_URL and WORKER_DATABASE_URL."""
    findings = await _owner(settings["DATABASE_URL"])
    for name, judge in (("API_DATABASE_URL", _judge_api), ("WORKER_DATABASE_URL", _judge_worker)):
        findings.append(await _login(name, settings.get(name), judge))
    return findings


async def _owner(url: str) -> list[Finding]:
    host = libpq_environment(url).get("PGHOST", "")
    try:
        connection = await database.connect(url)
    except LocalError as error:
        return [wrong(f"DATABASE_URL ({host}): {error}")]
    try:
        version = connection.get_server_version()
        found = [good(f"DATABASE_URL answers: PostgreSQL {version.major} at {host}.")]
        if version.major < OLDEST:
            found.append(wrong(f"PostgreSQL {version.major} is too old: {OLDEST} is the oldest that works."))
        if needs_tls(url) and "sslmode" not in url:
            found.append(note("DATABASE_URL says nothing about TLS: add ?sslmode=require."))
        return [*found, *await _schema(connection)]
    finally:
        await connection.close()


async def _schema(connection: asyncpg.Connection) -> list[Finding]:
    revision = await database.revision(connection)
    if revision is None:
        return [wrong("The database holds no Smena yet: run ./smena migrate.")]
    if revision != newest_version():
        return [
            wrong(f"The schema is at {revision}, this version wants {newest_version()}: run ./smena migrate.")
        ]
    found = [good(f"The schema is up to date ({revision}).")]
    if not await connection.fetchval(TRIGRAMS):
        found.append(
            wrong("The database finds no Cyrillic trigrams (its lc_ctype is C): every search will be slow.")
        )
    return found


async def _login(name: str, url: str | None, judge: Callable[[asyncpg.Record], str | None]) -> Finding:
    if not url:
        return wrong(
            f"{name} is not set: name the login that ./smena migrate made, with a password of your choice."
        )
    try:
        connection = await database.connect(url)
    except LocalError as error:
        return wrong(f"{name}: {error} (./smena migrate sets the password that {name} carries).")
    try:
        rights = await connection.fetchrow(RIGHTS)
    finally:
        await connection.close()
    complaint = judge(rights) if rights is not None else None
    return wrong(f"{name}: {complaint}") if complaint else good(f"{name} logs in with the rights it needs.")


def _judge_api(rights: asyncpg.Record) -> str | None:
    if rights["too_much"] or rights["service"]:
        return "this login is past row level security; the API must log in as smena_api."
    return None


def _judge_worker(rights: asyncpg.Record) -> str | None:
    if rights["too_much"]:
        return "this login is past row level security; the workers must log in as smena_worker."
    return (
        None
        if rights["service"]
        else "this login may not act as service_role; the workers log in as smena_worker."
    )
