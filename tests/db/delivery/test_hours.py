"""When: planned hours, holidays, quiet hours."""

from datetime import UTC, datetime

import pytest

from tests.db.clockwork import kyiv
from tests.db.delivery.queue import NIGHT, NOON, moment, notify, quiet
from tests.support.database import Base
from tests.support.people import ANNA

WINDOWS = [
    ("2026-11-26", "09:00", "18:00"),  # Thursday, no plan: the office hours
    ("2026-11-28", None, None),  # Saturday
]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("day", "starts", "ends"), WINDOWS)
async def test_without_a_plan_the_office_hours_hold(
    db: Base, day: str, starts: str | None, ends: str | None
) -> None:
    (row,) = await db.rows("select * from app.working_window($1, $2::text::date)", ANNA.id, day)
    assert row["starts_at"] == (starts and kyiv(f"{day} {starts}"))
    assert row["ends_at"] == (ends and kyiv(f"{day} {ends}"))


async def plan(db: Base, weekdays: str, starts: str, ends: str) -> None:
    await db.run(
        f"""insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
        select $1, w, '{starts}', '{ends}', '2026-01-01' from unnest(array[{weekdays}]) w""",
        ANNA.id,
    )


@pytest.mark.usefixtures("office")
async def test_messages_wait_for_the_next_planned_start(db: Base) -> None:
    assert await moment(db, NOON) == NOON
    assert await moment(db, NIGHT) == kyiv("2026-11-27 09:00")
    assert await moment(db, kyiv("2026-11-27 18:00")) == kyiv("2026-11-30 09:00")  # over the weekend
    await plan(db, "2, 4", "22:00", "06:00")  # nights that begin on Tuesday and Thursday
    assert await moment(db, NOON) == kyiv("2026-11-26 22:00")
    assert await moment(db, NIGHT) == NIGHT
    assert await moment(db, kyiv("2026-11-27 05:59")) == kyiv("2026-11-27 05:59")
    assert await moment(db, kyiv("2026-11-27 06:00")) == kyiv("2026-12-01 22:00")


@pytest.mark.usefixtures("office")
async def test_leave_and_holidays_are_quiet(db: Base) -> None:
    await db.run(
        "insert into public.schedule_exceptions (manager_id, day, kind) values (null, '2026-11-27', 'holiday')"
    )
    assert await moment(db, NIGHT) == kyiv("2026-11-30 09:00")
    await db.run(
        """insert into public.schedule_exceptions (manager_id, day, kind)
        select $1, d::date, 'leave' from generate_series('2026-11-26'::date, '2026-12-31', interval '1 day') d""",
        ANNA.id,
    )
    assert await moment(db, NIGHT) is None


@pytest.mark.usefixtures("office")
async def test_the_clock_going_back_does_not_move_the_start(db: Base) -> None:
    assert await moment(db, kyiv("2026-10-23 20:00")) == datetime(2026, 10, 26, 7, tzinfo=UTC)


async def test_only_what_is_urgent_comes_in_quiet_hours(ready: Base) -> None:
    await quiet(ready)
    await notify(ready, "task_due")
    await notify(ready, "task_overdue")
    due = {row["kind"]: row["late"] for row in await ready.rows(
        "select kind, next_attempt_at > now() + interval '1 day' as late from private.deliveries where channel = 'email'"
    )}  # fmt: skip
    assert due == {"task_due": False, "task_overdue": True}
    await ready.run(
        "insert into public.notification_settings (user_id, quiet_hours) values ($1, false)", ANNA.id
    )
    await notify(ready, "lead_late")
    assert await ready.value(
        "select bool_and(next_attempt_at <= now()) from private.deliveries where kind = 'lead_late'"
    )
