"""Every few minutes: closed days, weeks and months get their report, each once, however long nobody was there to make it."""

from time import monotonic
from uuid import UUID

from asyncpg import Record

from api.auth.principal import SERVICE, acting_as
from api.db.pool import Database
from api.kpi.queries import Asked
from api.reports.queries import snapshot
from workers.queries import sql

TIMEOUT_MS = 120_000
BUDGET_SECONDS = 40.0
NOBODY = UUID(int=0)


async def make_reports(database: Database) -> None:
    """Report by report, each in transactions of its own; what is left waits for the next time."""
    started = monotonic()
    async with database.read(SERVICE) as tx:
        due = await tx.rows(sql.due_reports)
    for report in due:
        if monotonic() - started > BUDGET_SECONDS:
            return
        await _make(database, report)


async def _make(database: Database, report: Record) -> None:
    """The figures are asked for as the page asks: by a person who may see them."""
    manager = None if report["manager_id"] == NOBODY else report["manager_id"]
    asked = Asked("custom", report["from_day"], report["to_day"], manager, False)
    async with database.read(acting_as(report["as_user"]), timeout_ms=TIMEOUT_MS) as tx:
        made = await snapshot(tx, asked)
    async with database.write(SERVICE) as tx:
        await tx.value(
            sql.store_report,
            kind=report["kind"],
            from_day=report["from_day"],
            to_day=report["to_day"],
            manager=report["manager_id"],
            snapshot=made,
        )
