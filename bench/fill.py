"""Writes the benchmark's company into an empty installation, as fast as PostgreSQL takes it."""

import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import bcrypt

from bench.say import say

PARTS = re.compile(r"^-- part: (\w+)$", re.MULTILINE)
TABLES = "clients client_contacts interactions ownership_events deals deal_stage_events tasks files focus_minutes".split()
LEADS_A_DAY = 9.13  # of one manager: 10,000 clients are then three years of work
PASSWORD = "bench-password-1"
COST = 10  # of bcrypt, as the installation's auth has it
AS_ADMIN = "select set_config('request.jwt.claims', json_build_object('sub', bench.person(0))::text, false)"
HELPERS = """
drop schema if exists bench cascade;
create schema bench;
grant usage on schema bench to smena_api;
create function bench.noise(n bigint) returns integer language sql immutable parallel safe
  return (hashint8extended(n, 7) & 2147483647)::integer;
create function bench.person(k bigint) returns uuid language sql immutable parallel safe return md5('person' || k)::uuid;
create function bench.client(n bigint) returns uuid language sql immutable parallel safe return md5('client' || n)::uuid;
create function bench.midnight(day date) returns timestamptz language sql immutable parallel safe
  return day::timestamp at time zone 'Europe/Kyiv';
create function bench.day(at timestamptz) returns date language sql immutable parallel safe
  return (at at time zone 'Europe/Kyiv')::date;
-- As Company.token names it.
create function bench.session(k bigint) returns uuid language sql immutable parallel safe
  return ('00000000-0000-0000-0000-' || lpad(to_hex(k + 1), 12, '0'))::uuid;
create function bench.deal(n bigint) returns uuid language sql immutable parallel safe return md5('deal' || n)::uuid;
create function bench.surname(h integer) returns text language sql immutable parallel safe return (array[
  'Шевченко', 'Бондаренко', 'Ткаченко', 'Кравченко', 'Олійник', 'Лисенко', 'Марченко', 'Руденко', 'Мороз', 'Клименко', 'Павленко',
  'Савченко', 'Дячук', 'Романюк', 'Панченко', 'Кузьменко', 'Гнатюк', 'Мазур', 'Яремчук', 'Литвин', 'Ковальчук', 'Поліщук', 'Иванов',
  'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров', 'Морозов', 'Волков', 'Лебедев',
  'Козлов', 'Степанов', 'Орлов', 'Макаров', 'Захаров'])[1 + h / 23 % 40];
-- Parameters of pgbench's connections (see pgbench.py).
create table bench.slots (name text, slot integer, claims text, parameters text[], primary key (name, slot));
grant select on bench.slots to smena_api;
"""


async def fill(url: str, *, clients: int, managers: int, sites: int) -> None:
    """Fills the migrated database at `url` (its superuser's address); raises ValueError when a company is there."""
    connection = await asyncpg.connect(url, statement_cache_size=0, command_timeout=3600)
    try:
        if await connection.fetchval("select exists (select from public.company)"):
            raise ValueError("the database has a company already")
        await connection.execute(HELPERS)
        await connection.execute(
            "insert into public.company (name, time_zone, currency) values ('Bench', 'Europe/Kyiv', 'UAH')"
        )
        async with _careless(connection), _without_indexes(connection):
            for name, text in _parts(clients=clients, managers=managers, sites=sites):
                await _timed(connection, name, text)
        await _timed(connection, "vacuum", "vacuum (analyze)")
        await connection.execute(AS_ADMIN)
        await _timed(connection, "rollups", "select app.rebuild_kpi(app.first_fact_day(), current_date + 1)")
        await _timed(
            connection, "vacuum of rollups", "vacuum (analyze) public.kpi_daily, public.kpi_daily_sources"
        )
        await connection.execute("checkpoint")
    finally:
        await connection.close()


def _parts(*, clients: int, managers: int, sites: int) -> Iterator[tuple[str, str]]:
    text = Path(__file__).with_name("data.sql").read_text("utf-8")
    values = {
        "clients": str(clients),
        "managers": str(managers),
        "sites": str(sites),
        "days": f"{clients / managers / LEADS_A_DAY:.3f}",
        "password_hash": bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(COST, b"2a")).decode(),
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    parts = PARTS.split(text)
    yield from zip(parts[1::2], parts[2::2], strict=True)


async def _timed(connection: asyncpg.Connection, name: str, text: str) -> None:
    started = time.monotonic()
    await connection.execute(text)
    say(f"  {name}: {time.monotonic() - started:.1f} s")


@asynccontextmanager
async def _careless(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """No triggers, no foreign keys, no waiting for the disk; all of it ends with the block."""
    faster = {"max_wal_size": "8GB", "fsync": "off", "full_page_writes": "off"}
    for name, value in faster.items():
        await connection.execute(f"alter system set {name} = '{value}'")
    await connection.execute("select pg_reload_conf()")
    await connection.execute(
        "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; "
        "set work_mem = '128MB'; set max_parallel_maintenance_workers = 2"
    )
    try:
        yield
    finally:
        await connection.execute("reset all")
        for name in faster:
            await connection.execute(f"alter system reset {name}")
        await connection.execute("select pg_reload_conf()")


@asynccontextmanager
async def _without_indexes(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """The big tables' secondary indexes are built once, at the end."""
    rows = await connection.fetch(
        """select x.indexrelid::regclass::text as name, pg_get_indexdef(x.indexrelid) as definition
        from pg_index x join pg_class t on t.oid = x.indrelid
        where t.relnamespace = 'public'::regnamespace and t.relname = any ($1) and not x.indisunique""",
        TABLES,
    )
    for row in rows:
        await connection.execute(f"drop index {row['name']}")
    yield
    for row in rows:
        await _timed(connection, row["name"], row["definition"])
