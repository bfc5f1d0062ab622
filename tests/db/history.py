"""A small sales history with dates of its own, written as the demo writes its story: with the recording triggers aside.

All times are Kyiv's; March 2026 has its change of clocks on the 29th. Stages: `open`, `won`, `won_too`, `lost`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from asyncpg import Connection

from tests.support.database import Base
from tests.support.people import Person

KYIV = ZoneInfo("Europe/Kyiv")
TABLES = ("clients", "interactions", "deals")


def at(text: str) -> datetime:
    """`2026-03-01 00:00` in Kyiv."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


@dataclass
class History:
    """Writes facts; `settle()` at the end recounts the copies on the clients."""

    connection: Connection
    stages: dict[str, UUID] = field(default_factory=dict)

    async def begin(self) -> None:
        """Takes the triggers aside and makes the stages."""
        for table in TABLES:
            await self.connection.execute(f"alter table public.{table} disable trigger user")
        for name, outcome in (("open", "open"), ("won", "won"), ("won_too", "won"), ("lost", "lost")):
            self.stages[name] = await self.connection.fetchval(
                "insert into public.stages (name, outcome, position) values ($1, $2, 9) returning id",
                name,
                outcome,
            )

    async def settle(self) -> None:
        """Recounts and lets the triggers back."""
        await self.connection.execute("select app.settle_history()")
        await self.connection.execute("select app.recount_clients()")
        for table in TABLES:
            await self.connection.execute(f"alter table public.{table} enable trigger user")

    async def client(
        self,
        received_at: str,
        *owners: tuple[str, UUID],
        excluded: str | None = None,
        merged_into: UUID | None = None,
        source: UUID | None = None,
    ) -> UUID:
        """A client with his owners in turn: (since when, whose)."""
        client_id = uuid4()
        await self.connection.execute(
            """insert into public.clients (id, owner_id, name, received_at, excluded, merged_into, archived_at, source_id)
            values ($1, $2, 'Клиент', $3, $4, $5, case when $5::uuid is not null then now() end, $6)""",
            client_id,
            owners[-1][1],
            at(received_at),
            excluded,
            merged_into,
            source,
        )
        for since, owner in owners:
            await self.connection.execute(
                """insert into public.ownership_events (client_id, owner_id, to_owner_id, reason, occurred_at)
                values ($1, $2, $3, 'hand', $4)""",
                client_id,
                owners[-1][1],
                owner,
                at(since),
            )
        return client_id

    async def touch(
        self,
        client_id: UUID,
        direction: str,
        when: str,
        *,
        author: Person | None = None,
        kind: str = "message",
        seconds: int | None = None,
    ) -> None:
        """An interaction; without an author a robot's or the client's."""
        await self.connection.execute(
            """insert into public.interactions (client_id, owner_id, channel, kind, direction, author_id, occurred_at, duration_seconds)
            select c.id, c.owner_id, 'other', $2, $3, $4, $5, $6 from public.clients c where c.id = $1""",
            client_id,
            kind,
            direction,
            author.id if author else None,
            at(when),
            seconds,
        )

    async def deal(
        self, client_id: UUID, *steps: tuple[str, str, int, Person], currency: str = "UAH"
    ) -> UUID:
        """A deal with its moves: (when, stage, sum in minor units, whose it was then)."""
        deal_id, (_, stage, amount, _) = uuid4(), steps[-1]
        await self.connection.execute(
            """insert into public.deals (id, client_id, owner_id, title, amount_minor, currency, stage_id, outcome, position, closed_at,
              lost_reason, source_id)
            select $1, c.id, c.owner_id, 'Сделка', $3, $4, g.id, g.outcome, 1, case when g.outcome <> 'open' then now() end,
              case when g.outcome = 'lost' then 'price' end, c.source_id
            from public.clients c, public.stages g where c.id = $2 and g.id = $5""",
            deal_id,
            client_id,
            amount,
            currency,
            self.stages[stage],
        )
        before: str | None = None
        for when, name, minor, owner in steps:
            await self.connection.execute(
                """insert into public.deal_stage_events (deal_id, owner_id, credited_to, from_stage_id, to_stage_id, from_outcome,
                  to_outcome, amount_minor, currency, occurred_at)
                select d.id, d.owner_id, $2, f.id, g.id, f.outcome, g.outcome, $3, $4, $5
                from public.deals d join public.stages g on g.id = $6 left join public.stages f on f.id = $7 where d.id = $1""",
                deal_id,
                owner.id,
                minor,
                currency,
                at(when),
                self.stages[name],
                self.stages[before] if before else None,
            )
            before = name
        return deal_id

    async def new_sum(self, deal_id: UUID, when: str, before: int, after: int, owner: Person) -> None:
        """A won sum that was changed later."""
        await self.connection.execute(
            """insert into public.deal_amount_events (deal_id, owner_id, credited_to, outcome, before_minor, after_minor, currency,
              occurred_at)
            select d.id, d.owner_id, $2, 'won', $3, $4, d.currency, $5 from public.deals d where d.id = $1""",
            deal_id,
            owner.id,
            before,
            after,
            at(when),
        )


async def figures(
    base: Base, caller: Person, name: str, manager: Person | None, *days: str
) -> list[dict[str, object]]:
    """Rows of `app.lead_figures` or `app.sales_figures` as this caller gets them."""
    async with base.as_user(caller.id) as connection:
        rows = await connection.fetch(
            f"select * from app.{name}($1, $2::text::date, $3::text::date)",
            manager.id if manager else None,
            *days,
        )
    return [dict(row) for row in rows]
