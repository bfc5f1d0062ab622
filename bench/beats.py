"""Beats of working time: what one costs, how many a second the database takes from a thousand managers, and that a race loses none."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import asyncpg

from api.db.sql import load
from bench import pgbench, throughput
from bench.beside import Beside, timed
from bench.company import Company, Size
from bench.pgbench import Script
from bench.say import say
from bench.throughput import Throughput

sql = load(__file__, "beats.sql")
# Not 1,000: every five hundredth client has no owner, and would be always the same manager's.
CROWD = Size(100_000, 1001)
LIMIT_MS = 1.0
MINUTES = 1380  # of the shortest day
AS_API = (
    "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', {claims}, true), "
    "set_config('statement_timeout', '8000', true), set_config('lock_timeout', '3000', true)"
)
SCRIPT = """\\set slot random(0, {people} - 1)
select claims, parameters[1] as manager, parameters[2] as session, parameters[3] as client, parameters[4] as deal
from bench.slots where name = 'beat' and slot = :slot \\gset
"""


@dataclass
class Beats:
    """What was measured of one company."""

    size: Size
    cost: Beside = field(
        default_factory=lambda: Beside("a beat that sets a new minute and credits a deal", LIMIT_MS)
    )
    rate: float = 0.0
    plain_rate: float = 0.0
    raced: int = 0
    lost: int = 0
    throughput: list[Throughput] = field(default_factory=list)


def measure(company: Company, *, seconds: float, rounds: int = 3) -> Beats:
    """All of it; every manager beats once a turn."""
    found = Beats(company.size)
    people = asyncio.run(_one_by_one(company, found, rounds))
    for name, user, text in (
        ("beat", "smena_api", _script(people)),
        ("plain", "postgres", _plain_script(people)),
    ):
        script = Script(name, text)
        pgbench.run(company, script, seconds=1, user=user)
        rate = pgbench.run(company, script, seconds=seconds, user=user).rate
        setattr(found, "rate" if name == "beat" else "plain_rate", rate)
    found.throughput = throughput.measure(company, ["beat"], seconds=seconds, rounds=1)
    say(
        f"  a beat: {found.cost.usual:.2f} ms, {found.rate:.0f}/s; {found.lost} of {found.raced} lost in a race"
    )
    return found


async def _one_by_one(company: Company, found: Beats, rounds: int) -> int:
    connection, other = await asyncpg.connect(company.owner_url), await asyncpg.connect(company.owner_url)
    try:
        people = await connection.fetch(sql.people.text, company.size.managers)
        await connection.execute("delete from bench.slots where name = 'beat'")
        await connection.executemany(
            "insert into bench.slots (name, slot, claims, parameters) values ('beat', $1, $2, $3)",
            [(slot, _claims(row), [str(value) for value in row.values()]) for slot, row in enumerate(people)],
        )
        for turn in range(rounds + 1):  # the first one opens the day where that is to be done
            await connection.execute(sql.forget.text)
            await _turn(connection, people, found.cost if turn else Beside("warm"))
        await _race(connection, other, people[-1], found)
    finally:
        await connection.close()
        await other.close()
    return len(people)


async def _turn(connection: asyncpg.Connection, people: list[Any], cost: Beside) -> None:
    for row in people:
        async with connection.transaction():
            await connection.execute(AS_API.format(claims="$1"), _claims(row))
            await timed(connection, cost.ours, sql.beat, client=row["client"], deal=row["deal"])
        async with connection.transaction():
            await timed(connection, cost.plain, sql.plain, **row)


async def _race(one: asyncpg.Connection, other: asyncpg.Connection, row: Any, found: Beats) -> None:
    """Two connections set the even and the odd minutes of one manager's day, at once."""
    await one.execute(*_with(sql.clear, manager=row["manager"]))
    await asyncio.gather(
        *(_run(connection, row, range(first, MINUTES, 2)) for first, connection in enumerate((one, other)))
    )
    kept = await one.fetchrow(*_with(sql.raced, manager=row["manager"]))
    found.raced, found.lost = MINUTES, MINUTES - min(kept["minutes"], kept["focused"])


async def _run(connection: asyncpg.Connection, row: Any, minutes: range) -> None:
    for minute in minutes:
        state = await connection.fetchval(*_with(sql.race, **row, minute=minute))
        assert state == "working", state


def _with(query: Any, **values: Any) -> tuple[Any, ...]:
    return (query.text, *query.arguments(values))


def _claims(row: Any) -> str:
    return json.dumps(
        {"sub": str(row["manager"]), "session_id": str(row["session"]), "role": "authenticated"}
    )


def _script(people: int) -> str:
    """What the API sends, of whoever's turn it is."""
    lines = [
        SCRIPT.format(people=people) + "\\startpipeline",
        "begin;",
        f"{AS_API.format(claims=':claims')};",
    ]
    return "\n".join([*lines, "\\endpipeline", "select app.beat(:client::uuid, :deal::uuid);", "commit;", ""])


def _plain_script(people: int) -> str:
    return SCRIPT.format(people=people) + _named(sql.plain) + ";\n"


def _named(query: Any) -> str:
    """Back from the driver's numbers to names, which are pgbench's, too."""
    text: str = query.text
    for number, name in enumerate(query.parameters, start=1):
        text = text.replace(f"${number}", f":{name}")
    return text


HEAD = ["what", "measured", "plain SQL", "target", "met"]


def rows(found: Beats) -> Iterator[list[str]]:
    """For the table of the report."""
    cost = found.cost
    worst = sorted(cost.ours.clock)[len(cost.ours.clock) * 99 // 100]
    yield [
        f"{cost.title}, one statement", f"{cost.usual:.2f} ms ({cost.work:.2f} of CPU), 99 of 100 under {worst:.2f}",
        f"{median(cost.plain.clock):.2f} ms ({median(cost.plain.cpu):.2f} of CPU); ratio {cost.ratio:.1f} by CPU",
        f"{LIMIT_MS:.0f} ms", cost.verdict,
    ]  # fmt: skip
    yield [
        f"beats a second, 16 connections, {found.size.managers:,} managers", f"{found.rate:,.0f}",
        f"{found.plain_rate:,.0f}; ratio {found.rate / max(found.plain_rate, 0.01):.2f}",
        f"{found.size.managers / 60:.0f}: each once a minute", "yes" if found.rate > found.size.managers / 60 else "**no**",
    ]  # fmt: skip
    yield [
        "minutes lost by two connections racing",
        f"{found.lost} of {found.raced}",
        "-",
        "0",
        "**no**" if found.lost else "yes",
    ]
