"""The story that docs/kpi.md and docs/kpi.ru.md tell, written to the database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from asyncpg import BitString

from tests.db.history import KYIV, History, at
from tests.kpi.history import NOBODY
from tests.support.people import ANNA, BOHDAN

SITE, PHONE = UUID(int=41), UUID(int=42)
PLAN = "insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from) values ($1, 1, '09:00', '18:00', '2026-01-01')"


async def write(story: History) -> None:
    """What the pages tell, in their order."""
    await story.begin()
    await _company(story)
    adam = await story.client("2026-03-02 10:00", ("2026-03-02 10:00", ANNA.id), source=SITE)
    bella = await story.client(
        "2026-03-04 20:00", ("2026-03-04 20:01", NOBODY), ("2026-03-05 09:00", ANNA.id), source=PHONE
    )
    clara = await story.client(
        "2026-03-28 20:00", ("2026-03-28 20:00", ANNA.id), ("2026-03-30 12:00", BOHDAN.id)
    )
    spam = await story.client("2026-03-10 12:00", ("2026-03-10 12:00", ANNA.id), excluded="spam")
    for client, asked, answered in ((adam, "02 10:00", "02 10:10"), (bella, "04 20:00", "05 09:40"), (clara, "28 20:00", None), (spam, "10 12:00", "10 12:01")):  # fmt: skip
        await story.touch(client, "in", f"2026-03-{asked}", kind="form")
        if answered:
            await story.touch(client, "out", f"2026-03-{answered}", author=ANNA)
    await story.touch(adam, "in", "2026-03-20 09:00", kind="form")
    await story.touch(bella, "out", "2026-03-06 15:00", author=ANNA, kind="meeting", seconds=1500)
    await _deals(story, adam, bella, spam)
    await story.connection.execute("update public.clients set created_at = received_at")
    await story.connection.execute(
        "update public.clients set created_at = received_at + interval '1 minute' where id = $1", bella
    )
    await _tasks(story, adam)
    await _work(story, adam, bella)
    await _now(story)
    await story.settle()


async def _company(story: History) -> None:
    for statement in (
        "insert into public.exchange_rates (currency, to_currency, rate, set_at) values ('USD', 'UAH', 41.5, '2026-01-01')",
        f"insert into public.lead_sources (id, channel, name) values ('{SITE}', 'manual', 'Сайт'), ('{PHONE}', 'manual', 'Телефон')",
        "insert into public.business_hours (weekday, opens, closes) select n, '09:00', '18:00' from generate_series(1, 5) n",
    ):
        await story.connection.execute(statement)


async def _deals(story: History, adam: UUID, bella: UUID, spam: UUID) -> None:
    async def deal(
        client: UUID,
        born: str,
        end: str | None,
        how: str,
        amount: int,
        currency: str = "UAH",
        created: str | None = None,
    ) -> UUID:
        steps = [(f"2026-03-{born}", "open", amount, ANNA)]
        made = await story.deal(
            client, *steps, *([(f"2026-03-{end}", how, amount, ANNA)] if end else []), currency=currency
        )
        await story.connection.execute(
            "update public.deals set created_at = $2 where id = $1", made, at(f"2026-03-{created or born}")
        )
        return made

    first = await deal(adam, "02 11:00", "12 11:00", "won", 1000_00)
    await story.new_sum(first, "2026-03-20 10:00", 1000_00, 1100_00, ANNA)
    await deal(adam, "20 10:00", "25 10:00", "won", 10_00, "USD")
    await deal(adam, "26 10:00", "26 12:00", "won", 20_00, "EUR", created="30 12:00")
    await deal(bella, "05 12:00", "10 12:00", "lost", 500_00)
    slip = await deal(bella, "13 12:00", None, "open", 200_00)
    for when, before, after in (("15:00", "open", "won"), ("15:02", "won", "open")):
        await story.connection.execute(
            """insert into public.deal_stage_events (deal_id, owner_id, credited_to, from_stage_id, to_stage_id, from_outcome, to_outcome,
              amount_minor, currency, actor_id, occurred_at) select $1, owner_id, owner_id, $2, $3, $4, $5, 20000, 'UAH', owner_id, $6
            from public.deals where id = $1""",
            slip, story.stages[before], story.stages[after], before, after, at(f"2026-03-14 {when}"),
        )  # fmt: skip
    await deal(spam, "10 13:00", "10 14:00", "won", 900_00)


async def _tasks(story: History, client: UUID) -> None:
    for due, done in (("06 12:00", "06 11:00"), ("07 12:00", "08 12:00"), ("09 12:00", None)):
        await story.connection.execute(
            """insert into public.tasks (client_id, title, due_at, created_at, status, completed_at)
            values ($1, 'Задача', $2, '2026-03-05', case when $3::timestamptz is null then 'open' else 'completed' end, $3)""",
            client,
            at(f"2026-03-{due}"),
            at(f"2026-03-{done}") if done else None,
        )


async def _work(story: History, adam: UUID, bella: UUID) -> None:
    await story.connection.execute(PLAN, ANNA.id)
    await _day(story, date(2026, 3, 2), "09:00", "18:00", {665 + n for n in range(10)}, {677}, adam)
    await story.connection.execute(
        "insert into public.work_breaks (manager_id, day, started_at, ended_at, ended_by) values ($1, '2026-03-02', $2, $3, 'manager')",
        ANNA.id, at("2026-03-02 13:00"), at("2026-03-02 14:00"),
    )  # fmt: skip
    await _day(story, date(2026, 3, 9), "09:20", "17:30", {560 + n for n in range(490)}, set(), bella)


async def _day(
    story: History, day: date, begin: str, end: str, focused: set[int], unfocused: set[int], client: UUID
) -> None:
    """A session, and minutes of the day: those that were spent on the client, and others."""
    await story.connection.execute(
        "insert into public.work_sessions (manager_id, day, started_at, last_beat_at, ended_at, ended_by) values ($1, $2, $3, $4, $4, 'manager')",
        ANNA.id, day, at(f"{day} {begin}"), at(f"{day} {end}"),
    )  # fmt: skip
    on_him, seen = [
        BitString("".join("1" if n in bits else "0" for n in range(1500)))
        for bits in (focused, focused | unfocused)
    ]
    await story.connection.execute(
        "insert into public.activity_days (manager_id, day, starts_at, minutes, focused) values ($1, $2, $3, $4, $5)",
        ANNA.id, day, at(f"{day} 00:00"), seen, on_him,
    )  # fmt: skip
    await story.connection.execute(
        "insert into public.focus_minutes (manager_id, day, starts_at, client_id, minutes) values ($1, $2, $3, $4, $5)",
        ANNA.id, day, at(f"{day} 00:00"), client, on_him,
    )  # fmt: skip


async def _now(story: History) -> None:
    """Bohdan's last weeks: told in days ago, because speed and load are of this moment."""

    def ago(days: int) -> str:
        return (datetime.now(UTC) - timedelta(days=days)).astimezone(KYIV).strftime("%Y-%m-%d %H:%M")

    connection = story.connection
    story.stages["new"] = await connection.fetchval("select id from public.stages where key = 'new'")
    dora = await story.client(ago(40), (ago(40), BOHDAN.id))
    won = await story.deal(dora, (ago(30), "open", 1000_00, BOHDAN), (ago(20), "won", 1000_00, BOHDAN))
    # Ten days to the hour, whatever the clocks did in between.
    born = at(ago(20)).astimezone(UTC) - timedelta(days=10)
    await connection.execute("update public.deals set created_at = $2 where id = $1", won, born)
    await story.deal(dora, (ago(30), "open", 700_00, BOHDAN), (ago(15), "lost", 700_00, BOHDAN))
    for stage in ("new", "open", "open"):
        await story.deal(dora, (ago(10), stage, 300_00, BOHDAN))
    for days in (6, 8):
        await connection.execute(
            "insert into public.tasks (client_id, title, due_at) values ($1, 'Задача', now() + make_interval(days => $2))",
            dora, days,
        )  # fmt: skip
