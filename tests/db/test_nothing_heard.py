"""What a colleague has and does changes nothing in what a manager can read: not a row, not a count, not a position.

Everything that users may call or read is asked as Anna (and as somebody who has left) before and after Bohdan gets more work.
"""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.db.matrix import FUNCTIONS, TABLES, USERS, VIEWS
from tests.db.probes import acting
from tests.db.world import World, build
from tests.support.cluster import Templates
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE, Person

# One or more calls of every function that users may execute, with a colleague's ids wherever one can be named.
CALLS: dict[str, tuple[str, ...]] = {
    "fail": (),  # raises what it is told
    "unassigned": ("unassigned()",),
    "day_of": ("day_of('2026-01-05 10:00Z')",),
    "day_bounds": ("day_bounds('2026-01-05')",),
    "visible_owners": ("visible_owners()",),
    "is_admin": ("is_admin()",),
    "active_uid": ("active_uid()",),
    "require_active": ("require_active()",),
    "require_admin": ("require_admin()",),
    "directory": ("directory()",),
    "needs_setup": ("needs_setup()",),
    "set_up": ("set_up('x', 'UTC', 'UAH', 'UA', 'ru', 'x')",),
    "invite_member": ("invite_member('x@y.example', 'x', 'manager', null, null, 'ru')",),
    "update_member": ("update_member('{bohdan}', '{{}}', 1)",),
    "deactivate_member": ("deactivate_member('{bohdan}')",),
    "reactivate_member": ("reactivate_member('{bohdan}')",),
    "store_credential": ("store_credential('{source}', 'x', '', '')",),
    "search_clients": ("search_clients('Богдан', 50)", "search_clients('380501112233', 50)"),
    "find_clients": (
        "find_clients(null, null, array['{bohdan}']::uuid[], null, null, null, null, false, null, null, true, 50)",
        "find_clients('а', null, null, array['{source}']::uuid[], null, null, null, false, null, null, true, 50)",
        "find_clients(null, array['t'], null, null, array['lead'], null, null, false, null, null, false, 50)",
    ),
    "find_duplicate": ("find_duplicate('phone', '+380501112233', '{own_client}')",),
    "import_matches": (
        """import_matches('[{{"number": 1, "contacts": [{{"kind": "phone", "normalized": "+380501112233"}}]}}]')""",
    ),
    "start_import": ("start_import('{import}', '[]', '{{}}')",),
    "import_batch": ("import_batch('{import}', '[]', '[]', 'skip')",),
    "finish_import": ("finish_import('{import}')",),
    "undo_import": ("undo_import('{import}')",),
    "assign_clients": ("assign_clients(array['{client}']::uuid[], '{anna}')",),
    "merge_clients": ("merge_clients('{own_client}', '{client}')",),
    "export_client": ("export_client('{client}')",),
    "erase_client": ("erase_client('{client}')",),
    "client_history": ("client_history('{client}')",),
    "move_deal": (
        "move_deal('{deal}', '{stage}')",
        "move_deal('{own_deal}', '{stage}', '{deal}')",
    ),
    "archive_stage": ("archive_stage('{stage}')",),
    "search_deals": ("search_deals('Deal', 50)",),
    "search_tasks": ("search_tasks('xx', 50)", "search_tasks('task', 50)"),
    "beat": (),  # writes one's own session
    "live_events_since": ("live_events_since(0)",),
    "live_window": (),  # where a stream begins: event ids are the company's
    "source_events": ("source_events()",),
    "send_test_event": ("send_test_event('{source}', '{{}}')",),
    "settle_event": ("settle_event('{client}', true)",),
    "source_health": ("source_health()",),
    "asked_owner": ("asked_owner(null)",),
    "page_cursor": ("page_cursor('x', '[]')",),
    "task_windows": ("task_windows()",),
    "matching_deals": ("matching_deals('Deal', null, '-infinity')", "matching_deals(null, '{source}', '-infinity')"),
    "column_totals": (
        "column_totals('{stage}', 'open', '{bohdan}', '-infinity', null, 'UAH')",
        "column_totals('{stage}', 'open', null, '-infinity', null, 'UAH')",
        "column_totals('{stage}', 'open', null, '-infinity', array['{deal}']::uuid[], 'UAH')",
    ),
    "column_page": (
        "column_page('{stage}', 'open', '{bohdan}', '-infinity', null, null, null, null, 50)",
        "column_page('{stage}', 'open', null, '-infinity', array['{deal}']::uuid[], null, null, null, 50)",
    ),
    "board_column": (
        "board_column((select g from public.stages g where g.id = '{stage}'), '{bohdan}', '-infinity', null, null, null, null, 50)",
    ),
    "listed_deals": ("listed_deals('{bohdan}', null, null, false, null, null, null, null, 50)",),
    "completed_tasks": ("completed_tasks('{bohdan}', null, null, null, 50)",),
    "matching_tasks": ("matching_tasks('task', null, null)", "matching_tasks(null, '{client}', null)"),
    "open_tasks": ("open_tasks('{bohdan}', null, '-infinity', 'infinity', true, null, null, null, 50)",),
    "count_open_tasks": (
        "count_open_tasks('{bohdan}', null, '-infinity', 'infinity', true)",
        "count_open_tasks(null, null, '-infinity', 'infinity', true)",
    ),
    "task_page": ("task_page('{bohdan}', null, '-infinity', 'infinity', true, null, null, null, 50)",),
    "snooze_until": ("snooze_until('next_week')",),
    "next_step_at": ("next_step_at()",),
    "period": ("period('month')",),
    "company_zone": ("company_zone()",),
    "share": ("share(1, 2)",),
    "kpi": ("kpi('month', '{{}}')",),
    "lead_figures": ("lead_figures('{bohdan}', '2020-01-01', '2030-01-01')", "lead_figures(null, '2020-01-01', '2030-01-01')"),
    "sales_figures": ("sales_figures('{bohdan}', '2020-01-01', '2030-01-01')",),
    "presence": ("presence('{bohdan}', '2026-01-01', '2026-01-10')",),
    "shift_states": ("shift_states('{bohdan}')", "shift_states(null)"),
    "plan_of": ("plan_of('{bohdan}', '2026-01-05')",),
    "work_day": ("work_day('{bohdan}', '2026-01-05')",),
    "workload": ("workload()",),
    "folder_id": ("folder_id('{client}/x')",),
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(\+\d\d(:\d\d)?|Z)?")


@pytest.fixture(scope="module")
async def base(templates: Templates) -> AsyncIterator[Base]:
    async with templates.clone() as cloned:
        yield cloned


@pytest.fixture(scope="module")
async def world(base: Base) -> World:
    return await build(base)


def test_every_function_that_users_may_call_is_called() -> None:
    assert set(CALLS) == {name for name, roles in FUNCTIONS.items() if USERS in roles}


async def heard(base: Base, world: World, person: Person) -> dict[str, str]:
    """What every table, view and function answers him; moments blotted out, a function may answer with `now()`."""
    own = world.clients.get(person.id, world.clients[GONE.id])
    ids = {
        "anna": ANNA.id, "bohdan": BOHDAN.id, "source": world.source, "stage": world.stage, "own_client": own,
        "own_deal": world.deals[person.id], "client": world.clients[BOHDAN.id], "deal": world.deals[BOHDAN.id],
        "import": world.imports[BOHDAN.id],
    }  # fmt: skip
    asked = [
        f"select to_jsonb(x) from app.{call.format(**ids)} x order by 1"
        for calls in CALLS.values()
        for call in calls
    ]
    asked += [f"select to_jsonb(x) from {name} x order by 1" for name in (*TABLES, *VIEWS)]
    # What a new row of one's own is given by the database.
    asked.append(
        f"insert into public.deals (client_id, title) values ('{own}', 'y') returning position < 0, version, stage_id"
    )
    found: dict[str, str] = {}
    async with acting(base, person.id) as actor:
        for statement in asked:
            rows = await actor.rows(statement)
            found[statement] = (
                rows if isinstance(rows, str) else MOMENT.sub("", repr([tuple(row) for row in rows]))
            )
    return found


async def more_work(base: Base) -> None:
    """Bohdan gets two of everything that is counted, through the triggers."""
    for number in range(2):
        client: UUID = await base.value(
            "insert into public.clients (owner_id, name, tags) values ($1, 'Богдан ещё', '{t}') returning id",
            BOHDAN.id,
        )
        for statement in (
            "insert into public.deals (client_id, title) values ($1, 'Deal more')",
            "insert into public.tasks (client_id, title) values ($1, 'task more')",
            "insert into public.interactions (client_id, kind, direction, body) values ($1, 'call', 'in', 'x')",
        ):
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
        await base.run("insert into public.notifications (user_id, kind) values ($1, 'system')", BOHDAN.id)


async def test_a_colleagues_work_cannot_be_heard(base: Base, world: World) -> None:
    before = {person.id: await heard(base, world, person) for person in (ANNA, GONE)}
    await more_work(base)
    for person in (ANNA, GONE):
        after = await heard(base, world, person)
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
