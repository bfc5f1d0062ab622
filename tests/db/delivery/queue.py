"""What these tests make and what they look for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.db.clockwork import kyiv
from tests.support.database import Base
from tests.support.people import ANNA

# Thursday the 26th of November 2026.
NOON, NIGHT = kyiv("2026-11-26 12:00"), kyiv("2026-11-26 23:30")


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


async def quiet(db: Base) -> None:
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


async def task(db: Base, *, due: datetime, remind: datetime | None = None) -> UUID:
    """A task of Anna's."""
    found: UUID = await db.value(
        "insert into public.tasks (owner_id, title, due_at, remind_at, created_by) values ($1, 'Позвонить', $2, $3, $1) returning id",
        ANNA.id,
        due,
        remind,
    )
    return found


async def told(db: Base, kind: str) -> list[UUID]:
    """Who was notified of it."""
    return [
        row["user_id"]
        for row in await db.rows("select user_id from public.notifications where kind = $1", kind)
    ]


async def lead(db: Base, since: datetime, owner: UUID = ANNA.id) -> UUID:
    """A client who waits since then."""
    id: UUID = await db.value(
        "insert into public.clients (owner_id, name, received_at) values ($1, 'Олена', $2) returning id",
        owner,
        since,
    )
    await db.run("update public.clients set waiting_since = $2 where id = $1", id, since)
    return id


async def moment(db: Base, at: datetime) -> datetime | None:
    """When Anna may be disturbed from then on."""
    found: datetime | None = await db.value("select app.working_moment($1, $2)", ANNA.id, at)
    return found


async def escalate(db: Base, at: datetime) -> tuple[list[UUID], list[UUID]]:
    """Escalates at that moment: the managers told, the heads told."""
    for _ in range(2):
        await db.run("select app.escalate_leads($1)", at)
    return await told(db, "lead_late"), await told(db, "lead_escalated")
