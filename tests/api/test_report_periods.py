"""What a period is compared with: months with months whatever their length, a day with its weekday, a running one with its stretch."""

from collections.abc import AsyncIterator

import pytest

from tests.api import sales
from tests.db.history import History, at
from tests.support.client import Api
from tests.support.clock import Clock
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA

# Now, what is asked for, its days, and those before; ends are the day after the last.
PERIODS = (
    # A month of 31 days with one of 28, of 28 with 31, of 29 with 31; clocks change on 29 March and 25 October 2026.
    ("2026-04-01 01:00", "last_month", "2026-03-01 2026-04-01", "2026-02-01 2026-03-01"),
    ("2026-03-01 00:00", "last_month", "2026-02-01 2026-03-01", "2026-01-01 2026-02-01"),
    ("2028-03-01 00:00", "last_month", "2028-02-01 2028-03-01", "2028-01-01 2028-02-01"),
    ("2026-11-01 00:30", "last_month", "2026-10-01 2026-11-01", "2026-09-01 2026-10-01"),
    ("2026-01-01 00:00", "last_quarter", "2025-10-01 2026-01-01", "2025-07-01 2025-10-01"),
    # Running: the same stretch, never more than there is; the last day completes it.
    ("2026-03-30 12:00", "month", "2026-03-01 2026-03-31", "2026-02-01 2026-03-01"),
    ("2026-03-10 12:00", "month", "2026-03-01 2026-03-11", "2026-02-01 2026-02-11"),
    ("2026-02-28 23:59", "month", "2026-02-01 2026-03-01", "2026-01-01 2026-02-01"),
    ("2026-05-15 12:00", "quarter", "2026-04-01 2026-05-16", "2026-01-01 2026-02-15"),
    # The Sunday of 23 hours, its Monday, and the week that ends with it.
    ("2026-03-29 23:30", "today", "2026-03-29 2026-03-30", "2026-03-22 2026-03-23"),
    ("2026-03-30 00:30", "yesterday", "2026-03-29 2026-03-30", "2026-03-22 2026-03-23"),
    ("2026-03-30 00:30", "last_week", "2026-03-23 2026-03-30", "2026-03-16 2026-03-23"),
    ("2026-03-30 00:30", "week", "2026-03-30 2026-03-31", "2026-03-23 2026-03-24"),
)
# Days of one's own, seen on 26 November 2026.
OWN = (
    ("2026-02-01 2026-03-01", "2026-01-01 2026-02-01"),
    ("2026-03-01 2026-04-01", "2026-02-01 2026-03-01"),
    ("2026-04-01 2026-07-01", "2026-01-01 2026-04-01"),
    ("2025-01-01 2026-01-01", "2024-01-01 2025-01-01"),
    ("2025-11-01 2026-02-01", "2025-08-01 2025-11-01"),
    ("2026-03-30 2026-04-06", "2026-03-23 2026-03-30"),
    ("2026-03-29 2026-03-30", "2026-03-22 2026-03-23"),
    ("2026-03-01 2026-03-11", "2026-02-19 2026-03-01"),
    # Not over yet: only the stretch that has passed.
    ("2026-11-01 2026-12-01", "2026-10-01 2026-10-27"),
    ("2027-01-01 2027-02-01", "2026-12-01 2027-01-01"),
)


async def test_presets(db: Base) -> None:
    clock = Clock(db.cluster, db.name)
    for now, name, days, before in PERIODS:
        clock.set(at(now))
        found = await db.rows("select * from app.kpi_period($1)", name)
        assert _said(found[0]) == (days, before), (now, name)


async def test_days_of_ones_own(db: Base) -> None:
    Clock(db.cluster, db.name).set(at("2026-11-26 12:00"))
    for days, before in OWN:
        asked = "select * from app.kpi_period('custom', $1::text::date, $2::text::date)"
        assert _said((await db.rows(asked, *days.split()))[0]) == (days, before), days


def _said(row: object) -> tuple[str, str]:
    first, end, before, before_end = (str(value) for value in row.values())  # type: ignore[attr-defined]
    return f"{first} {end}", f"{before} {before_end}"


@pytest.fixture
async def spring(db: Base) -> AsyncIterator[Base]:
    """Anna's sales at the very edges of three months, one of which has 28 days and one a day of 23 hours."""
    async with db.connected() as connection, connection.transaction():
        history = History(connection)
        await history.begin()
        client = await history.client("2026-01-05 10:00", ("2026-01-05 10:00", ANNA.id))
        for amount, when in (
            (1_00, "2026-01-31 23:59"),
            (10_00, "2026-02-01 00:00"), (20_00, "2026-02-28 23:59"),
            (100_00, "2026-03-01 00:00"), (200_00, "2026-03-29 02:59"), (400_00, "2026-03-29 04:00"), (800_00, "2026-03-31 23:59"),
            (1_000_00, "2026-04-01 00:00"),
        ):  # fmt: skip
            await history.deal(
                client, ("2026-01-06 10:00", "open", amount, ANNA), (when, "won", amount, ANNA)
            )
        await history.settle()
    yield db


@pytest.mark.usefixtures("spring")
async def test_a_month_is_compared_with_the_month_before_on_every_page_and_in_every_file(api: Api) -> None:
    admin = api.as_(ADMIN)

    async def total(path: str, month: str, end: str, when: str = "figures") -> float:
        params = {"period": "custom", "from": month, "to": end}
        report = sales.made(await admin.get(f"/api/v1/kpi/{path}", params=params))
        value: float = report["total"][when]["sales"]["value"]
        return value

    for path in ("managers", "sources"):
        assert await total(path, "2026-03-01", "2026-04-01") == 1_500_00
        assert await total(path, "2026-03-01", "2026-04-01", "before") == 30_00
        assert await total(path, "2026-04-01", "2026-05-01", "before") == 1_500_00
        assert await total(path, "2026-02-01", "2026-03-01", "before") == 1_00
    march = {"period": "custom", "from": "2026-03-01", "to": "2026-04-01"}
    compared = sales.made(await admin.get("/api/v1/kpi/compare", params=march))
    assert [compared["figures"]["sales"][when]["value"] for when in ("now", "before")] == [1_500_00, 30_00]
    for report in ("managers", "time", "sources", "funnel", "compare"):
        file = await admin.get(f"/api/v1/reports/{report}/export", params={**march, "format": "csv"}, headers={"accept-language": "ru"})  # fmt: skip
        assert "Для сравнения: 1–28 февраля 2026" in file.text, report
