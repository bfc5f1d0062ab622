"""Random days through the engine itself: with a worker that comes by now and then or never, with beats that come once or three times."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from asyncpg import Connection

from tests.db.clockwork import figures
from tests.kpi.calendar import days_between, local_day, whole_day
from tests.kpi.conftest import HISTORIES, SEED
from tests.kpi.slow import spells
from tests.kpi.slow.shifts import Sign, lived
from tests.kpi.slow.work import active, presence
from tests.support.cluster import Templates
from tests.support.people import ANNA, BOHDAN

STORIES = HISTORIES // 100
# Midnight, a night without the hour from three to four, and one that has it twice.
BEGINNINGS = (datetime(2026, 6, 8, 19, 30, tzinfo=UTC), datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 10, 24, 20, 0, tzinfo=UTC))  # fmt: skip
STEPS = (
    1,
    20,
    60,
    60,
    60,
    60,
    180,
    240,
    241,
    300,
    899,
    900,
    901,
    2400,
    3600,
    10_799,
    10_801,
    14_399,
    14_401,
    30_000,
)
WHATS = ("beat",) * 12 + ("write", "write", "return", "break", "break", "stop", "leave")


def story(seed: int) -> list[Sign]:
    """Two or three days of one manager."""
    r = random.Random(seed)
    at = r.choice(BEGINNINGS)
    signs = []
    for _ in range(r.randint(20, 70)):
        at += timedelta(seconds=r.choice(STEPS))
        signs.append(Sign(at, r.choice((0, 0, 0, 1, 2)), r.choice(WHATS)))
    return signs


class Player:
    """One manager's devices at the engine."""

    def __init__(self, connection: Connection, manager: UUID) -> None:
        self.connection, self.manager, self.devices = connection, manager, [uuid4() for _ in range(3)]

    async def begin(self) -> None:
        """Signed in everywhere, and nothing has happened yet."""
        await self.connection.executemany(
            "insert into auth.sessions (id, user_id, created_at, updated_at) values ($1, $2, now(), now())",
            [(device, self.manager) for device in self.devices],
        )
        for table in ("work_breaks", "work_sessions", "work_schedule", "activity_days"):
            await self.connection.execute(f"delete from public.{table} where manager_id = $1", self.manager)

    async def sign(self, sign: Sign) -> None:
        """As the device sends it."""
        device = self.devices[sign.device]
        if sign.what == "leave":
            await self.connection.execute("select app.sign_out_at($1, $2)", device, sign.at)
        elif sign.what == "stop":
            await self.connection.execute(
                "select app.stop_work_at($1, $2, $3)", self.manager, device, sign.at
            )
        elif sign.what == "break":
            try:
                await self.connection.execute(
                    "select app.start_break_at($1, $2, $3)", self.manager, device, sign.at
                )
            except asyncpg.PostgresError as refusal:
                # To who is not at work.
                assert refusal.sqlstate == "SM409"
        else:
            await self.connection.execute(
                "select app.beat_at($1, $2, null, null, $3, $4)", self.manager, device, sign.at, sign.what
            )

    async def tidy(self, at: datetime) -> None:
        """The worker comes by."""
        await self.connection.execute("select app.close_silent($1, $2)", at, self.manager)


@pytest.mark.parametrize("seed", range(SEED, SEED + STORIES))
async def test_days_as_they_are_lived(templates: Templates, seed: int) -> None:
    signs, r = story(seed), random.Random(seed)
    async with templates.clone() as db, db.connected() as connection:
        tidied, repeated = Player(connection, ANNA.id), Player(connection, BOHDAN.id)
        for player in (tidied, repeated):
            await player.begin()
        for sign in signs:
            await tidied.tidy(sign.at - timedelta(milliseconds=r.choice((1, 500))))
            await tidied.sign(sign)
            for _ in range(3 if sign.what == "beat" else 1):
                await repeated.sign(sign)
        for player in (tidied, repeated):
            await player.tidy(signs[-1].at + timedelta(days=1))
        first, last = local_day(signs[0].at), local_day(signs[-1].at) + timedelta(days=1)
        work = lived(signs)
        for manager in (ANNA.id, BOHDAN.id):
            told = await figures(db, first, last, manager)
            for day in days_between(first, last + timedelta(days=1)):
                row = told.get(day.isoformat())
                sessions = [(s.since, s.until) for s in work.sessions]
                resting = spells.overlap(spells.overlap(sessions, work.breaks), [whole_day(day)])
                by_hand = (
                    spells.minutes(spells.overlap(presence(work), [whole_day(day)])),
                    spells.minutes(resting),
                    sum(local_day(minute) == day for minute in active(work)),
                    min((s.since for s in work.sessions if s.day == day), default=None),
                    max((s.until for s in work.sessions if s.day == day), default=None),
                )
                engine = (0, 0, 0, None, None) if row is None else tuple(
                    row[key] for key in ("presence_minutes", "break_minutes", "active_minutes", "clock_in", "clock_out")
                )  # fmt: skip
                assert engine == by_hand, (seed, day, manager)
