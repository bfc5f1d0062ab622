"""Row level security policies: repeatable files in `supabase/policies`, one per aggregate.

A file's first line names its tables: `-- owns: public.clients, public.client_contacts`. Applying a file drops the
policies of exactly these tables and creates the file's, in one transaction, and records a checksum. On tables that
Supabase owns (storage.objects) only policies named `smena_*` are ours to drop.

    python -m api.db.policies                 applies changed files to DATABASE_URL
    python -m api.db.policies migration       writes a migration that carries all files, so that `supabase db push`
                                              ends in the same catalogue (--replace: rewrites the newest such file)
"""

import argparse
import asyncio
import hashlib
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from api.db import revisions
from api.db.addresses import owner_url
from api.db.apply import GUARD
from api.db.sqlfile import FOLDER as MIGRATIONS
from api.db.sqlfile import files, newest_version
from api.settings import ROOT

FOLDER = ROOT / "supabase" / "policies"
OWNS = re.compile(r"\A-- owns: (?P<tables>[a-z_.]+(?:, [a-z_.]+)*)\n")
POLICY = re.compile(r"^create policy (?P<name>\w+) on (?P<table>[\w.]+)", re.MULTILINE)
OURS = ("public", "private", "app")
SUFFIX = "_policies.sql"


class PolicyFileError(Exception):
    """A policy file without its header, or with a policy on a table that it does not own."""


@dataclass(frozen=True)
class PolicyFile:
    """One repeatable file."""

    name: str
    text: str
    tables: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """Of the text: an unchanged file is not applied again."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def script(self) -> str:
        """SQL that replaces the policies of the file's tables and records it; runs inside a transaction."""
        tables = ", ".join(f"'{table}'" for table in self.tables)
        schemas = ", ".join(f"'{schema}'" for schema in OURS)
        return f"""-- {self.name}
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ({tables})
      and (p.schemaname in ({schemas}) or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
{self.text.rstrip()}
insert into app.policy_files (name, checksum) values ('{self.name}', '{self.checksum}')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();
"""  # noqa: S608  # names went through OWNS, the text is our own file


def parse(name: str, text: str) -> PolicyFile:
    """Reads a file; raises PolicyFileError when it names no tables or touches one it does not own."""
    header = OWNS.match(text)
    if header is None:
        raise PolicyFileError(f"{name}: the first line must be `-- owns: schema.table, ...`")
    tables = tuple(header["tables"].split(", "))
    for policy in POLICY.finditer(text):
        if policy["table"] not in tables:
            raise PolicyFileError(
                f"{name}: {policy['name']} is on {policy['table']}, which the file does not own"
            )
        if policy["table"].split(".")[0] not in OURS and not policy["name"].startswith("smena_"):
            raise PolicyFileError(
                f"{name}: on Supabase's own tables a policy is named smena_*: {policy['name']}"
            )
    return PolicyFile(name, text, tables)


def load() -> list[PolicyFile]:
    """Every policy file by name; raises PolicyFileError when two own the same table."""
    found = [parse(path.name, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.sql"))]
    owners: dict[str, str] = {}
    for file in found:
        for table in file.tables:
            if table in owners:
                raise PolicyFileError(f"{table} is owned by {owners[table]} and {file.name}")
            owners[table] = file.name
    return found


async def apply(url: str) -> list[str]:
    """Applies the files whose text changed, all in one transaction; their names."""
    connection = await asyncpg.connect(url, statement_cache_size=0)
    try:
        async with connection.transaction():
            await connection.execute(GUARD)
            rows = await connection.fetch("select name, checksum from app.policy_files")
            known = {row["name"]: row["checksum"] for row in rows}
            changed = [file for file in load() if known.get(file.name) != file.checksum]
            for file in changed:
                await connection.execute(file.script)
        return [file.name for file in changed]
    finally:
        await connection.close()


def migration_text() -> str:
    """All policy files as one migration."""
    return (
        "-- Written by `python -m api.db.policies migration`: the policy files as they were then.\n\n"
        + "\n".join(file.script for file in load())
    )


def newest_migration() -> Path | None:
    """The last migration that carries policies."""
    carrying = [path for path in files() if path.name.endswith(SUFFIX)]
    return carrying[-1] if carrying else None


def write_migration(*, replace: bool) -> Path | None:
    """Writes the migration and its revision unless the newest one says the same; None then."""
    text, newest = migration_text(), newest_migration()
    if newest is not None and newest.read_text("utf-8") == text:
        return None
    if replace and newest is not None:
        path = newest
    else:
        now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        path = MIGRATIONS / f"{max(now, str(int(newest_version()) + 100))}{SUFFIX}"
    path.write_text(text, "utf-8")
    revisions.main()
    return path


def main(arguments: list[str] | None = None) -> int:
    """The command line described above."""
    parser = argparse.ArgumentParser(prog="python -m api.db.policies")
    parser.add_argument("action", nargs="?", choices=("apply", "migration"), default="apply")
    parser.add_argument(
        "--replace", action="store_true", help="rewrite the newest policies migration (not yet landed)"
    )
    options = parser.parse_args(arguments)
    if options.action == "migration":
        written = write_migration(replace=options.replace)
        sys.stdout.write(f"wrote {written.name}\n" if written else "up to date\n")
    else:
        changed = asyncio.run(apply(owner_url()))
        sys.stdout.write("".join(f"applied {name}\n" for name in changed) or "up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
