"""The known ways around row level security, each tried with a manager's own token straight at the database."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from tests.db.probes import acting, fingerprint
from tests.db.world import World, build
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE

WATCHED = (
    "public.clients",
    "public.deals",
    "public.tasks",
    "public.interactions",
    "public.files",
    "public.profiles",
)


@pytest.fixture(scope="module")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        yield cloned


@pytest.fixture(scope="module")
async def world(base: Base) -> World:
    return await build(base)


@pytest.fixture(autouse=True)
async def nothing_changed(base: Base, world: World) -> AsyncIterator[None]:
    """Every probe is undone and refused; the rows are read again all the same."""
    before = [await fingerprint(base, table) for table in WATCHED]
    yield
    assert [await fingerprint(base, table) for table in WATCHED] == before


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            "public.client_contacts",
            "(client_id, kind, value, normalized) values ('{client}', 'phone', '1', '1')",
        ),
        (
            "public.interactions",
            "(client_id, kind, direction, body) values ('{client}', 'note', 'internal', 'x')",
        ),
        ("public.deals", "(client_id, title) values ('{client}', 'x')"),
        ("public.tasks", "(client_id, title) values ('{client}', 'x')"),
        ("public.tasks", "(deal_id, title) values ('{deal}', 'x')"),
        (
            "public.files",
            "(client_id, path, name, size_bytes, mime_type) values ('{client}', '{client}/z', 'z', 1, 'a/b')",
        ),
    ],
)
async def test_a_row_cannot_be_hung_on_a_colleagues_parent(
    base: Base, world: World, table: str, columns: str
) -> None:
    refusals = []
    for client, deal in ((world.clients[BOHDAN.id], world.deals[BOHDAN.id]), (uuid4(), uuid4())):
        with pytest.raises(asyncpg.InsufficientPrivilegeError) as refused:
            async with base.as_user(ANNA.id) as anna:
                await anna.execute(f"insert into {table} {columns.format(client=client, deal=deal)}")
        refusals.append((str(refused.value), refused.value.as_dict().get("detail")))
    assert refusals[0] == refusals[1], "an id in use is refused as one that nobody has"


async def test_a_task_cannot_be_moved_to_a_colleagues_client_or_deal(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        for change in (f"client_id = '{world.clients[BOHDAN.id]}'", f"deal_id = '{world.deals[BOHDAN.id]}'"):
            assert (
                await anna.touched(f"update public.tasks set {change} where owner_id = '{ANNA.id}'")
                == "42501"
            )


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0001-01-01 BC", "12026-01-01"])
async def test_a_date_that_breaks_calendars_is_not_kept(base: Base, world: World, moment: str) -> None:
    """An admin's lists hold every manager's rows: one such date in JSON would break his pages."""
    async with acting(base, ANNA.id) as anna:
        for table, column in (
            ("clients", "archived_at"),
            ("deals", "archived_at"),
            ("deals", "expected_close_on"),
            ("tasks", "due_at"),
            ("tasks", "remind_at"),
            ("tasks", "archived_at"),
            ("files", "archived_at"),
        ):
            came = await anna.touched(
                f"update public.{table} set {column} = '{moment}' where owner_id = '{ANNA.id}'"
            )
            assert came == "23514", (table, column)
        row = {
            "client_id": world.clients[ANNA.id],
            "kind": "note",
            "direction": "internal",
            "occurred_at": moment,
        }
        assert await anna.insert("public.interactions", row) == "23514"


async def test_an_interaction_cannot_name_a_colleagues_deal(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        came = await anna.insert(
            "public.interactions",
            {
                "client_id": world.clients[ANNA.id],
                "deal_id": world.deals[BOHDAN.id],
                "kind": "note",
                "direction": "internal",
            },
        )
        assert came == "42501"


@pytest.mark.parametrize("owner", [BOHDAN.id, GONE.id, "00000000-0000-0000-0000-000000000000"])
async def test_a_manager_gives_nothing_to_others_and_takes_nothing(
    base: Base, world: World, owner: object
) -> None:
    async with acting(base, ANNA.id) as anna:
        assert (
            await anna.touched(f"insert into public.clients (owner_id, name) values ('{owner}', 'x')")
            == "42501"
        )
        assert (
            await anna.touched(f"insert into public.tasks (owner_id, title) values ('{owner}', 'x')")
            == "42501"
        )
        assert await anna.touched(f"update public.clients set owner_id = '{owner}'") == "42501"


async def test_nobody_promotes_or_revives_himself(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        assert await anna.touched("update public.profiles set role = 'admin'") == "42501"
        assert await anna.rows('select app.update_member($1, \'{"role": "admin"}\', 1)', ANNA.id) == "SM403"
    async with acting(base, GONE.id) as gone:
        assert await gone.touched("update public.profiles set status = 'active'") == "42501"
        assert await gone.rows("select app.reactivate_member($1)", GONE.id) == "SM403"


@pytest.mark.parametrize(
    "claims",
    [
        {"user_role": "admin"},
        {"app_metadata": {"role": "admin"}},
        {"user_metadata": {"role": "admin", "user_role": "admin"}},
        {"role": "authenticated", "aal": "aal3", "is_admin": True},
    ],
)
async def test_claims_beside_the_subject_open_nothing(
    base: Base, world: World, claims: dict[str, object]
) -> None:
    async with acting(base, ANNA.id, **claims) as anna:
        rows = await anna.rows("select owner_id from public.clients")
        assert {row["owner_id"] for row in rows} == {ANNA.id}
        assert await anna.rows("select * from public.audit_log") == []


async def test_an_unknown_subject_sees_nothing(base: Base, world: World) -> None:
    async with acting(base, uuid4()) as stranger:
        for table in WATCHED:
            assert await stranger.rows(f"select * from {table}") == []
        assert await stranger.rows("select * from app.search_clients('а', 10)") == []
        assert await stranger.rows("select * from app.directory()") == []


async def test_roles_cannot_be_climbed(base: Base, world: World) -> None:
    """The logins of the API and the workers, and what they may become."""
    for login, allowed in (
        ("smena_api", {"anon", "authenticated"}),
        ("smena_worker", {"anon", "authenticated", "service_role"}),
    ):
        async with base.connected(login) as connection:
            for role in (
                "anon",
                "authenticated",
                "service_role",
                "postgres",
                "supabase_admin",
                "supabase_auth_admin",
            ):
                may = await connection.fetchval("select pg_has_role(current_user, $1, 'set')", role)
                assert may == (role in allowed), (login, role)


async def test_the_login_itself_reads_no_table(base: Base, world: World) -> None:
    for login in ("smena_api", "smena_worker"):
        async with base.connected(login) as connection:
            readable = await connection.fetch(
                """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'private', 'app') and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select')"""
            )
            assert readable == []


@pytest.mark.parametrize(
    "table",
    ["auth.users", "auth.sessions", "auth.refresh_tokens", "auth.identities", "private.inbound_events"],
)
@pytest.mark.parametrize("person", [ANNA, ADMIN], ids=["anna", "admin"])
async def test_accounts_and_queues_are_not_readable(
    base: Base, world: World, table: str, person: object
) -> None:
    async with acting(base, person.id) as actor:  # type: ignore[attr-defined]
        assert await actor.rows(f"select * from {table}") == "42501"


async def test_time_and_history_are_not_writable(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        for statement in (
            "update public.work_schedule set started_at = now() - interval '5 hours'",
            "insert into public.work_sessions (manager_id, day) values (auth.uid(), current_date)",
            "update public.activity_days set minutes = ~minutes",
            "update public.focus_minutes set minutes = ~minutes",
            "delete from public.work_breaks",
            "update public.time_corrections set status = 'accepted'",
            "insert into public.time_corrections (manager_id, day, asked_by, kind, reason) values (auth.uid(), current_date, auth.uid(), 'other', 'x')",
            "update public.deals set closed_at = now()",
            "update public.deals set stage_id = stage_id",
            "update public.clients set received_at = now() - interval '1 year'",
            "insert into public.deal_stage_events (deal_id) select id from public.deals",
            "delete from public.ownership_events",
            "update public.interactions set body = 'rewritten'",
        ):
            assert await anna.touched(statement) == "42501", statement


async def test_nobody_names_the_moment_or_another_manager(base: Base, world: World) -> None:
    """The engine behind the wrappers is executable by no API role: neither a manager nor an admin nor a worker sets a clock."""
    for statement in (
        "select app.beat_at(auth.uid(), null, null, null, now() - interval '8 hours', 'beat')",
        f"select app.set_minute('{BOHDAN.id}', null, null, now())",
        f"select app.open_shift('{ANNA.id}', gen_random_uuid(), '', null, now() - interval '8 hours')",
        f"select app.stop_work_at('{BOHDAN.id}', null, now())",
        f"select app.start_break_at('{BOHDAN.id}', null, now())",
        "select app.sign_out_at(gen_random_uuid(), now())",
        "select app.close_silent(now() + interval '1 year')",
        "select app.beat_of_write(auth.uid(), null, null)",
        f"select app.plan_between('{BOHDAN.id}', '2026-01-01', '2026-02-01')",
        f"select app.presence_spans('{BOHDAN.id}', '2026-01-01', '2026-02-01')",
        f"select app.active_minutes('{BOHDAN.id}', '2026-01-01', '2026-02-01')",
    ):
        for actor_of in (
            acting(base, ANNA.id),
            acting(base, ADMIN.id),
            acting(base, role="anon"),
            acting(base, role="service_role"),
        ):
            async with actor_of as actor:
                assert await actor.rows(statement) == "42501", statement


async def test_a_managers_time_is_his_and_the_heads_to_read(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        for name in ("work_figures", "focus_figures", "heat_map", "plan"):
            statement = f"select * from app.{name}($1, '2026-01-01', '2026-02-01')"
            assert await anna.rows(statement, BOHDAN.id) == "SM404", name
            assert await anna.rows(statement, None) == "SM403", name
        assert await anna.rows("select * from app.day_strips($1, '2026-01-05')", BOHDAN.id) == "SM404"
        correction = await base.value("select id from public.time_corrections where manager_id = $1", ANNA.id)
        assert await anna.rows("select app.decide_correction($1, true)", correction) == "SM403"
        assert await anna.rows("select app.set_week($1, '2026-01-01', '[]')", ANNA.id) == "SM403"
        assert (
            await anna.rows("select app.set_exceptions($1, '2026-01-01', '2026-01-01', 'leave')", ANNA.id)
            == "SM403"
        )
    async with acting(base, GONE.id) as gone:
        for statement in (
            "select app.beat()",
            "select app.start_work()",
            "select app.start_break()",
            "select app.stop_work()",
        ):
            assert await gone.rows(statement) == "SM403", statement


async def test_facts_stay_even_for_the_owner_of_the_tables(base: Base, world: World) -> None:
    async with base.connected() as owner:
        for table in (
            "public.interactions",
            "public.ownership_events",
            "public.deal_stage_events",
            "public.time_corrections",
            "public.audit_log",
        ):
            with pytest.raises(Exception, match="append_only"):
                await owner.execute(f"delete from {table}")


async def test_a_duplicate_tells_only_that_there_is_one(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        rows = await anna.rows(
            "select * from app.find_duplicate('phone', '+380501112233', $1)", world.clients[ANNA.id]
        )
        assert [dict(row) for row in rows] == [{"client_id": None, "name": None, "elsewhere": True}]


async def test_ids_of_a_colleague_cannot_be_probed_by_writing(base: Base, world: World) -> None:
    """An id in use and one that is free are refused alike where the row is another's."""
    async with acting(base, ANNA.id) as anna:
        for client in (world.clients[BOHDAN.id], uuid4()):
            assert await anna.rows("select app.export_client($1)", client) == "SM404"
            assert (
                await anna.rows("select app.merge_clients($1, $2)", world.clients[ANNA.id], client) == "SM404"
            )
            assert await anna.rows("select app.move_deal($1, $2)", client, world.stage) == "SM404"
        for deal in (world.deals[BOHDAN.id], uuid4()):
            assert await anna.rows("select app.move_deal($1, $2)", deal, world.won_stage) == "SM404"
        assert (
            await anna.rows(
                "select app.move_deal($1, $2, $3)", world.deals[ANNA.id], world.stage, world.deals[BOHDAN.id]
            )
            == "SM409"
        )


@pytest.mark.parametrize(
    "call",
    [
        "app.assign_clients(array['{client}']::uuid[], '{anna}')",
        "app.erase_client('{client}')",
        "app.deactivate_member('{bohdan}')",
        "app.reactivate_member('{bohdan}')",
        "app.invite_member('x@y.example', 'x', 'manager', null, null, 'ru')",
        "app.update_member('{bohdan}', '{{}}', 1)",
        "app.store_credential('{source}', 'x', '', '')",
        "app.set_up('x', 'UTC', 'UAH', 'UA', 'ru', 'x')",
        "app.source_events()",
        "app.send_test_event('{source}', '{{}}')",
        "app.settle_event('{client}', true)",
    ],
)
@pytest.mark.parametrize("person", [ANNA, GONE], ids=["anna", "gone"])
async def test_what_only_an_admin_may_call(base: Base, world: World, call: str, person: object) -> None:
    filled = call.format(client=world.clients[BOHDAN.id], anna=ANNA.id, bohdan=BOHDAN.id, source=world.source)
    async with acting(base, person.id) as actor:  # type: ignore[attr-defined]
        assert await actor.rows(f"select {filled}") == "SM403"


@pytest.mark.parametrize("bucket", ["photos", "files"])
async def test_buckets(base: Base, world: World, bucket: str) -> None:
    """Files hang on a client whom one sees, photos on oneself; a path that is nobody's is refused."""
    folder = {ANNA.id: ANNA.id, BOHDAN.id: BOHDAN.id} if bucket == "photos" else world.clients
    insert = "insert into storage.objects (bucket_id, name) values ('{}', '{}')"
    async with acting(base, ANNA.id) as anna:
        assert await anna.touched(insert.format(bucket, f"{folder[ANNA.id]}/x.png")) == 1
        for path in (
            f"{folder[BOHDAN.id]}/x.png",
            "x.png",
            "../x",
            f"{uuid4()}/x",
            f"{folder[BOHDAN.id]}/../{folder[ANNA.id]}/x",
        ):
            assert await anna.touched(insert.format(bucket, path)) == "42501", path
    async with acting(base, GONE.id) as gone:
        assert (
            await gone.touched(
                insert.format(bucket, f"{GONE.id if bucket == 'photos' else folder[GONE.id]}/x")
            )
            == "42501"
        )
    async with acting(base, role="anon") as anon:
        assert await anon.touched(insert.format(bucket, f"{folder[ANNA.id]}/x.png")) == "42501"
        assert await anon.rows("select * from storage.objects") in ([], "42501")


async def test_every_bucket_is_private_and_known(base: Base) -> None:
    rows = await base.rows("select id, public from storage.buckets order by id")
    assert [(row["id"], row["public"]) for row in rows] == [("files", False), ("photos", False)]
