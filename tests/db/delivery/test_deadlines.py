"""What is late: by the office's clock, whoever answers."""

from datetime import timedelta

import pytest

from tests.db.clockwork import kyiv
from tests.db.delivery.queue import NIGHT, escalate, lead, moment
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA


@pytest.mark.usefixtures("office")
async def test_the_clock_is_the_offices_whoever_answers(db: Base) -> None:
    """A leave does not stop it, a holiday does; the list of what to do now goes by the same function."""
    await db.run(
        """insert into public.schedule_exceptions (manager_id, day, kind) values
        ($1, '2026-11-26', 'leave'), (null, '2026-11-27', 'holiday')""",
        ANNA.id,
    )
    await lead(db, kyiv("2026-11-26 17:50"))
    assert await escalate(db, kyiv("2026-11-27 12:00")) == ([], [])
    assert await escalate(db, kyiv("2026-11-30 09:05")) == ([ANNA.id], [])
    assert await escalate(db, kyiv("2026-11-30 09:20")) == ([ANNA.id], [ADMIN.id])


MISSED = [
    ("2026-11-26 12:00", "2026-11-26 12:14:59", 0),
    ("2026-11-26 12:00", "2026-11-26 12:15", 1),
    ("2026-11-26 12:00", "2026-11-26 18:00", 24),
    ("2026-11-26 12:00", "2026-11-27 08:59", 24),
    ("2026-11-27 19:00", "2026-11-30 09:14", 0),  # over the weekend
    ("2026-10-23 17:50", "2026-10-26 09:05", 1),  # the clocks went back in it
]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("since", "at", "missed"), MISSED)
async def test_deadlines_are_counted_in_office_hours(db: Base, since: str, at: str, missed: int) -> None:
    assert await db.value("select app.deadlines_missed($1, $2)", kyiv(since), kyiv(at)) == missed


async def test_an_office_without_hours_never_closes(db: Base) -> None:
    assert await db.value("select app.deadlines_missed($1, $2)", NIGHT, NIGHT + timedelta(hours=1)) == 4
    assert await moment(db, NIGHT) == NIGHT


@pytest.mark.usefixtures("office")
async def test_an_office_open_over_midnight(db: Base) -> None:
    await db.run("update public.business_hours set opens = '20:00', closes = '04:00'")
    friday = kyiv("2026-11-27 23:50")
    assert await db.value("select app.deadlines_missed($1, $2)", friday, kyiv("2026-11-28 00:05")) == 1
    assert await db.value("select app.deadlines_missed($1, $2)", friday, kyiv("2026-11-30 20:00")) == 16
    assert await moment(db, friday) == friday
    assert await moment(db, kyiv("2026-11-28 05:00")) == kyiv("2026-11-30 20:00")
