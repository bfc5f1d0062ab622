"""From a notification to its messages: choices, quiet hours, escalation, digests; each with a moment of its own."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.db.probes import acting
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(text: str) -> datetime:
    """A moment by the company's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


# Thursday the 26th of November 2026.
NOON, NIGHT = kyiv("2026-11-26 12:00"), kyiv("2026-11-26 23:30")


@pytest.fixture
async def ready(db: Base) -> Base:
    """Telegram is set up, Anna and the admin are linked."""
    await db.run(
        "update private.delivery_channels set is_ready = true, address = 'bot' where channel = 'telegram'"
    )
    for person in (ANNA, ADMIN):
        await db.run(
            "insert into public.telegram_links (user_id, chat_id, name) values ($1, 1, 'x')", person.id
        )
    return db


async def notify(db: Base, kind: str, person: UUID = ANNA.id) -> UUID:
    """A notification as the database makes it."""
    found: UUID = await db.value(
        "insert into public.notifications (user_id, kind) values ($1, $2) returning id", person, kind
    )
    return found


async def queued(db: Base, **where: Any) -> list[tuple[str, str]]:
    """Kind and channel of what lies in the queue."""
    rows = await db.rows(
        "select kind, channel from private.deliveries where $1::uuid is null or user_id = $1 order by kind, channel",
        where.get("person"),
    )
    return [(row["kind"], row["channel"]) for row in rows]


# ------------------------------------------------------------------------------------------------ ways


async def test_a_notification_and_its_messages_are_one_transaction(ready: Base) -> None:
    await notify(ready, "task_due")
    await notify(ready, "lead_new")
    await notify(ready, "import_done")
    assert await queued(ready) == [("lead_new", "telegram"), ("task_due", "email"), ("task_due", "telegram")]


async def test_choices_decide_and_what_is_muted_is_born_read(ready: Base) -> None:
    await ready.run(
        """insert into public.notification_choices (user_id, kind, in_app, email, telegram)
        values ($1, 'task_due', false, false, null), ($1, 'lead_new', null, true, false)""",
        ANNA.id,
    )
    muted, loud = await notify(ready, "task_due"), await notify(ready, "lead_new")
    assert await queued(ready) == [("lead_new", "email"), ("task_due", "telegram")]
    assert await ready.value("select read_at is not null from public.notifications where id = $1", muted)
    assert await ready.value("select read_at is null from public.notifications where id = $1", loud)


async def test_what_is_not_optional_cannot_be_chosen_away(ready: Base) -> None:
    await ready.run(
        "insert into public.notification_choices values ($1, 'telegram_blocked', false, false, false)",
        ANNA.id,
    )
    told = await notify(ready, "telegram_blocked")
    assert await queued(ready) == [("telegram_blocked", "email")]
    assert await ready.value("select read_at is null from public.notifications where id = $1", told)


async def test_nothing_goes_to_who_left_or_by_a_way_that_is_not_there(ready: Base) -> None:
    await notify(ready, "task_due", GONE.id)
    await ready.run("update private.delivery_channels set is_ready = false")
    await notify(ready, "task_due")
    await ready.run("update private.delivery_channels set is_ready = true")
    await ready.run("update public.telegram_links set blocked_at = now()")
    await notify(ready, "lead_new")
    assert await queued(ready) == []


# ------------------------------------------------------------------------------------------------ hours


@pytest.fixture
async def office(db: Base) -> None:
    """Monday to Friday, nine to six."""
    await db.run(
        "insert into public.business_hours (weekday, opens, closes) select n, '09:00', '18:00' from generate_series(1, 5) n"
    )


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


async def moment(db: Base, at: datetime) -> datetime | None:
    found: datetime | None = await db.value("select app.working_moment($1, $2)", ANNA.id, at)
    return found


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


async def quiet(db: Base, **hours: str) -> None:
    """Makes this very moment lie outside of Anna's hours: she works only the day after tomorrow."""
    await db.run(
        """insert into public.schedule_exceptions (manager_id, day, kind)
        select $1, app.day_of(now()) + n, 'day_off' from generate_series(-1, 1) n""",
        ANNA.id,
    )
    await db.run(
        "insert into public.schedule_exceptions (manager_id, day, kind, starts, ends) values ($1, app.day_of(now()) + 2, 'swap', '10:00', '11:00')",
        ANNA.id,
    )


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


# ------------------------------------------------------------------------------------------------ tasks


async def task(db: Base, *, due: datetime, remind: datetime | None = None) -> UUID:
    found: UUID = await db.value(
        "insert into public.tasks (owner_id, title, due_at, remind_at, created_by) values ($1, 'Позвонить', $2, $3, $1) returning id",
        ANNA.id,
        due,
        remind,
    )
    return found


async def told(db: Base, kind: str) -> list[UUID]:
    return [
        row["user_id"]
        for row in await db.rows("select user_id from public.notifications where kind = $1", kind)
    ]


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


# ------------------------------------------------------------------------------------------------ leads


async def lead(db: Base, since: datetime, owner: UUID = ANNA.id) -> UUID:
    id: UUID = await db.value(
        "insert into public.clients (owner_id, name, received_at) values ($1, 'Олена', $2) returning id",
        owner,
        since,
    )
    await db.run("update public.clients set waiting_since = $2 where id = $1", id, since)
    return id


async def escalate(db: Base, at: datetime) -> tuple[list[UUID], list[UUID]]:
    for _ in range(2):
        await db.run("select app.escalate_leads($1)", at)
    return await told(db, "lead_late"), await told(db, "lead_escalated")


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


# ------------------------------------------------------------------------------------------------ digest


@pytest.mark.usefixtures("office")
async def test_the_morning_mail_is_queued_once_a_working_day(db: Base) -> None:
    await db.run(
        "insert into public.notification_settings (user_id, digest_at) values ($1, '08:30'), ($2, null)",
        ANNA.id,
        BOHDAN.id,
    )
    counts = []
    for at in ("26 08:29", "26 08:30", "26 08:35", "26 13:00", "27 11:31", "28 08:30", "30 08:30"):
        await db.run("select app.queue_digests($1)", kyiv(f"2026-11-{at}"))
        counts.append(await db.value("select count(*) from private.deliveries where kind = 'digest'"))
    assert counts == [0, 1, 1, 1, 1, 1, 2]


async def test_a_digest_tells_what_waits(db: Base) -> None:
    await task(db, due=NOON - timedelta(days=2))
    for number in range(7):
        await task(db, due=NOON + timedelta(minutes=number + 1))
    await task(db, due=NOON + timedelta(days=1))
    client = await lead(db, NOON - timedelta(hours=1))
    other = await lead(db, NOON - timedelta(hours=2), owner=BOHDAN.id)
    await db.run("insert into public.deals (client_id, title) values ($1, 'Кухня')", client)
    mine, heads = [
        json.loads(await db.value("select app.digest($1, $2)", person.id, NOON)) for person in (ANNA, ADMIN)
    ]
    assert {name: pile["count"] for name, pile in mine.items()} == {
        "overdue": 1,
        "today": 7,
        "waiting": 1,
        "stuck": 1,
    }
    assert len(mine["today"]["items"]) == 5
    assert mine["stuck"]["items"][0]["client"] == "Олена"
    assert {name: pile["count"] for name, pile in heads.items()} == {
        "overdue": 0,
        "today": 0,
        "waiting": 2,
        "stuck": 0,
    }
    assert [row["id"] for row in heads["waiting"]["items"]] == [str(other), str(client)]


# ------------------------------------------------------------------------------------------------ Telegram and tests


async def as_person(db: Base, person: UUID, sql: str, *values: Any) -> Any:
    async with db.as_user(person) as connection:
        return await connection.fetchval(sql, *values)


async def test_a_code_binds_one_chat_once(ready: Base) -> None:
    first = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    second = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    link = "select app.link_telegram($1, 77, '@bohdan')"
    assert await ready.value(link, first) is None, "the second code voids the first"
    assert await ready.value(link, second) == BOHDAN.id
    assert await ready.value(link, second) is None
    assert await queued(ready, person=BOHDAN.id) == [("telegram_linked", "telegram")]
    assert await ready.value("select count(*) from private.telegram_codes where user_id = $1", BOHDAN.id) == 0
    third = await as_person(ready, BOHDAN.id, "select code from app.telegram_code()")
    await ready.run("update private.telegram_codes set expires_at = now()")
    assert await ready.value(link, third) is None


async def test_a_blocked_bot_is_told_once_and_stops_what_waits(ready: Base) -> None:
    await quiet(ready)
    await notify(ready, "lead_new")
    for _ in range(2):
        await ready.run("select app.block_telegram(1)")
    assert sorted(await told(ready, "telegram_blocked")) == sorted([ADMIN.id, ANNA.id])
    assert (
        await ready.value("select status || ' ' || reason from private.deliveries where kind = 'lead_new'")
        == "skipped blocked"
    )


async def test_tests_are_few_and_only_ones_own_are_seen(ready: Base) -> None:
    id = await as_person(ready, ANNA.id, "select app.send_test('telegram')")
    assert await as_person(ready, ANNA.id, "select status from app.my_delivery($1)", id) == "pending"
    for person in (BOHDAN, ADMIN, GONE):
        assert await as_person(ready, person.id, "select status from app.my_delivery($1)", id) is None
    async with acting(ready, BOHDAN.id) as bohdan:
        assert await bohdan.rows("select app.send_test('telegram')") == "SM409"
    async with acting(ready, GONE.id) as gone:
        assert await gone.rows("select app.send_test('email')") == "SM403"
        assert await gone.rows("select app.telegram_code()") == "SM403"
    for _ in range(5):
        await as_person(ready, ANNA.id, "select app.send_test('email')")
    async with acting(ready, ANNA.id) as anna:
        assert await anna.rows("select app.send_test('email')") == "SM429"


async def test_only_an_admin_sees_and_settles_what_did_not_arrive(ready: Base) -> None:
    await notify(ready, "task_due")
    await ready.run(
        "update private.deliveries set status = case channel when 'email' then 'dead' else 'ambiguous' end, attempts = 9"
    )
    id = await ready.value("select id from private.deliveries where status = 'ambiguous'")
    for person in (ANNA, GONE):
        async with acting(ready, person.id) as actor:
            assert await actor.rows("select * from app.parked_deliveries()") == "SM403"
            assert await actor.rows("select app.settle_delivery($1, true)", id) == "SM403"
    async with acting(ready, ADMIN.id) as admin:
        found = await admin.rows("select * from app.parked_deliveries()")
        assert len(found) == 2
    await as_person(ready, ADMIN.id, "select app.settle_delivery($1, true)", id)
    (row,) = await ready.rows(
        "select status, attempts, handed_over_at from private.deliveries where id = $1", id
    )
    assert tuple(row) == ("pending", 0, None)
    async with acting(ready, ADMIN.id) as admin:
        assert await admin.rows("select app.settle_delivery($1, true)", id) == "SM404"
