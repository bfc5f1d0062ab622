"""Accounts, hiring and leaving, as the database itself does them."""

import asyncio
from uuid import UUID, uuid4

import pytest

from tests.db.probes import acting
from tests.db.world import build
from tests.support import people
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

UNASSIGNED = UUID(int=0)
PROFILE = "select role, status, full_name, phone, locale from public.profiles where id = $1"


async def test_the_first_account_becomes_admin_the_next_stranger_nothing(empty_db: Base) -> None:
    first, second = uuid4(), uuid4()
    await people.add_account(empty_db, first, "first@x.example")
    await people.add_account(empty_db, second, "second@x.example")
    assert (await empty_db.rows(PROFILE, first))[0]["role"] == "admin"
    stranger = (await empty_db.rows(PROFILE, second))[0]
    assert (stranger["role"], stranger["status"]) == ("manager", "inactive")


async def test_set_up_names_the_company_once(empty_db: Base) -> None:
    first = uuid4()
    await people.add_account(empty_db, first, "first@x.example")
    call = "select app.set_up('Ромашка', 'Europe/Kyiv', 'UAH', 'UA', 'uk', 'Ірина')"
    async with empty_db.as_user(first) as admin:
        await admin.execute(call)
    assert await empty_db.value("select app.needs_setup()") is False
    assert await empty_db.value("select array_agg(name order by position) from public.stages") == [
        "Нові", "У роботі", "Пропозиція", "Виграні", "Програні",
    ]  # fmt: skip
    async with acting(empty_db, first) as again:
        assert await again.rows(call) == "SM409"


async def test_a_time_zone_that_does_not_exist_is_refused(db: Base) -> None:
    async with acting(db, ADMIN.id) as admin:
        assert await admin.touched("update public.company set time_zone = 'Europe/Atlantis'") == "SM422"


async def test_an_invited_address_gets_what_the_invitation_says(db: Base) -> None:
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.invite_member('Nova@X.example', 'Нова', 'admin', '2026-01-01', '+380501112233', 'uk')"
        )
    user_id = uuid4()
    await people.add_account(db, user_id, "nova@x.example")
    assert dict((await db.rows(PROFILE, user_id))[0]) == {
        "role": "admin", "status": "active", "full_name": "Нова", "phone": "+380501112233", "locale": "uk",
    }  # fmt: skip


async def test_the_token_hook_refuses_an_inactive_profile_and_names_the_role(db: Base) -> None:
    hook = "select app.custom_access_token_hook(jsonb_build_object('user_id', $1::uuid, 'claims', '{\"sub\": \"x\"}'::jsonb))->>$2"
    async with db.connected("supabase_auth_admin") as auth:
        assert '"user_role": "admin"' in await auth.fetchval(hook, ADMIN.id, "claims")
        assert "profile_inactive" in await auth.fetchval(hook, people.GONE.id, "error")
        assert "profile_inactive" in await auth.fetchval(hook, uuid4(), "error")


async def test_leaving_ends_access_at_once_and_hands_the_work_over(db: Base) -> None:
    world = await build(db)
    await people.sign_in(db, ANNA.id)
    await db.run("insert into public.tasks (owner_id, title) values ($1, 'own reminder')", ANNA.id)
    async with db.as_user(ADMIN.id) as admin:
        answer = await admin.fetchval("select app.deactivate_member($1, $2)", ANNA.id, BOHDAN.id)
    assert answer == '{"tasks": 1, "clients": 2}'
    owners = await db.rows(
        """select owner_id from public.clients where id = $1 union all select owner_id from public.deals where client_id = $1
        union all select owner_id from public.tasks where client_id = $1 union all select owner_id from public.interactions where client_id = $1
        union all select owner_id from public.files where client_id = $1 union all select owner_id from public.client_contacts where client_id = $1
        union all select e.owner_id from public.deal_stage_events e join public.deals d on d.id = e.deal_id where d.client_id = $1""",
        world.clients[ANNA.id],
    )
    assert {row["owner_id"] for row in owners} == {BOHDAN.id}
    credited = await db.value(
        "select credited_to from public.deal_stage_events where deal_id = $1", world.deals[ANNA.id]
    )
    assert credited == ANNA.id, "history keeps who did it"
    assert await db.value("select count(*) from auth.sessions where user_id = $1", ANNA.id) == 0
    async with acting(db, ANNA.id) as anna:
        assert await anna.rows("select * from public.clients") == []
        assert (
            await anna.touched(f"insert into public.clients (owner_id, name) values ('{ANNA.id}', 'x')")
            == "42501"
        )


@pytest.mark.parametrize("rule", ["fixed", "round_robin", "least_loaded"])
async def test_a_lead_on_its_way_to_him_is_handed_over_too(db: Base, rule: str) -> None:
    """Whoever leaves while a lead (or the head) is just giving him a client keeps none."""
    await db.run("update public.profiles set status = 'inactive' where id = $1", BOHDAN.id)
    source = await db.value(
        "insert into public.lead_sources (channel, name, assignment_rule, fixed_manager_id) values ('site', 'x', $1, $2) returning id",
        rule,
        ANNA.id if rule == "fixed" else None,
    )
    lead = (
        '{"name": "x", "external_id": "1", "contacts": [{"kind": "phone", "value": "1", "normalized": "1"}]}'
    )
    accept = "select a.owner_id from app.accept_lead($1, $2) a"
    async with db.as_service() as worker:
        assert await worker.fetchval("select app.choose_owner($1)", source) == ANNA.id
        leaving = asyncio.create_task(deactivate(db, ANNA.id))
        await asyncio.sleep(0.3)
        assert not leaving.done(), "it waits for the lead to be stored"
        assert await worker.fetchval(accept, source, lead) == ANNA.id
    await leaving
    assert await db.value("select count(*) from public.clients where owner_id = $1", ANNA.id) == 0
    async with db.as_service() as worker:
        assert await worker.fetchval(accept, source, lead.replace('"1"', '"2"')) == UNASSIGNED


async def test_clients_being_handed_to_somebody_who_leaves_move_on(db: Base) -> None:
    world = await build(db)
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.assign_clients(array[$1::uuid], $2)", world.clients[BOHDAN.id], ANNA.id
        )
        leaving = asyncio.create_task(deactivate(db, ANNA.id))
        await asyncio.sleep(0.3)
        assert not leaving.done()
    await leaving
    assert await db.value("select count(*) from public.clients where owner_id = $1", ANNA.id) == 0


async def deactivate(db: Base, member: UUID) -> None:
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute("select app.deactivate_member($1)", member)


async def test_the_last_admin_stays(db: Base) -> None:
    async with acting(db, ADMIN.id) as admin:
        assert await admin.rows("select app.deactivate_member($1, $2)", ADMIN.id, ANNA.id) == "SM409"
        version = await db.value("select version from public.profiles where id = $1", ADMIN.id)
        assert (
            await admin.rows('select app.update_member($1, \'{"role": "manager"}\', $2)', ADMIN.id, version)
            == "SM409"
        )


async def test_sign_in_opens_the_day_and_the_last_sign_out_ends_it(db: Base) -> None:
    first = await people.sign_in(db, ANNA.id)
    second = await people.sign_in(db, ANNA.id)
    day = "select started_at, ended_at, closed_by from public.work_schedule where manager_id = $1"
    assert (await db.rows(day, ANNA.id))[0]["ended_at"] is None
    await db.run("delete from auth.sessions where id = $1", first)
    assert (await db.rows(day, ANNA.id))[0]["ended_at"] is None, "another device is still at work"
    await db.run("delete from auth.sessions where id = $1", second)
    assert (await db.rows(day, ANNA.id))[0]["closed_by"] == "sign_out"
    await people.sign_in(db, ANNA.id)
    rows = await db.rows(day, ANNA.id)
    assert len(rows) == 1 and rows[0]["ended_at"] is None, "a further sign-in joins the day"


async def test_a_sign_in_of_nobody_we_know_opens_nothing(db: Base) -> None:
    await people.sign_in(db, people.GONE.id)
    assert (
        await db.value("select count(*) from public.work_schedule where manager_id = $1", people.GONE.id) == 0
    )


async def test_a_beat_extends_the_session_and_opens_a_new_day(db: Base) -> None:
    session = await people.sign_in(db, ANNA.id)
    await db.run(
        "update public.work_sessions set day = day - 1, started_at = now() - interval '20 hours', last_beat_at = now() - interval '15 hours'"
    )
    await db.run("update public.work_schedule set day = day - 1, started_at = now() - interval '20 hours'")
    async with db.as_user(ANNA.id, session_id=str(session)) as anna:
        await anna.execute("select app.beat()")
    rows = await db.rows(
        "select day, ended_by from public.work_sessions where manager_id = $1 order by day", ANNA.id
    )
    assert [row["ended_by"] for row in rows] == ["auto", None]
    assert await db.value("select count(*) from public.work_schedule where manager_id = $1", ANNA.id) == 2
