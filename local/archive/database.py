"""What a backup asks of the database, and how its content is replaced."""

import json
from dataclasses import dataclass
from typing import Any

import asyncpg

from local.errors import LocalError

# Rows of these tables make an installation; sessions are left out: after a restore everybody signs in anew.
PATTERNS = (
    "public.*",
    "private.*",
    "app.*",
    "auth.users",
    "auth.identities",
    "storage.buckets",
    "storage.objects",
)
# Which policy files were applied is a fact about the schema, not about the company.
BOOKKEEPING = "app.policy_files"

REVISION = "select max(version_num) from supabase_migrations.alembic_version"
TABLES = """
select format('%I.%I', n.nspname, c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'private', 'app') and c.relkind in ('r', 'p') and not c.relispartition
  and format('%I.%I', n.nspname, c.relname) <> $1
order by 1
"""
OBJECTS = """
select o.id::text, o.bucket_id, o.name, o.version, o.owner_id, o.metadata ->> 'mimetype' as content_type
from storage.objects o order by o.id
"""


@dataclass(frozen=True)
class StoredObject:
    """One row of storage.objects; its file in the archive is called `file`."""

    id: str
    bucket: str
    name: str
    version: str | None
    owner_id: str | None
    content_type: str | None

    @property
    def file(self) -> str:
        """Unique, and free of the names that people chose."""
        return f"{self.bucket}/{self.id}.{self.version}"


async def connect(url: str) -> asyncpg.Connection:
    """A connection as the owner; LocalError when there is none."""
    try:
        return await asyncpg.connect(url, statement_cache_size=0, timeout=15)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise LocalError(f"The database does not answer: {error}") from error


async def revision(connection: asyncpg.Connection) -> str | None:
    """The newest applied migration, None on a database without any."""
    if await connection.fetchval("select to_regclass('supabase_migrations.alembic_version')") is None:
        return None
    found: str | None = await connection.fetchval(REVISION)
    return found


async def objects(connection: asyncpg.Connection) -> list[StoredObject]:
    """Every stored object."""
    return [StoredObject(*row.values()) for row in await connection.fetch(OBJECTS)]


async def is_empty(connection: asyncpg.Connection) -> bool:
    """True while nobody has an account."""
    found: bool = await connection.fetchval("select not exists (select from auth.users)")
    return found


async def clearing_sql(connection: asyncpg.Connection, *, with_objects: bool) -> str:
    """Statements that empty what a backup fills; they belong into the transaction of the load."""
    tables = [row[0] for row in await connection.fetch(TABLES, BOOKKEEPING)]
    lines = [
        "set local statement_timeout = 0;",
        "set local lock_timeout = '15s';",
        "delete from auth.users;",
        f"truncate {', '.join(tables)} cascade;" if tables else "",
        "set local session_replication_role = replica;",
    ]
    if with_objects:
        lines += [
            "set local storage.allow_delete_query = 'true';",
            "delete from storage.objects;",
            "delete from storage.buckets;",
        ]
    return "\n".join(lines) + "\n"


# A backup of an older version is loaded into the schema of its time, which then grows to today's.
REBUILD = """
drop schema if exists app, private, supabase_migrations cascade;
drop schema public cascade;
create schema public;
alter schema public owner to pg_database_owner;
grant usage on schema public to postgres, anon, authenticated, service_role;
"""


async def rebuild(connection: asyncpg.Connection) -> None:
    """Remove our schemas, so that the migrations can start from the beginning."""
    async with connection.transaction():
        await connection.execute("delete from auth.users")
        await connection.execute(REBUILD)


async def give_owners(connection: asyncpg.Connection, objects: list[StoredObject]) -> None:
    """Files uploaded with the secret key have no owner: put back whose they were."""
    rows: list[dict[str, Any]] = [
        {"b": o.bucket, "n": o.name, "o": o.owner_id} for o in objects if o.owner_id
    ]
    await connection.execute(
        "update storage.objects set owner_id = r.o from jsonb_to_recordset($1::jsonb) as r (b text, n text, o text) "
        "where bucket_id = r.b and name = r.n",
        json.dumps(rows),
    )
