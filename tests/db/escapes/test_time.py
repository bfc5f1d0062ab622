"""Working time and history: nobody writes them, names the moment, or reads a colleague's."""

import pytest

from tests.db.probes import acting
from tests.db.world import World
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE


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
