"""Two records of one person: joined, taken apart again as they were, by machines only where nothing speaks against it."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from channels.base import Contact
from channels.contacts import is_strong, match_key
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN

# What hangs on clients, without stamps and what follows from the rest.
TABLES = {
    "public.clients": "version updated_at search first_owned_at",
    "public.client_contacts": "version updated_at",
    "public.interactions": "",
    "public.deals": "version updated_at search",
    "public.tasks": "version updated_at search",
    "public.files": "",
    "public.client_identities": "last_seen_at",
    "public.conversations": "",
    "public.interaction_revisions": "",
    "private.outbound_messages": "",
    "public.focus_minutes": "updated_at",
}
FACTS = "lead handled touch repeat created closing sales done".split()


class Kept(Base):
    """Its owner stays connected: these tests write much."""

    owner: asyncpg.Connection

    async def rows(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        found: list[asyncpg.Record] = await self.owner.fetch(sql, *arguments)
        return found

    async def value(self, sql: str, *arguments: Any) -> Any:
        return await self.owner.fetchval(sql, *arguments)

    async def run(self, sql: str, *arguments: Any) -> None:
        await self.owner.execute(sql, *arguments)


@pytest.fixture
async def base(db: Base) -> AsyncIterator[Base]:
    kept = Kept(db.cluster, db.name)
    async with kept.connected() as kept.owner:
        yield kept


async def state(base: Base) -> dict[str, list[str]]:
    """Every row, and every counted fact."""
    held = {}
    for table, noise in TABLES.items():
        rows = await base.rows(
            # (Whoever merges, works: the admin's own minutes grow.)
            f"select (to_jsonb(x) - $1::text[])::text as row from {table} x"
            " where to_jsonb(x) ->> 'manager_id' is distinct from $2",
            noise.split(),
            str(ADMIN.id),
        )
        held[table] = sorted(row["row"] for row in rows)
    for facts in FACTS:
        rows = await base.rows(f"select to_jsonb(f)::text as row from app.{facts}_facts f")
        held[facts] = sorted(row["row"] for row in rows)
    return held


async def record(base: Base, owner: UUID, dice: random.Random, phone: str | None = None) -> UUID:
    """A client with some of everything, as chance has it."""
    client: UUID = await base.value(
        """insert into public.clients (owner_id, name, company, city, note, tags, source_id, received_at, created_at)
        select $1, $2, $3, $4, $5, $6, (select id from public.lead_sources where channel = 'site'), now() - make_interval(days => $7), now() - make_interval(days => $7)
        returning id""",
        owner,
        f"Имя {dice.random()}",
        dice.choice([None, "Ромашка", "Василёк"]),
        dice.choice([None, "Киев"]),
        dice.choice([None, "заметка"]),
        sorted(dice.sample(["a", "b", "c", "d"], dice.randrange(4))),
        dice.randrange(1, 60),
    )
    if phone or dice.random() < 0.5:
        await contact(base, client, phone or f"+38067{dice.randrange(10**7):07}")
    for statement, likely in (
        ("insert into public.interactions (client_id, kind, direction, body, occurred_at) values ($1, 'form', 'in', 'x', now() - interval '1 hour')", 0.7),
        ("insert into public.interactions (client_id, kind, direction, body, author_id) select c.id, 'message', 'out', 'y', c.owner_id from public.clients c where c.id = $1", 0.4),
        ("insert into public.deals (client_id, title, amount_minor) values ($1, 'D', 100)", 0.6),
        ("insert into public.tasks (client_id, title) values ($1, 'T')", 0.6),
        ("insert into public.tasks (deal_id, title) select d.id, 'DT' from public.deals d where d.client_id = $1", 0.5),
        ("update public.deals set stage_id = (select id from public.stages where key = 'won') where client_id = $1", 0.4),
        ("insert into public.files (client_id, path, name, size_bytes, mime_type) values ($1, $1::uuid || '/x', 'x', 1, 'text/plain')", 0.3),
        ("insert into public.client_identities (client_id, owner_id, kind, external_id) values ($1, $1, 'telegram', $1::uuid::text)", 0.6),
        ("""insert into public.focus_minutes (manager_id, day, starts_at, client_id, minutes)
        select c.owner_id, current_date, current_date, c.id, set_bit(repeat('0', 1500)::bit(1500), 540, 1) from public.clients c where c.id = $1""", 0.7),
    ):  # fmt: skip
        if dice.random() < likely:
            await base.run(statement, client)
    if dice.random() < 0.6:
        await thread(base, client, str(client))
    return client


async def contact(base: Base, client: UUID, phone: str, *, verified: bool = False) -> None:
    await base.run(
        """insert into public.client_contacts (client_id, kind, value, normalized, is_primary, verified_at)
        values ($1, 'phone', $2, $2, true, case when $3 then now() end)""",
        client,
        phone,
        verified,
    )


async def thread(base: Base, client: UUID, address: str) -> UUID:
    """A conversation with one message in it."""
    made: UUID = await base.value(
        """insert into public.conversations (client_id, owner_id, source_id, kind, thread_key, address)
        select $1, $1, s.id, 'direct', $2, $3 from public.lead_sources s where s.channel = 'site' returning id""",
        client,
        uuid4().hex,
        address,
    )
    await base.run(
        """insert into public.interactions (client_id, kind, direction, conversation_id, body)
        values ($1, 'message', 'in', $2, 'привет')""",
        client,
        made,
    )
    return made


async def as_admin(base: Base, sql: str, *arguments: Any) -> Any:
    async with base.as_user(ADMIN.id) as admin:
        return await admin.fetchval(sql, *arguments)


async def merge(base: Base, winner: UUID, loser: UUID, fields: list[str] | None = None) -> UUID:
    await as_admin(base, "select (app.merge_clients($1, $2, $3)).id", winner, loser, fields or [])
    made: UUID = await base.value(
        "select id from public.client_merges where client_id = $1 and loser_id = $2 and undone_at is null",
        winner,
        loser,
    )
    return made


@pytest.mark.parametrize("seed", range(6))
async def test_taken_apart_everything_is_as_it_was(base: Base, seed: int) -> None:
    dice = random.Random(seed)
    phone = f"+38050{dice.randrange(10**7):07}"
    owners = [ANNA.id, BOHDAN.id if seed % 2 else ANNA.id, ANNA.id]
    people = [await record(base, owner, dice, phone if dice.random() < 0.6 else None) for owner in owners]
    before = await state(base)
    merges = [await merge(base, people[0], people[1], ["name", "city"][: dice.randrange(3)])]
    if dice.random() < 0.5:
        merges.append(await merge(base, people[0], people[2]))
    else:
        merges.append(await merge(base, people[2], people[0]))
    between = await state(base)
    assert len(between["lead"]) == len(before["lead"]) - 2
    for facts in ("touch", "closing", "sales", "done"):
        assert len(between[facts]) == len(before[facts])
    with pytest.raises(asyncpg.PostgresError, match="merge_not_last"):
        await as_admin(base, "select app.unmerge_preview($1)", merges[0])
    for one in reversed(merges):
        await as_admin(base, "select (app.unmerge_clients($1)).id", one)
    after = await state(base)
    for name, rows in before.items():
        assert set(rows) ^ set(after[name]) == set(), name
    with pytest.raises(asyncpg.PostgresError, match="merge_undone"):
        await as_admin(base, "select app.unmerge_clients($1)", merges[0])


async def test_what_came_since_stays_unless_its_thread_returns(base: Base) -> None:
    dice = random.Random(99)
    one, two = [await record(base, owner, dice) for owner in (ANNA.id, BOHDAN.id)]
    await base.run("delete from public.client_identities where client_id = $1", two)
    await base.run(
        "insert into public.client_identities (client_id, owner_id, kind, external_id) values ($1, $1, 'viber', 'v-two')",
        two,
    )
    old = await thread(base, two, "v-two")
    deal = await base.value(
        "insert into public.deals (client_id, title) values ($1, 'Его') returning id", two
    )
    made = await merge(base, one, two)
    # A message in his old thread, a thread that his id begins, a task of his deal: his. A note: the survivor's.
    await base.run(
        "insert into public.interactions (client_id, kind, direction, conversation_id, body) values ($1, 'message', 'in', $2, 'его')",
        two,  # (a late arrival for the double goes to whom he became)
        old,
    )
    await thread(base, one, "v-two")
    await base.run("insert into public.tasks (deal_id, title) values ($1, 'его')", deal)
    await base.run(
        "insert into public.interactions (client_id, kind, direction, body) values ($1, 'note', 'internal', 'общее')",
        one,
    )
    await base.run("update public.clients set name = 'Правили', tags = tags || '{new}' where id = $1", one)
    assert await base.value("select count(*) from public.interactions where client_id = $1", two) == 0
    async with base.as_user(ANNA.id) as anna:
        with pytest.raises(asyncpg.PostgresError, match="admin_only"):
            await anna.execute("select app.unmerge_clients($1)", made)
    async with base.as_user(BOHDAN.id) as bohdan:
        assert await bohdan.fetchval("select count(*) from public.client_merges") == 0
        with pytest.raises(asyncpg.PostgresError, match="merge_not_found"):
            await bohdan.execute("select app.unmerge_clients($1)", made)
    preview = json.loads(await as_admin(base, "select app.unmerge_preview($1)::text", made))
    assert preview["stays"] == {"interactions": 1, "deals": 0, "tasks": 0}
    assert preview["returns"]["conversations"] >= 2
    await as_admin(base, "select app.unmerge_clients($1)", made)
    bodies = {
        row[0] for row in await base.rows("select body from public.interactions where client_id = $1", one)
    }
    assert "общее" in bodies and "его" not in bodies
    assert await base.value("select owner_id from public.clients where id = $1", two) == BOHDAN.id
    assert (
        await base.value("select count(*) from public.tasks where client_id = $1 and title = 'его'", two) == 1
    )
    assert await base.value(
        "select name = 'Правили' and 'new' = any (tags) from public.clients where id = $1", one
    )
    told = {
        (row[0], row[1])
        for row in await base.rows(
            "select user_id, kind from public.notifications where client_id in ($1, $2)", one, two
        )
    }
    assert {
        (ANNA.id, "client_merged"),
        (BOHDAN.id, "client_merged_away"),
        (BOHDAN.id, "client_unmerged"),
    } <= told
    # No machine joins them again, and nobody is asked.
    await base.run("select app.join_clients($1, $2, true, 'identity', 'x')", one, two)
    assert (
        await base.value(
            "select count(*) from public.clients where merged_into is not null and id in ($1, $2)", one, two
        )
        == 0
    )
    assert (
        await base.value(
            "select count(*) from public.merge_suggestions where not dismissed and $1 in (client_id, other_id)",
            one,
        )
        == 0
    )


async def test_thirty_days_and_an_erasure_end_it(base: Base) -> None:
    dice = random.Random(7)
    one, two, three = [await record(base, ANNA.id, dice) for _ in range(3)]
    made = await merge(base, one, two)
    await base.run(
        "update public.client_merges set merged_at = now() - interval '31 days' where id = $1", made
    )
    with pytest.raises(asyncpg.PostgresError, match="merge_too_old"):
        await as_admin(base, "select app.unmerge_clients($1)", made)
    await base.run("select app.forget_merges()")
    newer = await merge(base, one, three)
    assert await base.value(
        "select array_agg(merge_id) from private.merge_memories where merge_id in ($1, $2)", made, newer
    ) == [newer]
    await as_admin(base, "select app.erase_client($1)", one)
    assert await base.value("select count(*) from private.merge_memories where merge_id = $1", newer) == 0


PERSON: dict[str, Any] = {"name": "", "username": "", "identities": [], "contacts": [], "verified": []}


def phone_of(number: str) -> dict[str, str]:
    return {"kind": "phone", "value": number, "normalized": number}


async def test_machines_join_only_what_nothing_speaks_against(base: Base) -> None:
    """WhatsApp: known by an id alone, then by a number that another record has."""
    dice = random.Random(5)

    async def known_by_id(owner: UUID, number: str, *verified: str) -> tuple[UUID, UUID]:
        by_id, by_phone = [await record(base, who, dice, None) for who in (owner, ANNA.id)]
        await base.run("delete from public.client_contacts where client_id in ($1, $2)", by_id, by_phone)
        await contact(base, by_phone, number, verified="phone" in verified)
        if "other" in verified:
            await contact(base, by_id, "+380631112233", verified=True)
        person = {**PERSON, "verified": [phone_of(number)]}
        await base.run("select app.keep_person($1, 'shop', $2::jsonb)", by_id, json.dumps(person))
        return by_id, by_phone

    async def outcome(pair: tuple[UUID, UUID]) -> tuple[int, list[str]]:
        joined = await base.value(
            "select count(*) from public.clients where id = any ($1) and merged_into = any ($1)", list(pair)
        )
        rows = await base.rows(
            "select reason from public.merge_suggestions where client_id = any ($1) and other_id = any ($1) and not dismissed",
            list(pair),
        )
        return joined, [row[0] for row in rows]

    assert await outcome(await known_by_id(ANNA.id, "+380671000001")) == (1, [])
    # A number that Anna typed must not bring her Bohdan's client; a vendor's word on both sides may.
    assert await outcome(await known_by_id(BOHDAN.id, "+380671000002")) == (0, ["contact"])
    assert await outcome(await known_by_id(BOHDAN.id, "+380671000003", "phone")) == (1, [])
    # Two vouched numbers on the one side, of which the other has one: no conflict. None in common: a person decides.
    apart = [await record(base, ANNA.id, dice, None) for _ in range(2)]
    await base.run("delete from public.client_contacts where client_id = any ($1)", apart)
    for client, number in zip(apart, ("+380671000005", "+380671000006"), strict=True):
        await contact(base, client, number, verified=True)
    await base.run("select app.join_clients($1, $2, true, 'identity', 'viber')", *apart)
    assert await outcome((apart[0], apart[1])) == (0, ["conflict"])
    # Shared by three: it says nothing any more.
    for _ in range(3):
        await record(base, ANNA.id, dice, "+380671000007")
    stranger = await record(base, ANNA.id, dice, None)
    await base.run(
        "select app.keep_person($1, 'shop', $2::jsonb)",
        stranger,
        json.dumps(
            {
                **PERSON,
                "contacts": [
                    phone_of("+380671000007"),
                    {"kind": "email", "value": "info@x.ua", "normalized": "info@x.ua"},
                ],
            }
        ),
    )
    assert (
        await base.value(
            "select count(*) from public.merge_suggestions where $1 in (client_id, other_id)", stranger
        )
        == 0
    )


async def test_two_merges_and_a_late_message_at_once(base: Base) -> None:
    dice = random.Random(3)
    one, two = [await record(base, ANNA.id, dice) for _ in range(2)]

    async def attempt(sql: str, *arguments: Any) -> str:
        try:
            async with base.as_user(ANNA.id) as anna:
                await anna.execute(sql, *arguments)
        except asyncpg.PostgresError as error:
            return str(error.sqlstate)
        return "done"

    note = "insert into public.interactions (client_id, kind, direction, body) values ($1, 'note', 'internal', 'в ту же минуту')"
    outcomes = await asyncio.gather(
        attempt("select app.merge_clients($1, $2)", one, two),
        attempt("select app.merge_clients($2, $1)", one, two),
        *(attempt(note, two if n % 2 else one) for n in range(6)),
    )
    assert sorted(outcomes[:2]) == ["SM404", "done"] and set(outcomes[2:]) == {"done"}
    (living,) = await base.rows(
        "select id from public.clients where id in ($1, $2) and merged_into is null", one, two
    )
    rows = await base.rows(
        "select distinct client_id from public.interactions where client_id in ($1, $2)", one, two
    )
    assert [row[0] for row in rows] == [living["id"]]


async def test_the_database_weighs_contacts_as_the_adapters_do(base: Base) -> None:
    dice = random.Random(1)
    names = ["ivan", "i.van+x", "info", "sales+a", "Zakaz", "a.b.c", "noreply"]
    hosts = ["gmail.com", "googlemail.com", "ukr.net", "xgmail.com"]
    contacts = [
        Contact("email", address, address)
        for address in (f"{dice.choice(names)}@{dice.choice(hosts)}".lower() for _ in range(40))
    ]
    for prefix, length in (
        ("+521", 10),
        ("+52", 10),
        ("+549", 10),
        ("+55", 10),
        ("+55", 11),
        ("+38067", 7),
        ("+4477", 8),
    ):
        for _ in range(8):
            number = prefix + "".join(str(dice.randrange(10)) for _ in range(length))
            contacts += [Contact("phone", number, number), Contact("viber", f"{number};ext=12", number)]
    contacts += [Contact("telegram", "@olena", "olena"), Contact("website", "x.ua", "x.ua")]
    rows = await base.rows(
        "select app.match_key(c.kind, c.normalized) as key, app.proves(jsonb_build_object('kind', c.kind, 'value', c.value,"
        " 'normalized', c.normalized, 'strong', c.strong)) as proves from unnest($1::text[], $2::text[], $3::text[], $4::boolean[])"
        " c (kind, value, normalized, strong)",
        [c.kind for c in contacts], [c.value for c in contacts], [c.normalized for c in contacts], [is_strong(c) for c in contacts],
    )  # fmt: skip
    assert [row["key"] for row in rows] == [match_key(c.kind, c.normalized) for c in contacts]
    assert [row["proves"] for row in rows] == [is_strong(c) for c in contacts]
