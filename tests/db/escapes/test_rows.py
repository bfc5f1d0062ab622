"""Rows: hanging them on a colleague's, giving them away, probing for ids."""

from uuid import uuid4

import asyncpg
import pytest

from tests.db.probes import acting
from tests.db.world import World
from tests.support.database import Base
from tests.support.people import ANNA, BOHDAN, GONE


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            "public.client_contacts",
            "(client_id, kind, value, normalized) values ('{client}', 'phone', '1', '1')",
        ),
        (
            "public.interactions",
            "(client_id, kind, direction, body) values ('{client}', 'note', 'internal', 'x')",
        ),
        ("public.deals", "(client_id, title) values ('{client}', 'x')"),
        ("public.tasks", "(client_id, title) values ('{client}', 'x')"),
        ("public.tasks", "(deal_id, title) values ('{deal}', 'x')"),
        (
            "public.files",
            "(client_id, path, name, size_bytes, mime_type) values ('{client}', '{client}/z', 'z', 1, 'a/b')",
        ),
    ],
)
async def test_a_row_cannot_be_hung_on_a_colleagues_parent(
    base: Base, world: World, table: str, columns: str
) -> None:
    refusals = []
    for client, deal in ((world.clients[BOHDAN.id], world.deals[BOHDAN.id]), (uuid4(), uuid4())):
        with pytest.raises(asyncpg.InsufficientPrivilegeError) as refused:
            async with base.as_user(ANNA.id) as anna:
                await anna.execute(f"insert into {table} {columns.format(client=client, deal=deal)}")
        refusals.append((str(refused.value), refused.value.as_dict().get("detail")))
    assert refusals[0] == refusals[1], "an id in use is refused as one that nobody has"


async def test_a_task_cannot_be_moved_to_a_colleagues_client_or_deal(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        for change in (f"client_id = '{world.clients[BOHDAN.id]}'", f"deal_id = '{world.deals[BOHDAN.id]}'"):
            assert (
                await anna.touched(f"update public.tasks set {change} where owner_id = '{ANNA.id}'")
                == "42501"
            )


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0001-01-01 BC", "12026-01-01"])
async def test_a_date_that_breaks_calendars_is_not_kept(base: Base, world: World, moment: str) -> None:
    """An admin's lists hold every manager's rows: one such date in JSON would break his pages."""
    async with acting(base, ANNA.id) as anna:
        for table, column in (
            ("clients", "archived_at"),
            ("deals", "archived_at"),
            ("deals", "expected_close_on"),
            ("tasks", "due_at"),
            ("tasks", "remind_at"),
            ("tasks", "archived_at"),
            ("files", "archived_at"),
        ):
            came = await anna.touched(
                f"update public.{table} set {column} = '{moment}' where owner_id = '{ANNA.id}'"
            )
            assert came == "23514", (table, column)
        row = {
            "client_id": world.clients[ANNA.id],
            "kind": "note",
            "direction": "internal",
            "occurred_at": moment,
        }
        assert await anna.insert("public.interactions", row) == "23514"


async def test_an_interaction_cannot_name_a_colleagues_deal(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        came = await anna.insert(
            "public.interactions",
            {
                "client_id": world.clients[ANNA.id],
                "deal_id": world.deals[BOHDAN.id],
                "kind": "note",
                "direction": "internal",
            },
        )
        assert came == "42501"


@pytest.mark.parametrize("owner", [BOHDAN.id, GONE.id, "00000000-0000-0000-0000-000000000000"])
async def test_a_manager_gives_nothing_to_others_and_takes_nothing(
    base: Base, world: World, owner: object
) -> None:
    async with acting(base, ANNA.id) as anna:
        assert (
            await anna.touched(f"insert into public.clients (owner_id, name) values ('{owner}', 'x')")
            == "42501"
        )
        assert (
            await anna.touched(f"insert into public.tasks (owner_id, title) values ('{owner}', 'x')")
            == "42501"
        )
        assert await anna.touched(f"update public.clients set owner_id = '{owner}'") == "42501"


async def test_a_duplicate_tells_only_that_there_is_one(base: Base, world: World) -> None:
    async with acting(base, ANNA.id) as anna:
        rows = await anna.rows(
            "select * from app.find_duplicate('phone', '+380501112233', $1)", world.clients[ANNA.id]
        )
        assert [dict(row) for row in rows] == [{"client_id": None, "name": None, "elsewhere": True}]


async def test_ids_of_a_colleague_cannot_be_probed_by_writing(base: Base, world: World) -> None:
    """An id in use and one that is free are refused alike where the row is another's."""
    async with acting(base, ANNA.id) as anna:
        for client in (world.clients[BOHDAN.id], uuid4()):
            assert await anna.rows("select app.export_client($1)", client) == "SM404"
            assert (
                await anna.rows("select app.merge_clients($1, $2)", world.clients[ANNA.id], client) == "SM404"
            )
            assert await anna.rows("select app.move_deal($1, $2)", client, world.stage) == "SM404"
        for deal in (world.deals[BOHDAN.id], uuid4()):
            assert await anna.rows("select app.move_deal($1, $2)", deal, world.won_stage) == "SM404"
        assert (
            await anna.rows(
                "select app.move_deal($1, $2, $3)", world.deals[ANNA.id], world.stage, world.deals[BOHDAN.id]
            )
            == "SM409"
        )
