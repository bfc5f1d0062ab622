"""When a report's mail comes: in the morning, like a newspaper."""

import pytest

from tests.db.clockwork import kyiv
from tests.db.delivery.queue import notify
from tests.support.clock import Clock
from tests.support.database import Base
from tests.support.people import ANNA


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("now", "mail", "chat"),
    [
        # A report is made at night: its mail lies there in the morning, on Saturday too; the messenger waits for Monday.
        ("2026-11-28 01:20", "2026-11-28 08:00", "2026-11-30 09:00"),
        ("2026-11-30 01:20", "2026-11-30 08:00", "2026-11-30 09:00"),
        # The worker was down: by day at once, in the evening no more.
        ("2026-11-28 12:00", "2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-11-28 18:00", "2026-11-29 08:00", "2026-11-30 09:00"),
        ("2026-10-25 00:30", "2026-10-25 08:00", "2026-10-26 09:00"),  # the clocks go back in between
    ],
)
async def test_a_reports_mail_comes_in_the_morning(ready: Base, now: str, mail: str, chat: str) -> None:
    await ready.run(
        "insert into public.notification_choices (user_id, kind, email, telegram) values ($1, 'report_daily', true, true)",
        ANNA.id,
    )
    Clock(ready.cluster, ready.name).set(kyiv(now))
    await notify(ready, "report_daily")
    rows = await ready.rows("select channel, due_at from private.deliveries")
    minute = {row["channel"]: row["due_at"].replace(second=0, microsecond=0) for row in rows}
    assert minute == {"email": kyiv(mail), "telegram": kyiv(chat)}


async def test_without_quiet_hours_a_report_comes_at_once(ready: Base) -> None:
    await ready.run(
        "insert into public.notification_settings (user_id, quiet_hours) values ($1, false)", ANNA.id
    )
    Clock(ready.cluster, ready.name).set(kyiv("2026-11-28 01:20"))
    await notify(ready, "report_weekly")
    assert await ready.value("select due_at <= now() from private.deliveries where channel = 'email'")
