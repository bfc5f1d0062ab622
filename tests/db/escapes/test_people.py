"""People: more rights than one has, by promotion, by claims, by another role."""

from uuid import uuid4

import pytest

from tests.db.escapes.conftest import WATCHED
from tests.db.probes import acting
from tests.db.world import World
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, GONE


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
    """The logins of the API, the workers and the edge function, and what they may become."""
    for login, allowed in (
        ("smena_api", {"anon", "authenticated"}),
        ("smena_worker", {"anon", "authenticated", "service_role"}),
        ("smena_capture", set()),
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
    for login in ("smena_api", "smena_worker", "smena_capture"):
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
