"""What the database does with a client by itself."""

from datetime import timedelta

import pytest

from tests.db.probes import acting
from tests.db.world import build
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN


@pytest.mark.parametrize("gone", ["merged_into = c.id", "erased_at = now()"])
async def test_what_was_merged_or_erased_cannot_be_brought_back(db: Base, gone: str) -> None:
    world = await build(db)
    await db.run(
        f"update public.clients c set archived_at = now(), {gone} where c.id = $1", world.clients[ANNA.id]
    )
    async with acting(db, ANNA.id) as anna:
        assert await anna.touched("update public.clients set archived_at = null") == "23514"


async def test_who_was_merged_into_a_double_follows_him(db: Base) -> None:
    """One merged into two, two into three: one is three's, so that handing over and erasing three takes one along."""
    one, two, three = [
        await db.value(
            "insert into public.clients (owner_id, name) values ($1, $2) returning id", ANNA.id, name
        )
        for name in ("one", "two", "three")
    ]
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", two, one)
        await anna.execute("select app.merge_clients($1, $2)", three, two)
    pointers = await db.rows("select id, merged_into from public.clients")
    assert {(row["id"], row["merged_into"]) for row in pointers} == {
        (one, three),
        (two, three),
        (three, None),
    }
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute("select app.assign_clients(array[$1::uuid], $2)", three, BOHDAN.id)
        await admin.execute("select app.erase_client($1)", three)
    assert await db.value("select array_agg(distinct (owner_id, name)::text) from public.clients") == [
        f"({BOHDAN.id},—)"
    ]


async def test_a_double_of_a_double_leaves_its_old_owner(db: Base) -> None:
    """Bohdan's two into one, that into Anna's: nothing of it is Bohdan's any more."""
    made = "insert into public.clients (owner_id, name) values ($1, 'x') returning id"
    one, two, three = [await db.value(made, person.id) for person in (BOHDAN, BOHDAN, ANNA)]
    async with db.as_user(ADMIN.id) as admin:
        await admin.execute("select app.merge_clients($1, $2)", two, one)
        await admin.execute("select app.merge_clients($1, $2)", three, two)
    async with acting(db, BOHDAN.id) as bohdan:
        assert await bohdan.rows("select id from public.clients") == []
    async with acting(db, ANNA.id) as anna:
        assert len(await anna.rows("select id from public.clients")) == 3


async def test_a_client_is_known_since_the_first_record_of_him(db: Base) -> None:
    made = "insert into public.clients (owner_id, name, created_at) values ($1, 'x', now() - $2::interval) returning id"
    late, early = [await db.value(made, ANNA.id, timedelta(hours=n)) for n in (1, 5)]
    async with db.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", late, early)
    since = "select now() - created_at > interval '4 hours' from public.clients where id = $1"
    assert await db.value(since, late)


async def test_long_notes_and_many_tags_do_not_stop_a_merge(db: Base) -> None:
    made = """insert into public.clients (owner_id, name, note, tags)
    select $1, 'x', repeat($2, 9000), array_agg($2 || g) from generate_series(1, 40) g returning id"""
    winner, loser = [await db.value(made, ANNA.id, letter) for letter in ("a", "b")]
    async with db.as_user(ANNA.id) as anna:
        row = await anna.fetchrow(
            "select length(m.note) as note, cardinality(m.tags) as tags from app.merge_clients($1, $2) m",
            winner,
            loser,
        )
    assert (row["note"], row["tags"]) == (10_000, 50)
    assert await db.value("select length(note) from public.clients where id = $1", loser) == 9000


async def test_a_name_in_a_notification_goes_with_its_client(db: Base) -> None:
    """Erasure finds the words of a notification by the client: also where one of two named clients moved."""
    world = await build(db)
    clients = [world.clients[ANNA.id], world.clients[BOHDAN.id]]
    async with db.as_user(ADMIN.id) as admin:
        assert await admin.fetchval("select app.assign_clients($1::uuid[], $2)", clients, BOHDAN.id) == 1
    told = await db.rows(
        "select params ->> 'name' as name, client_id from public.notifications where kind = 'client_assigned'"
    )
    assert [tuple(row) for row in told] == [(ANNA.full_name, world.clients[ANNA.id])]
