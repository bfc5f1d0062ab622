"""Functions that see past the policies ask whose, and who may call them."""

from uuid import UUID

import pytest

from tests.db.probes import acting
from tests.db.world import World
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE

# Definer functions that choose ids or count: {owner} whose, {deals} and {tasks} among which, by anybody's ids.
CHOOSERS = (
    "select t.deals from app.column_totals('{stage}', 'open', {owner}, null, now(), {deals}, 'UAH') t",
    "select count(*) from app.column_page('{stage}', 'open', {owner}, null, now(), {deals}, null, null, null, 9)",
    "select count(*) from app.listed_deals({owner}, null, null, false, null, null, null, null, 9)",
    "select count(*) from app.listed_deals({owner}, '{stage}', null, false, null, null, null, null, 9)",
    "select count(*) from app.open_tasks({owner}, {tasks}, null, null, true, null, null, null, 9)",
    "select app.count_open_tasks({owner}, {tasks}, '-infinity', 'infinity', true)",
    "select count(*) from app.completed_tasks({owner}, {tasks}, null, null, 9)",
)


@pytest.mark.parametrize("chooser", CHOOSERS)
@pytest.mark.parametrize("among_all", [False, True], ids=["plain", "among"])
@pytest.mark.parametrize(
    ("person", "owner", "expected"),
    [
        (ANNA.id, None, 1),
        (ANNA.id, ANNA.id, 1),
        (ANNA.id, BOHDAN.id, 0),
        (GONE.id, None, 0),
        (GONE.id, GONE.id, 0),
        (GONE.id, "00000000-0000-0000-0000-000000000000", 0),
        (UUID(int=7), None, 0),
        (ADMIN.id, None, 3),
        (ADMIN.id, BOHDAN.id, 1),
    ],
)
async def test_what_chooses_past_the_policies_asks_whose(
    base: Base, world: World, chooser: str, among_all: bool, person: UUID, owner: object, expected: int
) -> None:
    among = {"deals": "null", "tasks": "null"}
    if among_all:
        for table in among:
            ids = await base.value(f"select array_agg(id) from public.{table}")
            among[table] = f"'{{{','.join(map(str, ids))}}}'::uuid[]"
    asked = chooser.format(stage=world.stage, owner=f"'{owner}'" if owner else "null", **among)
    async with acting(base, person) as actor:
        rows = await actor.rows(asked)
    assert [row[0] for row in rows] == [expected], asked  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "call",
    [
        "app.assign_clients(array['{client}']::uuid[], '{anna}')",
        "app.erase_client('{client}')",
        "app.deactivate_member('{bohdan}')",
        "app.reactivate_member('{bohdan}')",
        "app.invite_member('x@y.example', 'x', 'manager', null, null, 'ru')",
        "app.update_member('{bohdan}', '{{}}', 1)",
        "app.store_credential('{source}', 'x', '', '')",
        "app.set_up('x', 'UTC', 'UAH', 'UA', 'ru', 'x')",
        "app.source_events()",
        "app.send_test_event('{source}', '{{}}')",
        "app.settle_event('{client}', true)",
    ],
)
@pytest.mark.parametrize("person", [ANNA, GONE], ids=["anna", "gone"])
async def test_what_only_an_admin_may_call(base: Base, world: World, call: str, person: object) -> None:
    filled = call.format(client=world.clients[BOHDAN.id], anna=ANNA.id, bohdan=BOHDAN.id, source=world.source)
    async with acting(base, person.id) as actor:  # type: ignore[attr-defined]
        assert await actor.rows(f"select {filled}") == "SM403"
