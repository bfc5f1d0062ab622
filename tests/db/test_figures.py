"""Leads, conversion, answers, closings and sales against histories counted by hand."""

from collections.abc import AsyncIterator
from datetime import date
from itertools import pairwise
from uuid import UUID

import asyncpg
import pytest

from tests.db.history import History, figures
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

NOBODY = UUID(int=0)
MARCH = ("2026-03-01", "2026-04-01")
Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        async with cloned.connected() as connection, connection.transaction():
            await write(History(connection))
        yield cloned


async def write(story: History) -> None:
    """What the tests below count."""
    await story.begin()
    first_minute = "2026-03-01 00:00"
    # Anna's, on the very first moment of March; answered in ten minutes; won on the 29th day.
    one = await story.client(first_minute, (first_minute, ANNA.id))
    await story.touch(one, "in", first_minute, kind="form")
    await story.touch(one, "out", "2026-03-01 00:05")  # a robot
    await story.touch(one, "out", "2026-03-01 00:06", author=ANNA, kind="note")
    await story.touch(one, "out", "2026-03-01 00:10", author=ANNA)
    sold = await story.deal(
        one,
        ("2026-03-02 10:00", "open", 100_00, ANNA),
        ("2026-03-30 10:00", "won", 100_00, ANNA),
        ("2026-03-30 11:00", "won_too", 100_00, ANNA),  # the same closing
        ("2026-04-02 10:00", "open", 110_00, BOHDAN),
        ("2026-04-05 10:00", "won", 120_00, BOHDAN),  # a second one, Bohdan's
    )
    await story.new_sum(sold, "2026-03-31 23:59", 100_00, 110_00, ANNA)
    # The last second of February.
    await story.client("2026-02-28 23:59:59", ("2026-02-28 23:59:59", ANNA.id))
    # Nobody's at first, then Anna's, now Bohdan's: Anna's lead. Answered too late, won thirty times 24 hours
    # later: too late as well.
    two = await story.client(
        "2026-03-10 12:00",
        ("2026-03-10 12:00", NOBODY),
        ("2026-03-10 12:30", ANNA.id),
        ("2026-05-01 12:00", BOHDAN.id),
    )
    await story.touch(two, "in", "2026-03-10 12:00")
    await story.touch(two, "out", "2026-03-10 13:00", author=BOHDAN)
    await story.touch(two, "in", "2026-03-10 14:00")
    await story.deal(two, ("2026-03-11 10:00", "open", 7_00, ANNA), ("2026-04-09 13:00", "won", 7_00, ANNA))
    # Bohdan's, half an hour before the end of the month; nobody answered.
    three = await story.client("2026-03-31 23:30", ("2026-03-31 23:30", BOHDAN.id))
    await story.touch(three, "in", "2026-03-31 23:30")
    await story.deal(
        three,
        ("2026-03-31 23:40", "open", 5_00, BOHDAN),
        ("2026-03-31 23:50", "lost", 5_00, BOHDAN),
    )
    # Spam counts nowhere, its deal neither.
    spam = await story.client("2026-03-05 12:00", ("2026-03-05 12:00", ANNA.id), excluded="spam")
    await story.deal(spam, ("2026-03-06 12:00", "won", 999_00, ANNA))
    # A double that Bohdan had first was merged into Anna's: one lead, at the earliest, Bohdan's. A call that he took.
    four = await story.client("2026-03-20 09:00", ("2026-03-21 09:00", ANNA.id))
    await story.client(
        "2026-03-20 09:00", ("2026-03-20 09:00", BOHDAN.id), excluded="merged", merged_into=four
    )
    await story.touch(four, "in", "2026-03-20 09:00", author=BOHDAN, kind="call", seconds=60)
    await story.deal(four, ("2026-03-22 12:00", "won", 50_00, ANNA), currency="USD")
    # Nobody's to this day.
    await story.client("2026-03-07 12:00", ("2026-03-07 12:00", NOBODY))
    await story.settle()


def total(rows: Rows, *names: str) -> tuple[int, ...]:
    """Sums of columns."""
    return tuple(sum(int(str(row[name])) for row in rows) for name in names)


LEADS = ("leads", "converted", "unripe", "answered", "answered_in_time", "answer_due")


async def test_leads_belong_to_their_first_owner_on_the_day_they_came(base: Base) -> None:
    annas = await figures(base, ANNA, "lead_figures", ANNA, *MARCH)
    assert {(row["day"], row["leads"]) for row in annas} == {(date(2026, 3, 1), 1), (date(2026, 3, 10), 1)}
    #                            leads, converted, unripe, answered, in time, due
    assert total(annas, *LEADS) == (2, 1, 0, 2, 1, 2)
    bohdans = await figures(base, BOHDAN, "lead_figures", BOHDAN, *MARCH)
    assert {row["day"] for row in bohdans} == {date(2026, 3, 20), date(2026, 3, 31)}
    assert total(bohdans, *LEADS) == (2, 1, 0, 1, 1, 2)


async def test_closings_belong_to_the_owner_at_the_event(base: Base) -> None:
    annas = await figures(base, ANNA, "sales_figures", ANNA, *MARCH)
    # 100.00 won on the 30th, 10.00 more on the 31st; the dollars are a deal, but no hryvnias.
    assert total(annas, "won", "lost", "sales_minor") == (2, 0, 110_00)
    by_day = {row["day"]: (row["won"], row["sales_minor"]) for row in annas}
    assert by_day == {
        date(2026, 3, 22): (1, 0),
        date(2026, 3, 30): (1, 100_00),
        date(2026, 3, 31): (0, 10_00),
    }
    assert total(await figures(base, BOHDAN, "sales_figures", BOHDAN, *MARCH), "won", "lost", "sales_minor") == (
        0, 1, 0,
    )  # fmt: skip
    april = ("2026-04-01", "2026-05-01")
    assert total(await figures(base, ANNA, "sales_figures", ANNA, *april), "won", "sales_minor") == (1, 7_00)
    assert total(await figures(base, BOHDAN, "sales_figures", BOHDAN, *april), "won", "sales_minor") == (
        1, 120_00,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "columns"), [("lead_figures", LEADS), ("sales_figures", ("won", "lost", "sales_minor"))]
)
async def test_managers_add_up_to_the_company_and_days_to_the_period(
    base: Base, name: str, columns: tuple[str, ...]
) -> None:
    company = await figures(base, ADMIN, name, None, *MARCH)
    nobodys = [row for row in company if row["manager_id"] is None]
    people = [row for person in (ANNA, BOHDAN) for row in await figures(base, ADMIN, name, person, *MARCH)]
    assert total(company, *columns) == total([*people, *nobodys], *columns)
    days = [f"2026-03-{day:02}" for day in range(1, 32)] + ["2026-04-01"]
    daily = [
        row for first, last in pairwise(days) for row in await figures(base, ADMIN, name, None, first, last)
    ]
    assert total(daily, *columns) == total(company, *columns)


async def test_nobody_counts_a_colleague(base: Base) -> None:
    for name in ("lead_figures", "sales_figures", "presence"):
        with pytest.raises(asyncpg.PostgresError, match="member_not_found"):
            await figures(base, ANNA, name, BOHDAN, *MARCH)
        with pytest.raises(asyncpg.PostgresError, match="admin_only"):
            await figures(base, ANNA, name, None, *MARCH)


async def test_who_wrote_last_and_has_no_answer_waits(base: Base) -> None:
    waiting = await base.rows(
        "select (waiting_since at time zone 'Europe/Kyiv')::text from public.clients where waiting_since is not null order by 1"
    )
    assert [row[0] for row in waiting] == ["2026-03-10 14:00:00", "2026-03-31 23:30:00"]


async def test_a_share_of_nothing_is_nothing(base: Base) -> None:
    assert await base.value("select app.share(0, 0)") is None
    assert str(await base.value("select app.share(1, 3)")) == "0.3333"
