"""The numbers of docs/kpi.md and docs/kpi.ru.md are those that the database computes from their story."""

import json
import re
from datetime import date
from typing import Any

import pytest
from asyncpg import BitString

from api.settings import ROOT
from tests.db.history import History, at
from tests.kpi.counted import seen_by
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN

PAGES = ("kpi.md", "kpi.ru.md")
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)


async def write(story: History) -> None:
    """What the pages tell."""
    await story.begin()
    connection = story.connection
    await connection.execute(
        "insert into public.exchange_rates (currency, to_currency, rate, set_at) values ('USD', 'UAH', 41.5, '2026-01-01')"
    )
    adam = await story.client("2026-03-02 10:00", ("2026-03-02 10:00", ANNA.id))
    bella = await story.client("2026-03-05 09:00", ("2026-03-05 09:00", ANNA.id))
    clara = await story.client(
        "2026-03-28 20:00", ("2026-03-28 20:00", ANNA.id), ("2026-03-30 12:00", BOHDAN.id)
    )
    spam = await story.client("2026-03-10 12:00", ("2026-03-10 12:00", ANNA.id), excluded="spam")
    for client, asked, answered in ((adam, "02 10:00", "02 10:10"), (bella, "05 09:00", "05 09:40"), (clara, "28 20:00", None), (spam, "10 12:00", "10 12:01")):  # fmt: skip
        await story.touch(client, "in", f"2026-03-{asked}", kind="form")
        if answered:
            await story.touch(client, "out", f"2026-03-{answered}", author=ANNA)
    await story.touch(adam, "in", "2026-03-20 09:00", kind="form")
    first = await story.deal(
        adam, ("2026-03-02 11:00", "open", 1000_00, ANNA), ("2026-03-12 11:00", "won", 1000_00, ANNA)
    )
    await story.new_sum(first, "2026-03-20 10:00", 1000_00, 1100_00, ANNA)
    second = await story.deal(
        adam,
        ("2026-03-20 10:00", "open", 10_00, ANNA),
        ("2026-03-25 10:00", "won", 10_00, ANNA),
        currency="USD",
    )
    await story.deal(
        bella, ("2026-03-05 12:00", "open", 500_00, ANNA), ("2026-03-10 12:00", "lost", 500_00, ANNA)
    )
    slip = await story.deal(bella, ("2026-03-13 12:00", "open", 200_00, ANNA))
    for when, before, after in (("15:00", "open", "won"), ("15:02", "won", "open")):
        await connection.execute(
            """insert into public.deal_stage_events (deal_id, owner_id, credited_to, from_stage_id, to_stage_id, from_outcome, to_outcome,
              amount_minor, currency, actor_id, occurred_at) select $1, owner_id, owner_id, $2, $3, $4, $5, 20000, 'UAH', owner_id, $6
            from public.deals where id = $1""",
            slip, story.stages[before], story.stages[after], before, after, at(f"2026-03-14 {when}"),
        )  # fmt: skip
    await story.deal(spam, ("2026-03-10 13:00", "won", 900_00, ANNA))
    await connection.execute(
        "update public.deals set created_at = '2026-03-02 11:00 Europe/Kyiv' where id = $1", first
    )
    await connection.execute(
        "update public.deals set created_at = '2026-03-20 10:00 Europe/Kyiv' where id = $1", second
    )
    await connection.execute("update public.clients set created_at = received_at")
    await _tasks(story, adam)
    await _work(story, adam)
    await story.settle()


async def _tasks(story: History, client: object) -> None:
    for due, done in (("06 12:00", "06 11:00"), ("07 12:00", "08 12:00"), ("09 12:00", None)):
        await story.connection.execute(
            """insert into public.tasks (client_id, title, due_at, created_at, status, completed_at)
            values ($1, 'Задача', $2, '2026-03-05', case when $3::timestamptz is null then 'open' else 'completed' end, $3)""",
            client,
            at(f"2026-03-{due}"),
            at(f"2026-03-{done}") if done else None,
        )


async def _work(story: History, client: object) -> None:
    connection, day = story.connection, date(2026, 3, 2)
    await connection.execute(
        "insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from) values ($1, 1, '09:00', '18:00', '2026-01-01')",
        ANNA.id,
    )
    await connection.execute(
        "insert into public.work_sessions (manager_id, day, started_at, last_beat_at, ended_at, ended_by) values ($1, $2, $3, $4, $4, 'manager')",
        ANNA.id, day, at("2026-03-02 09:00"), at("2026-03-02 18:00"),
    )  # fmt: skip
    await connection.execute(
        "insert into public.work_breaks (manager_id, day, started_at, ended_at, ended_by) values ($1, $2, $3, $4, 'manager')",
        ANNA.id, day, at("2026-03-02 13:00"), at("2026-03-02 14:00"),
    )  # fmt: skip
    adam, seen = ({665 + n for n in range(10)}, {665 + n for n in range(10)} | {677})
    bits = [BitString("".join("1" if n in minutes else "0" for n in range(1500))) for minutes in (adam, seen)]
    await connection.execute(
        "insert into public.activity_days (manager_id, day, starts_at, minutes, focused) values ($1, $2, $3, $4, $5)",
        ANNA.id, day, at("2026-03-02 00:00"), bits[1], bits[0],
    )  # fmt: skip
    await connection.execute(
        "insert into public.focus_minutes (manager_id, day, starts_at, client_id, minutes) values ($1, $2, $3, $4, $5)",
        ANNA.id, day, at("2026-03-02 00:00"), client, bits[0],
    )  # fmt: skip


async def figures(base: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    """Anna's March."""
    async with seen_by(base) as admin:
        sums = await admin.fetchval(
            "select app.kpi_figures(s)::text from app.kpi_period_sums($1, '2026-03-01', '2026-04-01') s where s.manager_id = $1",
            ANNA.id,
        )
        times = await admin.fetch(
            "select * from app.kpi_times($1, '2026-03-01', '2026-04-01') where not is_team", ANNA.id
        )
    return json.loads(sums), {row["key"]: row for row in times}


async def test_the_numbers_of_the_pages(db: Base) -> None:
    async with db.connected() as connection, connection.transaction():
        await write(History(connection))
    sums, times = await figures(db)
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text("utf-8").split("\n## ")[-1]
        found = {key: [cell.strip() for cell in cells.split("|")] for key, cells in ROW.findall(text)}
        assert len(found) == 32
        for key, cells in found.items():
            if key in sums:
                figure = sums[key]
                told = [None if cell in ("", "—") else float(cell) for cell in cells]
                assert told == [figure["numerator"], figure["denominator"], figure["value"]], (page, key)
            else:
                row = times[key]
                assert [float(cell) for cell in cells] == [
                    row["median"],
                    row["p90"],
                    row["mean"],
                    row["sample"],
                ], (page, key)


@pytest.mark.parametrize("page", PAGES)
async def test_every_figure_is_on_the_page(db: Base, page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    for row in await db.rows("select key from app.kpi_metrics() union select key from app.kpi_ratios()"):
        assert f"`{row['key']}`" in text or row["key"] == "unripe"
