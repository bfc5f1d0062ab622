"""Tasks that are due, and leads that go up."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.db.clockwork import kyiv
from tests.db.delivery.queue import NOON, escalate, lead, task, told
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


async def test_a_task_reminds_before_and_after_once(db: Base) -> None:
    id = await task(db, due=NOON, remind=NOON - timedelta(minutes=15))
    for minutes, due, overdue, status in (
        (-16, 0, 0, "open"),
        (-15, 1, 0, "open"),
        (1, 1, 0, "overdue"),
        (10, 1, 1, "overdue"),
        (60, 1, 1, "overdue"),
    ):
        for _ in range(2):
            await db.run("select app.tend_tasks($1)", NOON + timedelta(minutes=minutes))
        assert (len(await told(db, "task_due")), len(await told(db, "task_overdue"))) == (due, overdue), (
            minutes
        )
        assert await db.value("select status from public.tasks where id = $1", id) == status
    # Put off: a new moment, a new reminder.
    later = NOON + timedelta(hours=3)
    await db.run("update public.tasks set due_at = $1, remind_at = $1", later)
    await db.run("select app.tend_tasks($1)", later + timedelta(minutes=11))
    assert (len(await told(db, "task_due")), len(await told(db, "task_overdue"))) == (2, 2)


async def test_what_is_done_or_of_another_week_is_not_told(db: Base) -> None:
    await task(db, due=NOON, remind=NOON)
    await db.run("update public.tasks set status = 'completed'")
    await task(db, due=NOON - timedelta(days=3), remind=NOON - timedelta(days=3))
    await db.run("select app.tend_tasks($1)", NOON + timedelta(minutes=30))
    assert await told(db, "task_due") == await told(db, "task_overdue") == []


@pytest.mark.usefixtures("office")
async def test_a_lead_without_an_answer_goes_up_once_each(db: Base) -> None:
    await lead(db, NOON)
    for minutes, expected in (
        (14, ([], [])),
        (15, ([ANNA.id], [])),
        (29, ([ANNA.id], [])),
        (30, ([ANNA.id], [ADMIN.id])),
        (600, ([ANNA.id], [ADMIN.id])),
    ):
        assert await escalate(db, NOON + timedelta(minutes=minutes)) == expected, minutes


async def test_an_answered_lead_goes_nowhere(db: Base) -> None:
    id = await lead(db, NOON)
    await db.run("update public.clients set waiting_since = null where id = $1", id)
    assert await escalate(db, NOON + timedelta(hours=1)) == ([], [])


@pytest.mark.usefixtures("office")
async def test_the_night_does_not_count(db: Base) -> None:
    await lead(db, kyiv("2026-11-26 17:50"))  # ten minutes before the end of the day
    assert await escalate(db, kyiv("2026-11-27 09:04")) == ([], [])
    assert await escalate(db, kyiv("2026-11-27 09:05")) == ([ANNA.id], [])
    assert await escalate(db, kyiv("2026-11-27 09:20")) == ([ANNA.id], [ADMIN.id])


async def test_a_lead_that_nobody_has_goes_to_the_head_at_once(db: Base) -> None:
    await lead(db, NOON, owner=UUID(int=0))
    assert await escalate(db, NOON + timedelta(minutes=15)) == ([], [ADMIN.id])


async def test_a_new_owner_is_told_as_well_and_a_new_wait_counts_anew(db: Base) -> None:
    id = await lead(db, NOON)
    await escalate(db, NOON + timedelta(minutes=16))
    await db.run("update public.clients set owner_id = $2 where id = $1", id, BOHDAN.id)
    await db.run("update public.clients set waiting_since = $2 where id = $1", id, NOON)
    late, _ = await escalate(db, NOON + timedelta(minutes=17))
    assert sorted(late) == sorted([ANNA.id, BOHDAN.id])
    await db.run("update public.clients set waiting_since = $2 where id = $1", id, NOON + timedelta(hours=1))
    late, _ = await escalate(db, NOON + timedelta(minutes=80))
    assert sorted(late) == sorted([ANNA.id, BOHDAN.id, BOHDAN.id])
