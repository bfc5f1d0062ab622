"""Who gets what comes in: people at work, in fair turns, and somebody else when nobody answers. Who it is, by every way in."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from api.db.pool import Database
from tests.support import people
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN
from tests.workers.conftest import Queue
from workers.ingest import Ingest
from workers.settings import WorkerSettings


async def rule(base: Base, name: str, **assignment: Any) -> None:
    """How all sources give their leads away; a fixed manager is Anna."""
    await base.run(
        "update public.lead_sources set assignment_rule = $1, settings = jsonb_build_object('assignment', $2::jsonb),"
        " fixed_manager_id = case when $1 = 'fixed' then $3::uuid end",
        name,
        json.dumps(assignment),
        ANNA.id,
    )


async def leaves(base: Base, user_id: UUID) -> None:
    """Nothing is heard of him any more."""
    await base.run(
        "update public.work_sessions set last_beat_at = now() - interval '1 hour' where manager_id = $1",
        user_id,
    )


async def owners(base: Base) -> dict[UUID, int]:
    rows = await base.rows("select owner_id, count(*) as n from public.clients group by 1")
    return {row["owner_id"]: row["n"] for row in rows}


async def told(base: Base, kind: str) -> list[UUID]:
    rows = await base.rows(
        "select user_id from public.notifications where kind = $1 order by created_at", kind
    )
    return [row["user_id"] for row in rows]


async def test_fifty_at_once_in_fair_turns(
    queue: Queue, database: Database, settings: WorkerSettings
) -> None:
    """Transactions that begin together do not take one turn twice."""
    third = await people.hire(queue.base, "Вера Третья")
    await rule(queue.base, "round_robin", on_shift_only=True)
    for person in (ANNA, BOHDAN, third):
        await people.sign_in(queue.base, person.id)
    for number in range(48):
        await queue.put(phone=f"06712345{number:02}")
    runners = [Ingest(database, settings) for _ in range(3)]
    while sum(await asyncio.gather(*(one.work_once() for one in runners))):
        pass
    assert await owners(queue.base) == {ANNA.id: 16, BOHDAN.id: 16, third.id: 16}


async def test_least_loaded_counts_leads_and_deals_of_those_at_work(queue: Queue, ingest: Ingest) -> None:
    base = queue.base
    await rule(base, "least_loaded", on_shift_only=True)
    for person in (ANNA, BOHDAN):
        await people.sign_in(base, person.id)
    client = await base.value(
        "insert into public.clients (owner_id, name, status) values ($1, 'x', 'customer') returning id",
        ANNA.id,
    )
    await base.run(
        "insert into public.deals (client_id, title) select $1, 'D' from generate_series(1, 3)", client
    )
    for number in range(4):
        await queue.put(phone=f"06712345{number:02}")
    await ingest.work_once()
    assert await owners(base) == {ANNA.id: 1, BOHDAN.id: 4} or await owners(base) == {
        ANNA.id: 2,
        BOHDAN.id: 3,
    }
    await leaves(base, BOHDAN.id)
    await queue.put(phone="0671234599")
    await ingest.work_once()
    assert (await owners(base))[ANNA.id] in (2, 3)


async def test_nobody_at_work(queue: Queue, ingest: Ingest, database: Database) -> None:
    """The head is told; or whoever is on duty gets it; or it waits for the first who begins."""
    base = queue.base
    await rule(base, "on_shift")
    await queue.put(phone="0671234501")
    await ingest.work_once()
    assert await told(base, "lead_unassigned") == [ADMIN.id]
    await rule(base, "on_shift", nobody="duty", duty_manager_id=str(BOHDAN.id))
    await queue.put(phone="0671234502")
    await ingest.work_once()
    assert (await owners(base))[BOHDAN.id] == 1
    await base.run("delete from public.notifications")
    await rule(base, "on_shift", nobody="next_shift")
    await queue.put(phone="0671234503")
    await ingest.work_once()
    assert await base.value("select count(*) from public.notifications") == 0
    await base.run("select app.assign_waiting_leads()")
    assert ANNA.id not in await owners(base)
    # Somebody whom the head has left without an owner by hand is not taken up.
    by_hand = await base.value("select id from public.clients order by created_at limit 1")
    async with base.as_user(ADMIN.id) as admin:
        await admin.execute("select app.assign_clients(array[$1::uuid], $2)", by_hand, ADMIN.id)
        await admin.execute("select app.assign_clients(array[$1::uuid], app.unassigned())", by_hand)
    await base.run("delete from public.notifications")
    await people.sign_in(base, ANNA.id)
    await base.run("select app.assign_waiting_leads()")
    assert (await owners(base))[ANNA.id] == 1
    assert await told(base, "lead_new") == [ANNA.id]


async def test_an_unanswered_lead_goes_on_and_stops(queue: Queue, ingest: Ingest) -> None:
    """By the office's clock, to people at work, never back, never away from whom a person gave it to, as often as allowed."""
    base = queue.base
    third = await people.hire(base, "Вера Третья")
    await rule(base, "fixed", answer_minutes=15, times=2)
    for number in range(4):
        await queue.put(phone=f"06712345{number:02}")
    await ingest.work_once()
    first, answered, by_hand, sold = [
        row[0] for row in await base.rows("select id from public.clients order by created_at, id")
    ]
    await base.run(
        "insert into public.interactions (client_id, kind, direction, author_id) values ($1, 'message', 'out', $2)",
        answered,
        ANNA.id,
    )
    async with base.as_user(ADMIN.id) as admin:
        await admin.execute("select app.assign_clients(array[$1::uuid], $2)", by_hand, BOHDAN.id)
    await base.run("insert into public.deals (client_id, title) values ($1, 'D')", sold)
    start = datetime.now(UTC)

    async def later(minutes: int) -> UUID:
        await base.run("select app.reassign_leads($1)", start + timedelta(minutes=minutes))
        owner: UUID = await base.value("select owner_id from public.clients where id = $1", first)
        return owner

    assert await later(10) == ANNA.id
    assert await later(20) == ANNA.id  # nobody else is at work
    await people.sign_in(base, BOHDAN.id)
    assert await later(21) == BOHDAN.id
    assert await told(base, "lead_taken") == [ANNA.id]
    await people.sign_in(base, ANNA.id)
    assert await later(60) == BOHDAN.id  # Anna has had it, Vera is not at work
    await people.sign_in(base, third.id)
    assert await later(61) == third.id
    assert await told(base, "lead_stuck") == []
    fourth = await people.hire(base, "Глеб Четвёртый")
    await people.sign_in(base, fourth.id)
    assert await later(120) == third.id
    assert await later(180) == third.id
    assert await told(base, "lead_stuck") == [ADMIN.id]
    rows = await base.rows("select id, owner_id from public.clients where id <> $1", first)
    assert {row["id"]: row["owner_id"] for row in rows} == {
        answered: ANNA.id,
        by_hand: BOHDAN.id,
        sold: ANNA.id,
    }
    # At night no clock runs.
    weekday = "extract(isodow from now() at time zone 'Europe/Kyiv')::integer"
    await base.run(f"insert into public.business_hours select {weekday} % 7 + 1, '09:00', '18:00'")
    await queue.put(phone="0671234577")
    await ingest.work_once()
    assert await base.value(
        "select app.working_seconds(now(), now() + interval '2 hours') = 0 and app.working_seconds(now(), now() + interval '3 days') = 32400"
    )
    await base.run("select app.reassign_leads(now() + interval '2 hours')")
    assert await base.value("select count(*) from public.ownership_events where reason = 'reassign'") == 2


async def test_who_returns_is_no_second_lead(queue: Queue, ingest: Ingest) -> None:
    """By another spelling of the same number or mailbox; a nickname and a bad number prove nobody, and are asked about."""
    base = queue.base
    await queue.put(phone="0671234567", email="i.van+shop@gmail.com")
    await ingest.work_once()
    client = await base.value("select id from public.clients")
    await queue.put(phone="", email="ivan@googlemail.com")
    await ingest.work_once()
    assert await base.value("select count(*) from public.clients") == 1
    repeat = "select count(*) from public.interactions where details -> 'repeat' = 'true'"
    assert await base.value(repeat) == 0
    # Done with, silent for a month, and here again.
    await base.run("update public.clients set status = 'lost' where id = $1", client)
    async with base.connected() as owner, owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(
            "update public.interactions set occurred_at = now() - interval '40 days', created_at = now() - interval '40 days'"
        )
    await queue.put(phone="+38 (067) 123-45-67")
    await ingest.work_once()
    assert await base.value(repeat) == 1
    assert await base.value("select status from public.clients where id = $1", client) == "lead"
    assert (await told(base, "lead_repeat"))[-1] == await base.value("select owner_id from public.clients")
    await queue.put(phone="", telegram="@olena_k")
    await queue.put(phone="", telegram="@Olena_K")
    await ingest.work_once()
    assert await base.value("select count(*) from public.clients") == 3
    assert await base.value("select array_agg(reason) from public.merge_suggestions") == ["username"]


async def test_a_code_brings_its_client_once(db: Base) -> None:
    client = await db.value(
        "insert into public.clients (owner_id, name) values ($1, 'Олена') returning id", ANNA.id
    )
    async with db.as_user(BOHDAN.id) as bohdan:
        refused = await bohdan.fetchval(
            "select to_jsonb(app.visible_owners()) @> to_jsonb($1::uuid)", ANNA.id
        )
        assert not refused
    async with db.as_user(ANNA.id) as anna:
        token, by_text = [
            await anna.fetchval("select token from app.issue_start_token($1)", client) for _ in range(2)
        ]
    source = await db.value(
        "insert into public.lead_sources (channel, name, account_id, connected_at) values ('telegram', 'Бот', 'bot', now() - interval '1 day') returning id"
    )

    async def writes(
        *ids: str, hints: dict[str, str] | None = None, phone: str = "", text: str = "/start"
    ) -> UUID:
        contact = {"kind": "whatsapp", "value": phone, "normalized": phone}
        message = {
            "external_id": uuid4().hex, "kind": "message", "direction": "in", "occurred_at": datetime.now(UTC).isoformat(),
            "thread_key": ids[0], "address": ids[0], "text": text, "hints": hints or {}, "person": {
                "identities": [{"kind": "telegram", "external_id": one, "scope": "global"} for one in ids], "name": ids[0],
                "username": "", "contacts": [], "verified": [contact] if phone else []},
        }  # fmt: skip
        found: UUID = await db.value(
            "select client_id from app.accept_message($1, $2::jsonb)", source, json.dumps(message)
        )
        return found

    async def starts(who: str) -> UUID:
        return await writes(who, hints={"start": token})

    assert await starts("77") == client
    assert await starts("78") != client
    assert await starts("77") == client
    # WhatsApp's links bring words only.
    assert await writes("79", text=f"Добрий день! #{by_text}") == client
    # Known by an id alone, then by another id and a number that a card of the same manager has: all of it is one.
    await db.run("update public.lead_sources set assignment_rule = 'fixed', fixed_manager_id = $1", ANNA.id)
    await db.run(
        "insert into public.client_contacts (client_id, kind, value, normalized) values ($1, 'phone', $2, $2)",
        client,
        "+380671234567",
    )
    by_id, by_other = await writes("bsuid"), await writes("380671234567")
    assert len({client, by_id, by_other}) == 3
    assert await writes("bsuid", "380671234567", phone="+380671234567") == client
    assert await db.value(
        "select array_agg(merged_into) = array[$1::uuid, $1] from public.clients where id in ($2, $3)",
        client,
        by_id,
        by_other,
    )
    assert await db.value("select count(distinct client_id) from public.conversations") == 2
    deal = "insert into public.deals (client_id, title) values ($1, 'D') returning client_id"
    assert await db.value(deal, by_id) == client
