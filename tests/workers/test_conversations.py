"""Messages, edits, withdrawals and receipts, in any order and however often: one client, one thread, one entry each."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.db.pool import Database
from channels import registry
from channels.classify.verdict import ByRules
from channels.intent import Context, Verdict
from tests.support import client, talk
from tests.support.database import Base
from tests.support.people import ADMIN, ANNA, BOHDAN
from tests.support.talk import deliver, edit, read, say
from workers.ingest import Ingest
from workers.settings import WorkerSettings


def by_words(text: str, context: Context) -> Verdict:
    """Rules of the tests: a price is a lead, a heart is noise."""
    words = {"цена": ("lead", "lead_price"), "❤": ("noise", "praise"), "обман": ("review", "complaint")}
    for word, (tier, label) in words.items():
        if word in text:
            return ByRules(tier, label, (word,))  # type: ignore[arg-type]  # a table of literals
    return ByRules("review", "unread", ())


@pytest.fixture
def ingest(database: Database, settings: WorkerSettings) -> Ingest:
    return Ingest(database, settings, by_words)


@pytest.fixture(autouse=True)
def messenger(monkeypatch: pytest.MonkeyPatch) -> None:
    real = registry.find
    adapter = talk.Talk()
    monkeypatch.setattr(registry, "find", lambda channel: adapter if channel == "talk" else real(channel))


@pytest.fixture
async def http(db: Base) -> AsyncIterator[httpx.AsyncClient]:
    async with client.running(db) as api:
        yield api.anonymous()


class Shop:
    """The connected account, and what came of its messages."""

    def __init__(self, base: Base, http: httpx.AsyncClient, ingest: Ingest) -> None:
        self.base, self._http, self._ingest = base, http, ingest

    async def hears(self, *events: dict[str, Any]) -> None:
        """A delivery, and the worker's round after it."""
        assert (await deliver(self._http, *events)).status_code == 200
        while await self._ingest.work_once():
            pass
        assert await self.failures() == []

    async def failures(self) -> list[str]:
        rows = await self.base.rows(
            "select last_error from private.inbound_events where last_error is not null"
        )
        return [row[0] for row in rows]

    async def entries(self) -> list[dict[str, Any]]:
        rows = await self.base.rows("select * from public.interactions order by occurred_at, external_id")
        return [dict(row) for row in rows]

    async def events(self) -> list[tuple[str, str | None]]:
        rows = await self.base.rows(
            "select status, quarantine_reason from private.inbound_events order by received_at, dedupe_key"
        )
        return [(row[0], row[1]) for row in rows]

    async def told(self) -> list[tuple[UUID, str]]:
        rows = await self.base.rows("select user_id, kind from public.notifications order by created_at")
        return [(row[0], row[1]) for row in rows]


@pytest.fixture
async def shop(db: Base, http: httpx.AsyncClient, ingest: Ingest) -> Shop:
    await talk.connect(db)
    return Shop(db, http, ingest)


async def test_a_first_message_makes_a_client_with_a_thread_and_his_ids(shop: Shop) -> None:
    await shop.hears(
        say("1", "olena", "Добрый день, цена?", name="Олена", username="Olena.K", hints={"ref": "promo"})
    )
    (who,) = await shop.base.rows("select * from public.clients")
    assert (who["name"], json.loads(who["first_touch"])) == ("Олена", {"ref": "promo"})
    (identity,) = await shop.base.rows("select * from public.client_identities")
    assert (identity["scope"], identity["external_id"], identity["username"]) == ("shop", "olena", "olena.k")
    assert identity["owner_id"] == who["owner_id"]
    (entry,) = await shop.entries()
    assert (entry["direction"], entry["kind"], entry["author_id"]) == ("in", "message", None)
    assert json.loads(entry["details"])["intent"] == "lead_price"
    (thread,) = await shop.base.rows("select * from public.conversations")
    assert (thread["kind"], thread["address"], thread["id"]) == ("direct", "olena", entry["conversation_id"])
    assert await shop.told() == [(who["owner_id"], "lead_new")]
    assert json.loads(await shop.base.value("select verdict from private.inbound_events"))["rules"] == [
        "цена"
    ]


async def test_the_same_event_three_times_is_one_entry(shop: Shop) -> None:
    one = say("1", "olena", "цена?")
    await shop.hears(one)
    await shop.hears(one, one)
    await shop.hears({**one, "key": "another way"})
    assert len(await shop.entries()) == 1
    assert await shop.base.value("select count(*) from public.clients") == 1


async def test_a_known_client_is_appended_to_and_his_manager_rings_once(shop: Shop) -> None:
    await shop.hears(say("1", "olena", "цена?"))
    owner = await shop.base.value("select owner_id from public.clients")
    await shop.base.run("update public.notifications set read_at = now()")
    await shop.hears(say("2", "olena", "ещё вопрос"), say("3", "olena", "и ещё"))
    assert await shop.told() == [(owner, "lead_new"), (owner, "message_new")]


async def test_edits_before_and_after_keep_what_was_said_and_go_by_their_count(shop: Shop) -> None:
    await shop.hears(edit("1", "третья", sequence=2))
    await shop.hears(say("1", "olena", "первая"))
    assert (await shop.entries())[0]["body"] == "третья"
    await shop.hears(edit("1", "вторая", sequence=1))
    await shop.hears(edit("1", "четвёртая", sequence=3))
    (entry,) = await shop.entries()
    assert (entry["body"], entry["edit_sequence"]) == ("четвёртая", 3)
    before = await shop.base.rows("select body from public.interaction_revisions order by replaced_at")
    assert [row["body"] for row in before] == ["первая", "третья"]


@pytest.mark.parametrize("early", [True, False])
async def test_what_is_taken_back_is_gone_everywhere(shop: Shop, early: bool) -> None:
    both = [[say("1", "olena", "секрет, цена?")], [edit("1", "секрет 2", sequence=1)], [edit("1", None)]]
    for events in reversed(both) if early else both:
        await shop.hears(*events)
    (entry,) = await shop.entries()
    assert (entry["body"], entry["withdrawn_at"] is None) == ("", False)
    assert await shop.base.value("select count(*) from public.interaction_revisions") == 0
    stored = await shop.base.rows("select convert_from(body, 'utf8') from private.inbound_events")
    assert not [row[0] for row in stored if "секрет" in str(json.loads(row[0] or "0"))]
    # Nor of what he writes anew after it.
    await shop.hears(edit("1", "секрет 3", sequence=2))
    assert (
        await shop.base.value(
            "select string_agg(body, '') from private.inbound_events where dedupe_key = 'e:1:2'"
        )
        == b""
    )


async def test_what_is_taken_back_while_a_person_looks_at_it_is_gone_too(shop: Shop) -> None:
    await shop.hears(
        say("1", "olena", "а из дуба секрет?", kind="comment"),
        say("2", "ivan", "❤❤❤", kind="comment"),
    )
    assert [status for status, _ in await shop.events()] == ["quarantined", "ignored"]
    await shop.hears(edit("1", None), edit("2", None))
    assert [status for status, _ in await shop.events()][:2] == ["discarded", "ignored"]
    assert await shop.base.value(
        "select bool_and(body = '' and (verdict is null or not verdict ? 'words')) from private.inbound_events"
    )


async def test_receipts_never_go_back_and_count_for_what_lies_before(shop: Shop) -> None:
    await shop.hears(say("1", "olena", "цена?"))
    start = datetime.now(UTC) - timedelta(minutes=5)
    ours = [
        say(f"o{n}", "olena", f"ответ {n}", direction="out", at=(start + timedelta(minutes=n)).isoformat())
        for n in range(3)
    ]
    await shop.hears(read("o2", "delivered"))
    await shop.hears(*ours)
    await shop.hears(read("o1", through=True))
    await shop.hears(read("o1", "delivered"))
    await shop.hears(read("o1", "failed"))
    found = {row["external_id"]: row["status"] for row in await shop.entries()}
    assert found == {"1": None, "o0": "read", "o1": "read", "o2": "delivered"}


async def test_an_answer_by_hand_ends_the_waiting_and_is_nobodys(shop: Shop) -> None:
    await shop.hears(say("1", "olena", "цена?"))
    assert await shop.base.value("select waiting_since is not null from public.clients")
    await shop.hears(say("2", "olena", "100", direction="out"))
    row = (await shop.base.rows("select waiting_since, first_answer_at from public.clients"))[0]
    assert (row["waiting_since"], row["first_answer_at"]) == (None, None)
    assert (await shop.entries())[-1]["author_name"] == "Магазин"


async def test_what_was_there_before_the_connection_rings_for_nobody(shop: Shop) -> None:
    old = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    await shop.hears(say("1", "olena", "цена?", at=old), say("2", "ivan", "классно", kind="comment", at=old))
    assert await shop.told() == []
    assert await shop.base.value(
        "select waiting_since is null and received_at < now() - interval '8 days' from public.clients"
    )
    assert await shop.events() == [("done", None), ("ignored", "history")]


# ------------------------------------------------------------------------------------------------ what makes a lead


async def test_comments_by_their_intent(shop: Shop) -> None:
    await shop.hears(
        say("1", "a", "цена?", kind="comment"),
        say("2", "b", "❤❤❤", kind="comment"),
        say("3", "c", "а доставка?", kind="comment"),
        say("4", "d", "обман!", kind="comment"),
    )
    assert await shop.events() == [
        ("done", None),
        ("ignored", "noise"),
        ("quarantined", "intent_review"),
        ("quarantined", "complaint"),
    ]
    assert await shop.base.value("select count(*) from public.clients") == 1
    assert (ADMIN.id, "lead_quarantined") in await shop.told()
    async with shop.base.as_user(ADMIN.id) as admin:
        await admin.execute(
            "select app.settle_event(e.id, true) from (select x.id from app.source_events() x where x.reason = 'intent_review') e"
        )


async def test_a_person_decides_and_the_comment_becomes_a_lead(shop: Shop, ingest: Ingest) -> None:
    await shop.hears(say("1", "a", "а доставка?", kind="comment"))
    event_id = await shop.base.value("select id from private.inbound_events")
    async with shop.base.as_user(ADMIN.id) as admin:
        await admin.execute("select app.settle_event($1, true)", event_id)
    await ingest.work_once()
    assert await shop.events() == [("done", "intent_review")]
    assert await shop.base.value("select count(*) from public.clients") == 1


async def test_a_known_clients_heart_is_kept_on_his_card(shop: Shop) -> None:
    await shop.hears(say("1", "a", "цена?"))
    await shop.hears(say("2", "a", "❤", kind="comment", thread="post1:a"))
    assert [entry["kind"] for entry in await shop.entries()] == ["message", "comment"]
    assert await shop.base.value("select count(*) from public.conversations") == 2


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"take": "comments"}, [("done", None), ("ignored", "switched_off")]),
        ({"take": "direct"}, [("ignored", "switched_off"), ("done", None)]),
        ({"leads": "off"}, [("ignored", "leads_off"), ("ignored", "leads_off")]),
        ({"leads": "review"}, [("quarantined", "leads_review"), ("quarantined", "leads_review")]),
    ],
)
async def test_switches_of_a_source(
    shop: Shop, chosen: dict[str, str], expected: list[tuple[str, str | None]]
) -> None:
    await shop.base.run(
        "update public.lead_sources set settings = settings || $1::jsonb where account_id = 'shop'",
        json.dumps(chosen),
    )
    await shop.hears(say("1", "a", "цена?", kind="comment"), say("2", "b", "привет"))
    assert await shop.events() == expected


# ------------------------------------------------------------------------------------------------ who it is


async def known(base: Base, owner: UUID, phone: str, name: str = "Старый") -> UUID:
    client_id: UUID = await base.value(
        "insert into public.clients (owner_id, name) values ($1, $2) returning id", owner, name
    )
    await base.run(
        "insert into public.client_contacts (client_id, owner_id, kind, value, normalized) values ($1, $2, 'phone', $3, $3)",
        client_id,
        owner,
        phone,
    )
    return client_id


async def test_a_verified_phone_finds_its_client(shop: Shop) -> None:
    old = await known(shop.base, BOHDAN.id, "+380671234567")
    await shop.hears(say("1", "olena", "это я", verified="+380671234567"))
    assert [entry["client_id"] for entry in await shop.entries()] == [old]
    assert await shop.base.value("select count(*) from public.clients") == 1
    await shop.hears(say("2", "olena", "и снова"))
    assert {entry["client_id"] for entry in await shop.entries()} == {old}


async def test_a_phone_of_two_names_nobody_and_is_suggested(shop: Shop) -> None:
    for name in ("Муж", "Жена"):
        await known(shop.base, ANNA.id, "+380671234567", name)
    await shop.hears(say("1", "olena", "перезвоните", phone="+380671234567"))
    assert await shop.base.value("select count(*) from public.clients") == 3
    assert (
        await shop.base.value("select count(*) from public.merge_suggestions where reason = 'contact'") == 3
    )


async def test_a_suggestion_reveals_no_colleagues_client(shop: Shop) -> None:
    theirs = await known(shop.base, BOHDAN.id, "+380671234567")
    await known(shop.base, BOHDAN.id, "+380671234567", "Второй")
    await shop.base.run(
        "update public.lead_sources set assignment_rule = 'fixed', fixed_manager_id = $1", ANNA.id
    )
    await shop.hears(say("1", "olena", "перезвоните", phone="+380671234567"))
    count = "select count(*) from public.merge_suggestions"
    for person, seen in ((ANNA, 0), (BOHDAN, 1), (ADMIN, 3)):
        async with shop.base.as_user(person.id) as connection:
            assert await connection.fetchval(count) == seen
    async with shop.base.as_user(ANNA.id) as anna:
        assert await anna.fetchval("select count(*) from public.clients where id = $1", theirs) == 0


async def test_one_name_with_two_ids_is_suggested(shop: Shop) -> None:
    await shop.hears(say("1", "id-1", "цена?", username="olena"))
    await shop.hears(say("2", "id-2", "цена?", username="Olena"))
    assert await shop.base.value("select count(*) from public.clients") == 2
    assert await shop.base.value("select evidence from public.merge_suggestions") == "@olena"


async def test_two_first_messages_at_once_are_one_client(
    shop: Shop, http: httpx.AsyncClient, database: Database, settings: WorkerSettings
) -> None:
    await deliver(http, *(say(str(n), "olena", "цена?") for n in range(12)))
    runners = [Ingest(database, settings, by_words) for _ in range(3)]
    while sum(await asyncio.gather(*(one.work_once() for one in runners))):
        pass
    assert await shop.base.value("select count(*) from public.clients") == 1
    assert await shop.base.value("select count(*) from public.interactions") == 12


async def test_a_merged_clients_threads_lead_to_whom_he_was_merged_into(shop: Shop) -> None:
    await shop.base.run(
        "update public.lead_sources set assignment_rule = 'fixed', fixed_manager_id = $1", ANNA.id
    )
    await shop.hears(say("1", "a", "цена?"), say("2", "b", "цена?"))
    first, second = [
        row["id"] for row in await shop.base.rows("select id from public.clients order by created_at")
    ]
    async with shop.base.as_user(ANNA.id) as anna:
        await anna.execute("select app.merge_clients($1, $2)", first, second)
    await shop.hears(say("3", "b", "это тоже я"))
    assert {entry["client_id"] for entry in await shop.entries()} == {first}
    assert await shop.base.value("select count(*) from public.conversations where client_id = $1", first) == 2


async def test_an_erased_client_is_known_no_more(shop: Shop) -> None:
    await shop.hears(say("1", "a", "секрет цена?", username="olena"))
    erased = await shop.base.value("select id from public.clients")
    async with shop.base.as_user(ADMIN.id) as admin:
        assert "olena" in await admin.fetchval("select app.export_client($1)::text", erased)
        await admin.execute("select app.erase_client($1)", erased)
    assert await shop.base.value("select count(*) from public.client_identities") == 0
    await shop.hears(say("2", "a", "цена?"))
    assert await shop.base.value("select count(*) from public.clients where erased_at is null") == 1
