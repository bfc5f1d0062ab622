"""Every statement of the figures; `Asked` is what all reports are asked for."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from api.db.sql import load
from api.db.transaction import Transaction
from api.kit.paging import Page

sql = load(__file__)


@dataclass(frozen=True)
class Asked:
    """A period, whose figures (None: everybody's), and by which owner."""

    period: str
    from_day: date | None
    to_day: date | None
    manager: UUID | None
    by_current: bool


async def managers(tx: Transaction, asked: Asked) -> str:
    """A row per manager; raises Forbidden for everybody's, NotFound for a colleague's figures."""
    return await tx.document(sql.managers, **asdict(asked))


async def sources(tx: Transaction, asked: Asked) -> str:
    """A row per source."""
    return await tx.document(sql.sources, **asdict(asked))


async def origins(tx: Transaction, asked: Asked) -> str:
    """Channels with their types with their campaigns."""
    return await tx.document(sql.origins, **asdict(asked))


async def funnel(tx: Transaction, asked: Asked) -> str:
    """A row per open stage, and why deals were lost."""
    return await tx.document(sql.funnel, **asdict(asked))


async def compare(tx: Transaction, asked: Asked, against: tuple[date | None, date | None]) -> str:
    """Every figure of two periods."""
    return await tx.document(sql.compare, **asdict(asked), against_from=against[0], against_to=against[1])


async def days(tx: Transaction, asked: Asked) -> str:
    """Every additive figure of every day; always by the owner at the event."""
    values = asdict(asked)
    del values["by_current"]
    return await tx.document(sql.days, **values)


async def present(tx: Transaction, *, manager: UUID | None) -> str:
    """Speed of sales and load, as they are now."""
    return await tx.document(sql.present, manager=manager)


async def rows(
    tx: Transaction,
    asked: Asked,
    chosen: dict[str, Any],
    after: tuple[datetime | None, UUID | None],
    limit: int,
) -> Record:
    """One page of the rows behind a figure."""
    return await tx.row(
        sql.rows, **asdict(asked), **chosen, after_at=after[0], after_id=after[1], limit=limit
    )


async def rows_sum(tx: Transaction, asked: Asked, chosen: dict[str, Any]) -> str:
    """How many rows there are and what they come to."""
    return await tx.document(sql.rows_sum, **asdict(asked), **chosen)


async def targets(tx: Transaction, *, manager: UUID | None, month: date) -> str:
    """Goals of a month with progress."""
    return await tx.document(sql.targets, manager=manager, month=month)


async def set_targets(tx: Transaction, *, manager: UUID, month: date, goals: str) -> None:
    """Admins only."""
    await tx.value(sql.set_targets, manager=manager, month=month, goals=goals)


async def exchange_rates(tx: Transaction, page: Page) -> Record:
    """`items` (JSON text), `next`, `total`: the newest first."""
    after_at, after_id = page.after(datetime, UUID)
    return await tx.row(sql.exchange_rates, after_at=after_at, after_id=after_id, limit=page.limit)


async def set_exchange_rate(tx: Transaction, *, currency: str, rate: str) -> str:
    """From now on; admins only. `schemas.ExchangeRate`."""
    made = await tx.value(sql.set_exchange_rate, currency=currency, rate=rate)
    return await tx.document(sql.exchange_rate, id=made)


async def business_hours(tx: Transaction) -> str:
    """By weekday."""
    return await tx.document(sql.business_hours)


async def set_business_hours(tx: Transaction, *, hours: str) -> None:
    """All of them at once; admins only."""
    await tx.value(sql.set_business_hours, hours=hours)
