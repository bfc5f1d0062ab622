"""How Alembic runs a SQL file exactly as the Supabase CLI would.

Both tools keep Supabase's ledger, so `alembic upgrade head` and `supabase db push` agree on any database in any order.
"""

from typing import Any

from alembic import op
from sqlalchemy import Connection, text

from api.db.sqlfile import FOLDER

LEDGER = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
"""
# A migration waits no longer than this for a lock: behind a waiting ALTER TABLE every other request queues.
GUARD = "set local lock_timeout = '4s'; set local statement_timeout = '300s';\n"


def apply_sql_file(revision: str) -> None:
    """Body of every Alembic revision: runs the file of that id unless the Supabase CLI already did."""
    (path,) = FOLDER.glob(f"{revision}_*.sql")
    sql = path.read_text("utf-8")
    connection = op.get_bind()
    run_script(connection, LEDGER)
    ledger = "supabase_migrations.schema_migrations"
    seen = connection.execute(text(f"select 1 from {ledger} where version = :v"), {"v": revision})  # noqa: S608
    if seen.first() is not None:
        return
    try:
        run_script(connection, GUARD + sql)
    except Exception as error:
        error.add_note(path.name)  # the operator's first question
        raise
    connection.execute(
        text(f"insert into {ledger} (version, name, statements) values (:v, :n, array[:s])"),  # noqa: S608
        {"v": revision, "n": path.stem.split("_", 1)[1], "s": sql},
    )


def run_script(connection: Connection, sql: str) -> None:
    """Many statements at once through asyncpg's simple protocol: `:name`, `%` and `$$` stay what they are."""

    async def execute(driver: Any) -> None:
        await driver.execute(sql)

    connection.connection.dbapi_connection.run_async(execute)  # type: ignore[union-attr]  # asyncpg adapter
