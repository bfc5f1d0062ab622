"""Days as they are lived: signs of work at given moments, straight at the engine, with the test's own clock."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Record

from tests.support import people
from tests.support.database import Base
from tests.support.people import ANNA

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(text: str, *, fold: int = 0) -> datetime:
    """A moment by the wall clock of Kyiv; `fold=1`: the second of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV, fold=fold)


@dataclass
class Shift:
    """One device of one manager. `at` is a moment by Kyiv's clock, as text or exact."""

    db: Base
    device: UUID
    manager: UUID = ANNA.id

    async def beat(
        self,
        at: str | datetime,
        *,
        how: str = "beat",
        client: UUID | None = None,
        deal: UUID | None = None,
    ) -> str:
        """A sign of work; what the manager is after it."""
        state: str = await self.db.value(
            "select app.beat_at($1, $2, $3, $4, $5, $6)",
            self.manager,
            self.device,
            client,
            deal,
            moment(at),
            how,
        )
        return state

    async def beats(self, *times: str) -> None:
        """Several."""
        for at in times:
            await self.beat(at)

    async def every_minute(self, first: datetime, minutes: int, *, step: int = 1) -> None:
        """A beat a minute, in one statement."""
        await self.db.run(
            """select app.beat_at($1, $2, null, null, $3::timestamptz + make_interval(mins => n), 'beat')
            from generate_series(0, $4 - 1, $5) n""",
            self.manager,
            self.device,
            first,
            minutes,
            step,
        )

    async def rest(self, at: str) -> None:
        """The break button."""
        await self.db.run("select app.start_break_at($1, $2, $3)", self.manager, self.device, moment(at))

    async def stop(self, at: str) -> None:
        """«Stop work»."""
        await self.db.run("select app.stop_work_at($1, $2, $3)", self.manager, self.device, moment(at))

    async def sign_out(self, at: str) -> None:
        """This device leaves."""
        await self.db.run("select app.sign_out_at($1, $2)", self.device, moment(at))


def moment(at: str | datetime) -> datetime:
    """Text is Kyiv's wall clock."""
    return kyiv(at) if isinstance(at, str) else at


async def device(db: Base, manager: UUID = ANNA.id) -> Shift:
    """A device that is signed in, before any of the days that the test plays."""
    session = await people.sign_in(db, manager)
    await db.run("delete from public.work_sessions where manager_id = $1 and ended_at is null", manager)
    await db.run(
        "delete from public.work_schedule where manager_id = $1 and day = app.day_of(now())", manager
    )
    return Shift(db, session, manager)


async def worker(db: Base, at: str) -> int:
    """The job that closes forgotten shifts runs at this moment."""
    closed: int = await db.value("select app.close_silent($1)", moment(at))
    return closed


async def figures(
    db: Base, first: date | str, last: date | str | None = None, manager: UUID = ANNA.id
) -> dict[str, Record]:
    """Anna's figures from `first` to `last`, both included, by day."""
    begin = date.fromisoformat(first) if isinstance(first, str) else first
    end = date.fromisoformat(last) if isinstance(last, str) else last or begin
    async with db.as_user(manager) as connection:
        rows = await connection.fetch(
            "select * from app.work_figures($1, $2, $3::date + 1) order by day", manager, begin, end
        )
    return {row["day"].isoformat(): row for row in rows}


async def day_row(db: Base, day: str, manager: UUID = ANNA.id) -> Record | None:
    """The day in work_schedule."""
    rows = await db.rows(
        "select * from public.work_schedule where manager_id = $1 and day = $2",
        manager,
        date.fromisoformat(day),
    )
    return rows[0] if rows else None


async def plan(db: Base, weekday: int, starts: str, ends: str, manager: UUID = ANNA.id) -> None:
    """A weekly rule that has always held."""
    await db.run(
        """insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
        values ($1, $2, ($3::text)::time, ($4::text)::time, '2020-01-01')""",
        manager,
        weekday,
        starts,
        ends,
    )
