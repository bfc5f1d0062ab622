"""What a colleague has and does changes nothing in what a manager can read: not a row, not a count, not a position.

Everything that users may call or read is asked as Anna (and as somebody who has left) before and after Bohdan gets more work.
"""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.db.calls import CALLS, REFUSED
from tests.db.matrix import FUNCTIONS, TABLES, USERS, VIEWS
from tests.db.probes import acting
from tests.db.world import World, build
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE, Person

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(\+\d\d(:\d\d)?|Z)?")


@pytest.fixture(scope="module")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        yield cloned


@pytest.fixture(scope="module")
async def world(base: Base) -> World:
    """Everybody but Bohdan has gone home: an open session grows by itself."""
    made = await build(base)
    for table in ("work_breaks", "work_sessions"):
        await base.run(
            f"update public.{table} set ended_at = started_at, ended_by = 'auto' where manager_id <> $1",
            BOHDAN.id,
        )
    return made


def test_every_function_that_users_may_call_is_called() -> None:
    assert set(CALLS) == {name for name, roles in FUNCTIONS.items() if USERS in roles}


async def theirs(base: Base, world: World, person: Person) -> dict[str, object]:
    """What the calls name: one's own, and Bohdan's."""
    correction, delivery, conversation, message, interaction, file = [
        await base.value(f"select id from {table} where {column} = $1 order by id limit 1", BOHDAN.id)
        for table, column in (
            ("public.time_corrections", "manager_id"),
            ("private.deliveries", "user_id"),
            ("public.conversations", "owner_id"),
            ("private.outbound_messages", "author_id"),
            ("public.interactions", "owner_id"),
            ("public.files", "owner_id"),
        )
    ]
    return {
        "anna": ANNA.id, "bohdan": BOHDAN.id, "source": world.source, "stage": world.stage, "won_stage": world.won_stage,
        "own_client": world.clients[person.id], "own_deal": world.deals[person.id],
        "client": world.clients[BOHDAN.id], "deal": world.deals[BOHDAN.id], "import": world.imports[BOHDAN.id],
        "correction": correction, "delivery": delivery, "conversation": conversation, "message": message,
        "interaction": interaction, "file": file,
    }  # fmt: skip


def is_refusal(answer: str) -> bool:
    """No right to it, or a sentence of ours. Any other error is a mistake of the call, and would prove nothing."""
    return answer == "42501" or answer.startswith("SM")


async def heard(base: Base, person: Person, ids: dict[str, object]) -> dict[str, str]:
    """What every table, view and function answers him; moments blotted out, a function may answer with `now()`."""
    asked = [
        f"select to_jsonb(x) from app.{call.format(**ids)} x order by 1"
        for calls in CALLS.values()
        for call in calls
    ]
    asked += [f"select to_jsonb(x) from {name} x order by 1" for name in (*TABLES, *VIEWS)]
    # What a new row of one's own is given by the database.
    asked.append(
        f"insert into public.deals (client_id, title) values ('{ids['own_client']}', 'y')"
        " returning position < 0, version, stage_id"
    )
    found: dict[str, str] = {}
    async with acting(base, person.id) as actor:
        for statement in asked:
            rows = await actor.rows(statement)
            assert not isinstance(rows, str) or is_refusal(rows), f"{rows}: {statement}"
            found[statement] = (
                rows if isinstance(rows, str) else MOMENT.sub("", repr([tuple(row) for row in rows]))
            )
    return found


async def test_every_function_answers_or_is_an_admins(base: Base, world: World) -> None:
    """What refuses her whatever she asks proves nothing of what it would tell."""
    answers = await heard(base, ANNA, await theirs(base, world, ANNA))
    refused = {
        name
        for name, calls in CALLS.items()
        if calls
        and all(
            is_refusal(answer)
            for what, answer in answers.items()
            if what.startswith(f"select to_jsonb(x) from app.{name}(")
        )
    }
    assert sorted(refused) == sorted(REFUSED)


MORE_OF_A_CLIENT = (
    "insert into public.deals (client_id, title, amount_minor) values ($1, 'Deal more', 500)",
    "insert into public.tasks (client_id, title, due_at) values ($1, 'task more', now() - interval '1 hour')",
    "insert into public.tasks (client_id, title, status) values ($1, 'task more', 'completed')",
    "insert into public.interactions (client_id, kind, direction, body) values ($1, 'call', 'in', 'x')",
)
MORE_OF_HIS = (
    "insert into public.notifications (user_id, kind) values ($1, 'lead_new')",
    "insert into private.deliveries (user_id, channel, kind, occasion, status) values ($1, 'email', 'test', '{n}', 'dead')",
    "insert into public.targets (manager_id, month, metric, goal) values ($1, '2026-0{n}-01', 'sales', 10)",
    "insert into public.kpi_daily (day, manager_id, leads, deals_won, sales) values ('2026-01-0{n}', $1, 9, 9, 9)",
    "insert into public.kpi_daily_sources (day, manager_id, leads) values ('2026-01-0{n}', $1, 9)",
    "insert into public.work_schedule (manager_id, day, started_at) values ($1, '2026-01-0{n}', '2026-01-0{n} 07:00Z')",
    """insert into public.work_sessions (manager_id, day, started_at, last_beat_at, ended_at, ended_by)
    values ($1, '2026-01-0{n}', '2026-01-0{n} 07:00Z', '2026-01-0{n} 09:00Z', '2026-01-0{n} 09:00Z', 'auto')""",
    """insert into public.work_breaks (manager_id, day, started_at, ended_at, ended_by)
    values ($1, '2026-01-0{n}', '2026-01-0{n} 08:00Z', '2026-01-0{n} 08:30Z', 'manager')""",
    """insert into public.time_corrections (manager_id, day, asked_by, kind, reason, status, decided_by, decided_at, proposed_start, proposed_end)
    values ($1, '2026-01-0{n}', $1, 'worked_away', 'x', 'accepted', $1, now(), '2026-01-0{n} 10:00Z', '2026-01-0{n} 11:00Z')""",
    "insert into public.schedule_exceptions (manager_id, day, kind) values ($1, '2026-02-0{n}', 'sick')",
    "insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from) values ($1, {n}, '09:00', '18:00', '2026-03-01')",
)


async def more_work(base: Base) -> None:
    """Bohdan gets two of everything that is counted, through the triggers."""
    for number in (2, 3):
        client: UUID = await base.value(
            "insert into public.clients (owner_id, name, tags) values ($1, 'Богдан ещё', '{t}') returning id",
            BOHDAN.id,
        )
        for statement in MORE_OF_A_CLIENT:
            await base.run(statement, client)
        await base.run(
            "insert into public.client_contacts (client_id, kind, value, normalized) values ($1, 'phone', 'x', $2)",
            client,
            f"+38050111224{number}",
        )
        await base.run(
            "insert into public.segments (owner_id, name, filters) values ($1, $2, '{}')",
            BOHDAN.id,
            str(number),
        )
        for statement in MORE_OF_HIS:
            await base.run(statement.replace("{n}", str(number)), BOHDAN.id)
        await work_himself(base, client)


async def work_himself(base: Base, client: UUID) -> None:
    """He is at work: a minute for the client, a deal won, a break."""
    deal = await base.value("select id from public.deals where client_id = $1", client)
    won = await base.value("select id from public.stages where key = 'won'")
    async with base.as_user(BOHDAN.id) as bohdan:
        await bohdan.execute("select app.end_break()")
        assert await bohdan.fetchval("select app.beat($1, $2)", client, deal) == "working"
        await bohdan.execute("select app.move_deal($1, $2)", deal, won)
        assert await bohdan.fetchval("select app.start_break()") == "break"
    today = "select count(*) from public.focus_minutes where manager_id = $1 and day = app.day_of(now())"
    assert await base.value(today, BOHDAN.id) > 0


async def test_a_colleagues_work_cannot_be_heard(base: Base, world: World) -> None:
    ids = {person.id: await theirs(base, world, person) for person in (ANNA, GONE)}
    before = {person.id: await heard(base, person, ids[person.id]) for person in (ANNA, GONE)}
    await more_work(base)
    for person in (ANNA, GONE):
        after = await heard(base, person, ids[person.id])
        assert {
            what: (before[person.id][what], after[what])
            for what in after
            if after[what] != before[person.id][what]
        } == {}
        secrets = [str(table[BOHDAN.id]) for table in (world.clients, world.deals, world.imports)]
        told = [what for what, answer in after.items() if any(f"{secret}" in answer for secret in secrets)]
        assert [what for what in told if "folder_id" not in what] == []


async def test_positions_come_from_the_clock_and_ones_own_deals(base: Base, world: World) -> None:
    """A position that counted a colleague's deals would tell how many he has."""
    async with base.as_user(ANNA.id) as anna:
        new = "insert into public.deals (client_id, title) values ($1, 'y') returning id, position"
        first = await anna.fetchrow(new, world.clients[ANNA.id])
        second = await anna.fetchrow(new, world.clients[ANNA.id])
        assert second["position"] < first["position"] < -(10**18), "a new deal lies on top"
        placed = "select position from app.move_deal($1, $2, $3)"
        last = await anna.fetchval(placed, first["id"], world.stage, None)
        assert last > 10**18
        between = await anna.fetchval(placed, second["id"], world.stage, first["id"])
        mine = await anna.fetchval(
            "select max(position) from public.deals where stage_id = $1 and position < $2",
            world.stage,
            between,
        )
        assert mine < between < last
    others = "select array_agg(position order by id) from public.deals where owner_id <> $1"
    before = await base.value(others, ANNA.id)
    # Until the gap between two of hers is used up and hers are renumbered.
    async with base.as_user(ANNA.id) as anna:
        for _ in range(40):
            await anna.fetchval(placed, second["id"], world.stage, first["id"])
            await anna.fetchval(placed, world.deals[ANNA.id], world.stage, second["id"])
            await anna.fetchval(placed, second["id"], world.stage, world.deals[ANNA.id])
        order = await anna.fetch(
            "select id from public.deals where stage_id = $1 order by position", world.stage
        )
    assert [row["id"] for row in order][-3:] == [second["id"], world.deals[ANNA.id], first["id"]]
    assert await base.value(others, ANNA.id) == before, "a colleague's deals stay where they are"
