"""A stored event becomes a client with an owner, once; what fails is tried again, then waits for a person."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from api.db.pool import Database
from channels import registry
from channels.base import Company, Lead, Parked, StoredEvent
from tests.support import people
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN, GONE
from tests.workers.conftest import Queue
from workers.ingest import Ingest
from workers.settings import WorkerSettings
from workers.waiting import Stop


async def test_an_event_becomes_a_client_an_interaction_and_a_notification(
    queue: Queue, ingest: Ingest
) -> None:
    event_id = await queue.put(
        message="Сколько стоит шкаф?", email="o@example.com", utm_source="google", city="Львов"
    )
    assert await ingest.work_once() == 1
    row = await queue.row(event_id)
    assert (row["status"], row["attempts"], row["locked_until"]) == ("done", 1, None)
    (client,) = await queue.base.rows("select * from public.clients")
    assert (client["id"], client["name"], client["phone"], client["email"], client["city"]) == (
        row["client_id"], "Олена", "+380671234567", "o@example.com", "Львов",
    )  # fmt: skip
    assert json.loads(client["first_touch"])["utm_source"] == "google"
    assert client["owner_id"] in (ANNA.id, BOHDAN.id)
    assert client["received_at"] == row["received_at"]
    (interaction,) = await queue.base.rows("select * from public.interactions")
    assert (interaction["id"], interaction["body"], interaction["direction"], interaction["kind"]) == (
        row["interaction_id"], "Сколько стоит шкаф?", "in", "form",
    )  # fmt: skip
    (told,) = await queue.base.rows("select user_id, kind, client_id from public.notifications")
    assert (told["user_id"], told["kind"], told["client_id"]) == (
        client["owner_id"],
        "lead_new",
        client["id"],
    )


async def test_a_known_phone_joins_the_client_of_whoever_has_him(queue: Queue, ingest: Ingest) -> None:
    await queue.base.run(
        "insert into public.clients (id, owner_id, name) values ($1, $2, 'Старая')", UUID(int=5), BOHDAN.id
    )
    await queue.base.run(
        """insert into public.client_contacts (client_id, owner_id, kind, value, normalized)
        values ($1, $2, 'whatsapp', '+380671234567', '+380671234567')""",
        UUID(int=5),
        BOHDAN.id,
    )
    await queue.put(message="снова я", email="new@example.com")
    await ingest.work_once()
    (client,) = await queue.base.rows("select id, owner_id, email from public.clients")
    assert (client["id"], client["owner_id"], client["email"]) == (UUID(int=5), BOHDAN.id, "new@example.com")
    (told,) = await queue.base.rows("select user_id, kind from public.notifications")
    assert (told["user_id"], told["kind"]) == (BOHDAN.id, "lead_repeat")


async def test_two_of_one_phone_at_once_are_one_client(
    queue: Queue, database: Database, settings: WorkerSettings
) -> None:
    for number in range(12):
        await queue.put(message=str(number))
    runners = [Ingest(database, settings) for _ in range(3)]
    while sum(await asyncio.gather(*(one.work_once() for one in runners))):
        pass
    assert await queue.base.value("select count(*) from public.clients") == 1
    assert await queue.base.value("select count(*) from public.interactions") == 12
    assert (
        await queue.base.value(
            "select count(*) from private.inbound_events where status = 'done' and attempts = 1"
        )
        == 12
    )


# ------------------------------------------------------------------------------------------------ who gets it


async def owners(queue: Queue, ingest: Ingest, count: int) -> list[UUID]:
    known = await queue.base.value("select count(*) from public.clients")
    for number in range(known, known + count):
        await queue.put(phone=f"067{number:07d}")
        await ingest.work_once()
    rows = await queue.base.rows("select owner_id from public.clients order by created_at, id")
    return [row["owner_id"] for row in rows]


async def rule(queue: Queue, name: str, fixed: UUID | None = None) -> None:
    await queue.base.run(
        "update public.lead_sources set assignment_rule = $1, fixed_manager_id = $2", name, fixed
    )


async def test_round_robin_takes_turns_among_the_active(queue: Queue, ingest: Ingest) -> None:
    got = await owners(queue, ingest, 4)
    assert sorted(got[:2]) == sorted(got[2:]) == sorted([ANNA.id, BOHDAN.id])
    newcomer = await people.hire(queue.base)
    assert (await owners(queue, ingest, 1))[-1] == newcomer.id


async def test_least_loaded(queue: Queue, ingest: Ingest) -> None:
    await rule(queue, "least_loaded")
    for number in range(2):
        await queue.base.run(
            "insert into public.clients (owner_id, name) values ($1, $2)", ANNA.id, str(number)
        )
    assert (await owners(queue, ingest, 2))[2:] == [BOHDAN.id] * 2


async def test_only_whoever_is_on_shift(queue: Queue, ingest: Ingest) -> None:
    await rule(queue, "on_shift")
    assert await owners(queue, ingest, 1) == [UUID(int=0)]
    (told,) = await queue.base.rows("select user_id, kind from public.notifications")
    assert (told["user_id"], told["kind"]) == (ADMIN.id, "lead_unassigned")
    await people.sign_in(queue.base, BOHDAN.id)
    await queue.put(phone="0509999999")
    await ingest.work_once()
    assert (
        await queue.base.value("select owner_id from public.clients order by created_at desc limit 1")
        == BOHDAN.id
    )


async def test_a_fixed_manager_and_by_hand(queue: Queue, ingest: Ingest) -> None:
    await rule(queue, "fixed", BOHDAN.id)
    assert await owners(queue, ingest, 2) == [BOHDAN.id] * 2
    await rule(queue, "fixed", GONE.id)
    await queue.put(phone="0501110000")
    await rule(queue, "by_hand")
    await queue.put(phone="0501110001")
    await ingest.work_once()
    rows = await queue.base.rows("select owner_id from public.clients order by created_at, id")
    assert [row["owner_id"] for row in rows][2:] == [UUID(int=0)] * 2


# ------------------------------------------------------------------------------------------------ what goes wrong


async def test_no_contact_waits_for_the_head_who_lets_it_through(queue: Queue, ingest: Ingest) -> None:
    event_id = await queue.put(phone="", message="перезвоните")
    await ingest.work_once()
    row = await queue.row(event_id)
    assert (row["status"], row["quarantine_reason"]) == ("quarantined", "no_contact")
    (told,) = await queue.base.rows("select user_id, kind from public.notifications")
    assert (told["user_id"], told["kind"]) == (ADMIN.id, "lead_quarantined")
    async with queue.base.as_user(ADMIN.id) as admin:
        await admin.execute("select app.settle_event($1, true)", event_id)
    await ingest.work_once()
    assert (await queue.row(event_id))["status"] == "done"
    assert await queue.base.value("select count(*) from public.clients") == 1


class Faulty:
    """An adapter of somebody's package that fails as often as told."""

    channel = "faulty"

    def __init__(self) -> None:
        self.failures = 0
        self.calls = 0

    def understand(self, event: StoredEvent, company: Company) -> Lead:
        self.calls += 1
        if self.calls <= self.failures:
            raise RuntimeError("vendor changed its mind")
        return Lead(
            external_id=event.dedupe_key, kind="message", received_at=event.received_at, name="Через час"
        )


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    adapter = Faulty()
    real = registry.find
    monkeypatch.setattr(registry, "find", lambda channel: adapter if channel == "faulty" else real(channel))
    return adapter


async def test_a_failure_is_put_off_and_tried_again(queue: Queue, ingest: Ingest, faulty: Faulty) -> None:
    faulty.failures = 1
    event_id = await queue.put(channel="faulty")
    await ingest.work_once()
    row = await queue.row(event_id)
    assert (row["status"], row["last_error"]) == ("pending", "RuntimeError: vendor changed its mind")
    assert 0.4 < (row["next_attempt_at"] - row["received_at"]).total_seconds() < 10
    assert await ingest.work_once() == 0  # not before its time
    await queue.due()
    await ingest.work_once()
    row = await queue.row(event_id)
    assert (row["status"], row["last_error"], row["attempts"]) == ("done", None, 2)


async def test_after_the_last_attempt_it_is_a_dead_letter_that_can_be_tried_again(
    queue: Queue, ingest: Ingest, faulty: Faulty
) -> None:
    faulty.failures = 3
    event_id = await queue.put(channel="faulty")
    for _ in range(5):
        await ingest.work_once()
        await queue.due()
    assert (await queue.row(event_id))["status"] == "dead"
    assert faulty.calls == 3
    assert (
        await queue.base.value("select last_error from public.lead_sources where id = $1", queue.source_id)
        == "RuntimeError: vendor changed its mind"
    )
    async with queue.base.as_user(ADMIN.id) as admin:
        await admin.execute("select app.settle_event($1, true)", event_id)
    await ingest.work_once()
    assert (await queue.row(event_id))["status"] == "done"
    assert (
        await queue.base.value("select last_error from public.lead_sources where id = $1", queue.source_id)
        is None
    )


async def test_a_channel_without_an_adapter_waits_for_its_package(queue: Queue, ingest: Ingest) -> None:
    event_id = await queue.put(channel="not_installed")
    await ingest.work_once()
    row = await queue.row(event_id)
    assert (row["status"], row["last_error"]) == ("pending", "NoAdapter: not_installed")


async def test_one_bad_event_stops_no_other(queue: Queue, ingest: Ingest) -> None:
    async with queue.base.connected("smena_api") as connection:
        await connection.execute(
            "select app.receive_event($1, 'form', 'bad', '{}', 'application/json', '{', null)",
            queue.source_id,
        )
    good = await queue.put()
    await ingest.work_once()
    assert (await queue.row(good))["status"] == "done"


async def test_a_worker_that_dies_on_an_event_does_not_take_all_others_with_it(
    queue: Queue, ingest: Ingest
) -> None:
    event_id = await queue.put()
    await queue.base.run(
        "update private.inbound_events set attempts = 3, locked_until = now() - interval '1 second'"
    )
    await ingest.work_once()
    row = await queue.row(event_id)
    assert (row["status"], row["last_error"]) == ("dead", "the worker ended while it read this event")


async def test_an_overtaken_attempt_leaves_nothing_behind(
    queue: Queue, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = await queue.put()
    real = ingest._accept

    async def late(row: Any, lead: Lead) -> None:
        await queue.base.run("update private.inbound_events set attempts = attempts + 1")  # another's claim
        await real(row, lead)

    monkeypatch.setattr(ingest, "_accept", late)
    await ingest.work_once()
    assert (await queue.row(event_id))["status"] == "pending"
    assert await queue.base.value("select count(*) from public.clients") == 0


async def test_a_stop_gives_the_rest_of_the_batch_back(queue: Queue, ingest: Ingest) -> None:
    for number in range(3):
        await queue.put(phone=f"067000000{number}")
    stop = Stop()
    stop.set()
    assert await ingest.work_once(stop) == 3
    rows = await queue.base.rows("select status, attempts, locked_until from private.inbound_events")
    assert [tuple(row) for row in rows] == [("pending", 0, None)] * 3


async def test_a_test_event_goes_the_whole_way_and_counts_nowhere(queue: Queue, ingest: Ingest) -> None:
    async with queue.base.as_user(ADMIN.id) as admin:
        await admin.fetchval(
            """select app.send_test_event($1, '{"name": "Проверка", "email": "t@smena.invalid"}')""",
            queue.source_id,
        )
    await ingest.work_once()
    assert await queue.base.value("select excluded from public.clients") == "test"


def test_parked_carries_its_reason() -> None:
    assert Parked("no_contact").reason == "no_contact"


async def test_work_goes_on_when_the_database_returns(db: Base, queue: Queue, ingest: Ingest) -> None:
    stop, wake = Stop(), asyncio.Event()
    running = asyncio.create_task(ingest.run(wake, stop))
    first = await queue.put(phone="0670000001")
    await _until(queue, first, "done", wake)
    await db.run("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'smena_worker'")
    second = await queue.put(phone="0670000002")
    await _until(queue, second, "done", wake)
    stop.set()
    await asyncio.wait_for(running, 5)


async def _until(queue: Queue, event_id: UUID, status: str, wake: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        while (await queue.row(event_id))["status"] != status:
            wake.set()
            await asyncio.sleep(0.05)
