"""Every table, for every persona: what is granted, what is visible, what can be written. Generated from the catalogue."""

from collections.abc import AsyncIterator

import pytest

from tests.db.matrix import FUNCTIONS, INNER, INNER_VIEWS, PARTITIONED, TABLES, VIEWS, Table
from tests.db.probes import DENIED, acting, fingerprint
from tests.db.world import World, build, insertable
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE

SCHEMAS = "('public', 'app', 'private')"
PERSONS = {"anna": ANNA, "bohdan": BOHDAN, "gone": GONE, "admin": ADMIN}
VISIBLE = [name for name, table in TABLES.items() if table.scope != "nobody"]


@pytest.fixture(scope="module")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        yield cloned


@pytest.fixture(scope="module")
async def world(base: Base) -> World:
    return await build(base)


# ------------------------------------------------------------------------------------------------ the catalogue


async def test_every_table_has_a_row_in_the_matrix_and_row_level_security(base: Base) -> None:
    found = await base.rows(
        f"""select c.oid::regclass::text as name, n.nspname || '.' || c.relname as full_name, c.relrowsecurity as secured, c.relispartition as part
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'p') and c.relname <> 'alembic_version'"""
    )
    assert {row["full_name"] for row in found if not row["part"]} == set(TABLES)
    assert [row["full_name"] for row in found if not row["secured"]] == []


async def test_every_view_has_a_row_and_runs_as_its_caller(base: Base) -> None:
    found = await base.rows(
        f"""select n.nspname || '.' || c.relname as name, c.relkind::text as kind, coalesce(c.reloptions, '{{}}') as options
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind not in ('r', 'p', 'i', 'I', 'S', 'c')"""
    )
    assert {(row["name"], row["kind"]) for row in found} == {(name, "v") for name in (*VIEWS, *INNER_VIEWS)}
    assert [row["name"] for row in found if row["options"] not in (["security_invoker=on"],)] == []


async def test_views_are_read_by_users_alone_and_written_by_nobody(base: Base) -> None:
    rows = await base.rows(
        f"""select n.nspname || '.' || c.relname as name, r.role, p.privilege
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(array['anon', 'authenticated', 'service_role', 'smena_api', 'smena_worker', 'smena_capture']) r (role),
          unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p (privilege)
        where n.nspname in {SCHEMAS} and c.relkind = 'v' and has_table_privilege(r.role, c.oid, p.privilege)"""
    )
    assert {tuple(row) for row in rows} == {(name, "authenticated", "select") for name in VIEWS}


async def test_sequences_are_nobodys(base: Base) -> None:
    open_ones = await base.rows(
        f"""select c.relname, r.role from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(array['anon', 'authenticated', 'smena_api', 'smena_worker', 'smena_capture']) r (role)
        where n.nspname in {SCHEMAS} and c.relkind = 'S' and has_sequence_privilege(r.role, c.oid, 'usage, select, update')"""
    )
    assert open_ones == []


async def test_policies_are_one_a_command_permissive_and_for_users_alone(base: Base) -> None:
    """Exactly those that the grants of the matrix need: a policy without a grant, or the other way round, is a slip."""
    rows = await base.rows(
        f"select schemaname || '.' || tablename as name, cmd, permissive, roles::text[] as roles from pg_policies where schemaname in {SCHEMAS}"
    )
    assert [
        dict(row) for row in rows if (row["permissive"], row["roles"]) != ("PERMISSIVE", ["authenticated"])
    ] == []
    wanted = [
        (name, command)
        for name, table in TABLES.items()
        for command, there in (
            ("SELECT", table.scope != "nobody"),
            ("INSERT", table.insert),
            ("UPDATE", table.update),
            ("DELETE", table.delete),
        )
        if there
    ]
    assert sorted((row["name"], row["cmd"]) for row in rows) == sorted(wanted)


async def test_states_are_text_and_money_is_whole(base: Base) -> None:
    """Under row level security only leakproof operators reach an index: enums have none. Money is bigint minor units."""
    enums = await base.rows(
        f"select t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname in {SCHEMAS} and t.typtype in ('e', 'd')"
    )
    assert enums == []
    kinds = await base.rows(
        f"""select distinct c.relname, a.attname, a.atttypid::regtype::text as type
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in {SCHEMAS} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
          and (a.attname like '%minor' or a.atttypid in ('timestamp'::regtype, 'real'::regtype, 'float8'::regtype, 'money'::regtype, 'varchar'::regtype))"""
    )
    assert {row["type"] for row in kinds} == {"bigint"}


@pytest.mark.parametrize("name", TABLES)
async def test_column_grants_are_exactly_those_of_the_matrix(base: Base, name: str) -> None:
    table = TABLES[name]
    rows = await base.rows(
        """select a.attname as column, r.role, p.privilege, has_column_privilege(r.role, $1::regclass, a.attnum, p.privilege) as granted
        from pg_attribute a,
          unnest(array['anon', 'authenticated', 'service_role', 'smena_api', 'smena_worker', 'smena_capture']) r (role),
          unnest(array['select', 'insert', 'update', 'references']) p (privilege)
        where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped""",
        name,
    )
    granted = {(row["role"], row["privilege"], row["column"]) for row in rows if row["granted"]}
    assert granted == _expected_grants(table, {row["column"] for row in rows})
    whole = await base.rows(
        """select r.role, p.privilege from
          unnest(array['anon', 'authenticated', 'service_role', 'smena_api', 'smena_worker', 'smena_capture']) r (role),
          unnest(array['delete', 'truncate', 'trigger']) p (privilege)
        where has_table_privilege(r.role, $1::regclass, p.privilege)""",
        name,
    )
    deleters = {
        role for role, may in (("authenticated", table.delete), ("service_role", table.service_delete)) if may
    }
    assert {(row["role"], row["privilege"]) for row in whole} == {(role, "delete") for role in deleters}


def _expected_grants(table: Table, names: set[str]) -> set[tuple[str, str, str]]:
    expected = {("authenticated", "insert", c) for c in table.insert} | {
        ("authenticated", "update", c) for c in table.update
    }
    if table.scope != "nobody":
        expected |= {(role, "select", c) for role in ("authenticated", "service_role") for c in names}
    elif table.service_insert:
        expected |= {("service_role", "select", c) for c in names}
    if table.service_insert:
        expected |= {("service_role", "insert", c) for c in names}
    changed = names if table.service_update == "all" else table.service_update
    return expected | {("service_role", "update", c) for c in changed}


async def test_every_function_is_executable_by_exactly_whom_the_matrix_says(base: Base) -> None:
    rows = await base.rows(
        f"""select n.nspname as schema, p.proname as name, p.prosecdef as definer, coalesce(p.proconfig, '{{}}') as settings, r.role,
          has_function_privilege(r.role, p.oid, 'execute') as granted
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
          unnest(array['anon', 'authenticated', 'service_role', 'smena_api', 'smena_worker', 'smena_capture', 'supabase_auth_admin', 'supabase_storage_admin']) r (role)
        where n.nspname in {SCHEMAS}"""
    )
    granted: dict[str, set[str]] = {}
    for row in rows:
        assert row["schema"] == "app", f"{row['name']}: functions live in app"
        assert 'search_path=""' in row["settings"], f"{row['name']}: search_path is not pinned"
        if row["granted"]:
            granted.setdefault(row["name"], set()).add(row["role"])
    assert granted == {name: set(roles) for name, roles in FUNCTIONS.items()}
    names = [row["name"] for row in rows if row["role"] == "anon"]
    assert sorted(names) == sorted([*FUNCTIONS, *INNER]), "a function without a row, or two of one name"


# ------------------------------------------------------------------------------------------------ rows


@pytest.mark.parametrize("name", VISIBLE)
@pytest.mark.parametrize("persona", PERSONS)
async def test_a_persona_sees_exactly_its_rows(base: Base, world: World, name: str, persona: str) -> None:
    table, person = TABLES[name], PERSONS[persona]
    total = await base.value(f"select count(*) from {name}")
    assert total > 0, "a table without rows proves nothing"
    async with acting(base, person.id) as actor:
        found = await actor.rows(f"select * from {name}")
    assert not isinstance(found, str)
    if persona == "gone":
        assert found == []
    elif table.scope == "team":
        assert len(found) == total
    elif table.scope == "admin":
        assert len(found) == (total if persona == "admin" else 0)
    elif table.scope == "owner" and persona == "admin":
        hidden = 1 if name == "public.profiles" else 0  # the marker of rows that nobody owns
        assert len(found) == total - hidden
    else:
        mine = await base.value(f"select count(*) from {name} where {table.owner} = $1", person.id)
        assert {row[table.owner] for row in found} <= {person.id}
        assert len(found) == mine


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("persona", PERSONS)
async def test_a_view_shows_no_more_than_its_table(base: Base, world: World, name: str, persona: str) -> None:
    async with acting(base, PERSONS[persona].id) as actor:
        shown, rows = [await actor.rows(f"select id from {what}") for what in (name, VIEWS[name])]
    assert not isinstance(shown, str) and not isinstance(rows, str)
    assert sorted(row["id"] for row in shown) == sorted(row["id"] for row in rows)
    assert bool(shown) == (persona != "gone")


@pytest.mark.parametrize("name", TABLES)
async def test_nobody_comes_in_without_signing_in(base: Base, world: World, name: str) -> None:
    async with acting(base, role="anon") as actor:
        for statement in (
            f"select from {name}",
            f"delete from {name}",
            f"truncate {name}",
            f"insert into {name} default values",
        ):
            assert await actor.touched(statement) == "42501"


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.scope == "nobody"])
@pytest.mark.parametrize("persona", PERSONS)
async def test_private_tables_are_closed_to_users(base: Base, world: World, name: str, persona: str) -> None:
    async with acting(base, PERSONS[persona].id) as actor:
        for statement in (f"select from {name}", f"delete from {name}", f"insert into {name} default values"):
            assert await actor.touched(statement) == "42501"


@pytest.mark.parametrize("name", VISIBLE)
@pytest.mark.parametrize("persona", PERSONS)
async def test_updates_column_by_column(base: Base, world: World, name: str, persona: str) -> None:
    """Each column of Anna's rows (or of the company's) is written back to itself by every persona."""
    table, person = TABLES[name], PERSONS[persona]
    names = [
        row[0]
        for row in await base.rows(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped",
            name,
        )
    ]
    condition = f"where {table.owner} = '{ANNA.id}'" if table.owner else ""
    rows = await base.value(f"select count(*) from {name} {condition}")
    before = await fingerprint(base, name)
    async with acting(base, person.id) as actor:
        for column in names:
            came = await actor.touched(f"update {name} set {column} = {column} {condition}")
            if column not in table.update:
                assert came in DENIED, column
            else:
                assert came == (rows if _may_write(table, persona) else 0), column
    assert await fingerprint(base, name) == before


def _may_write(table: Table, persona: str) -> bool:
    """May this persona write Anna's row, where the column is granted?"""
    if table.writers == "admin":
        return persona == "admin"
    if table.writers == "self":
        return persona == "anna"
    return persona in ("anna", "admin")


@pytest.mark.parametrize("name", VISIBLE)
@pytest.mark.parametrize("persona", PERSONS)
async def test_inserts_for_anna(base: Base, world: World, name: str, persona: str) -> None:
    """The same new row, Anna's own, tried by every persona; where nothing is granted, an empty row."""
    table, person = TABLES[name], PERSONS[persona]
    before = await fingerprint(base, name)
    async with acting(base, person.id) as actor:
        if not table.insert:
            assert await actor.touched(f"insert into {name} default values") == "42501"
        else:
            came = await actor.insert(name, insertable(world, name, ANNA))
            # Segments and imports are their maker's own: no owner can be sent, so everybody active may make one for himself.
            made_for_oneself = name in ("public.segments", "public.imports")
            allowed = persona != "gone" if made_for_oneself else _may_write(table, persona)
            # Where a person has one row, Anna's lies there already.
            taken = table.key == (table.owner,)
            assert came == (("23505" if taken else 1) if allowed else "42501")
    assert await fingerprint(base, name) == before


@pytest.mark.parametrize("name", VISIBLE)
@pytest.mark.parametrize("persona", PERSONS)
async def test_deletes(base: Base, world: World, name: str, persona: str) -> None:
    table, person = TABLES[name], PERSONS[persona]
    condition = f"where {table.owner} = '{ANNA.id}'" if table.owner else ""
    rows = await base.value(f"select count(*) from {name} {condition}")
    before = await fingerprint(base, name)
    async with acting(base, person.id) as actor:
        came = await actor.touched(f"delete from {name} {condition}")
        assert came == ("42501" if not table.delete else rows if _may_write(table, persona) else 0)
    assert await fingerprint(base, name) == before


@pytest.mark.parametrize("name", PARTITIONED)
async def test_partitions_are_closed_by_name(base: Base, world: World, name: str) -> None:
    parts = await base.rows(
        "select inhrelid::regclass::text as part from pg_inherits where inhparent = $1::regclass", name
    )
    assert parts
    for person in PERSONS.values():
        async with acting(base, person.id) as actor:
            for part in parts:
                assert await actor.rows(f"select * from {part['part']}") == "42501"
    async with acting(base, role="service_role") as worker:
        for part in parts:
            assert await worker.rows(f"select * from {part['part']}") == "42501"
