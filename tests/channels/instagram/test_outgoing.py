"""Answers from the card: windows, parts, order, one copy each, and what becomes of them when something fails."""

from typing import Any
from uuid import uuid4

import pytest

from channels import registry
from channels.capabilities import Sender
from simulator.instagram.state import SHOP
from tests.channels.instagram.conftest import Shop, texts, ways
from tests.support.people import ADMIN, ANNA, BOHDAN
from workers.accounts.access import Accounts
from workers.outbox.runner import Outbox
from workers.settings import WorkerSettings


async def said_there(shop: Shop) -> list[str]:
    """What Instagram has of ours, in its order."""
    return [one["text"] for one in (await shop.there())["messages"] if one["outgoing"]]


async def test_an_answer_arrives_once_and_is_its_authors(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    key = uuid4()
    for _ in range(2):
        assert (await shop.say("direct", "Сто", key=key)).status_code == 202
    await shop.deliver()
    assert await said_there(shop) == ["Сто"]
    mine = (await shop.entries())[-1]
    assert (mine["direction"], mine["body"], mine["author_id"], mine["status"]) == (
        "out",
        "Сто",
        ADMIN.id,
        "accepted",
    )
    client = await shop.client()
    assert (client["waiting_since"], client["first_answer_by"]) == (None, ADMIN.id)
    await shop.act("read", mid=mine["external_id"])
    assert (await shop.entries())[-1]["status"] == "read"
    assert await shop.outbound() == [("sent", None)]


async def test_an_echo_before_the_answer_of_the_call(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.faults(early_events=True)
    await shop.say("direct", "Сто")
    real = shop.outbox._finish

    async def late(row: Any, sent: Any) -> None:
        await shop.work()
        assert texts(await shop.entries()) == [("in", "Ціна?"), ("out", "Сто")], (
            "the echo is taken in already"
        )
        await real(row, sent)

    monkeypatch.setattr(shop.outbox, "_finish", late)
    assert await shop.outbox.work_once() == 1
    await shop.work()
    assert texts(await shop.entries()) == [("in", "Ціна?"), ("out", "Сто")]
    assert (await shop.entries())[-1]["author_id"] == ADMIN.id
    assert await shop.outbound() == [("sent", None)]


async def test_an_answer_that_was_not_heard_of_is_found_and_not_sent_again(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.faults(close_connection_after_send=1, drop=5)
    await shop.say("direct", "Сто")
    await shop.outbox.work_once()
    assert await shop.outbound() == [("ambiguous", "unanswered")]
    for _ in range(4):
        await shop.due()
        await shop.outbox.work_once()
        await shop.outbox.look_once()
        await shop.work()
    assert await said_there(shop) == ["Сто"]
    # (What is found by asking carries whole seconds: which comes first within one is open.)
    assert sorted(texts(await shop.entries())) == [("in", "Ціна?"), ("out", "Сто")]
    said = next(one for one in await shop.entries() if one["direction"] == "out")
    assert said["author_id"] == ADMIN.id
    assert await shop.outbound() == [("sent", None)]


async def test_what_is_seen_to_be_missing_goes_out_again_and_the_next_waits_for_it(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.faults(http_status_next=[502])
    await shop.say("direct", "раз")
    await shop.say("direct", "два")
    for _ in range(6):
        await shop.due()
        await shop.outbox.work_once()
        await shop.outbox.look_once()
        await shop.work()
    assert await said_there(shop) == ["раз", "два"]
    assert await shop.outbound() == [("sent", None), ("sent", None)]


async def test_a_long_answer_goes_in_parts_of_a_thousand_bytes(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    text = " ".join(["доставка"] * 59)  # 530 letters
    assert len(text) == 530
    assert len((await shop.say("direct", text)).json()["ids"]) == 2
    await shop.deliver()
    there = await said_there(shop)
    assert " ".join(there) == text
    assert all(len(part.encode()) <= 1000 for part in there)


async def test_the_window_closes_and_the_composer_says_so(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    assert ways((await shop.channels())[0]) == {"direct": None}
    # Meanwhile the vendor's clock runs ahead of ours: its refusal is understood.
    await shop.advance("25h")
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert await shop.outbound() == [("dead", "window_closed")]
    assert (
        await shop.base.value("select kind from public.notifications where user_id = $1", ADMIN.id)
        == "message_failed"
    )
    await shop.base.run(
        "set app.revising = 'on'; update public.interactions set occurred_at = now() - interval '25 hours'"
    )
    assert ways((await shop.channels())[0]) == {"direct": "window_closed"}
    refused = await shop.say("direct", "Сто")
    assert (refused.status_code, refused.json()["error"]["details"]) == (409, {"reason": "window_closed"})


async def test_a_human_may_answer_for_a_week_where_that_is_allowed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.act("dm", text="Ціна?")
    monkeypatch.setenv("IG_HUMAN_AGENT", "true")
    registry.adapters.cache_clear()
    sender = registry.find("instagram")
    assert isinstance(sender, Sender)
    shop.outbox = Outbox(
        shop.database,
        WorkerSettings(_env_file=None),
        Accounts(shop.database, shop.vault),
        "instagram",
        sender,
    )
    await shop.advance("25h")
    await shop.base.run(
        "set app.revising = 'on'; update public.interactions set occurred_at = now() - interval '25 hours'"
    )
    assert ways((await shop.channels())[0]) == {"direct": None}
    # Instagram has not granted it to the app: said in words, and not tried again.
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert [status for status, _ in await shop.outbound()] == ["dead"]
    assert (await shop.sim.post("/_sim/instagram/app", json={"features": ["human_agent"]})).status_code == 200
    await shop.say("direct", "Двісті")
    await shop.deliver()
    assert await said_there(shop) == ["Двісті"]
    assert '"HUMAN_AGENT"' in (await shop.calls("/messages"))[-1]["body"]
    await shop.base.run(
        "set app.revising = 'on'; update public.interactions set occurred_at = now() - interval '8 days' where direction = 'in'"
    )
    assert ways((await shop.channels())[0]) == {"direct": "window_closed"}


async def test_a_comment_is_answered_in_public_and_once_in_private(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?", username="olena.k")
    (thread,) = await shop.channels()
    assert ways(thread) == {"comment": None, "private_reply": None}
    await shop.say("comment", "Пишемо вам", kind="comments")
    await shop.say("private_reply", "Сто", kind="comments")
    await shop.deliver()
    assert await shop.outbound() == [("sent", None), ("sent", None)]
    assert sorted(texts(await shop.entries())) == [("in", "Ціна?"), ("out", "Пишемо вам"), ("out", "Сто")]
    assert {one["kind"]: ways(one) for one in await shop.channels()}["comments"] == {
        "comment": None,
        "private_reply": "private_reply_used",
    }
    refused = await shop.say("private_reply", "ще раз", kind="comments")
    assert (refused.status_code, refused.json()["error"]["details"]["reason"]) == (409, "private_reply_used")
    # He answers in Direct: the same client, the thread that the private reply began.
    await shop.act("dm", text="Дякую", username="olena.k")
    assert await shop.base.value("select count(*) from public.clients") == 1
    direct = [one for one in await shop.channels() if one["kind"] == "direct"]
    assert len(direct) == 1
    threads = await shop.base.rows(
        "select count(*) from public.interactions where conversation_id = $1::uuid",
        direct[0]["conversation_id"],
    )
    assert threads[0][0] == 2


async def test_a_private_reply_that_somebody_has_used_elsewhere(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?", username="olena.k")
    await shop.faults(error_next=[{"code": 10, "subcode": 2534025}])
    await shop.say("private_reply", "Сто", kind="comments")
    await shop.deliver()
    assert await shop.outbound() == [("dead", "private_reply_used")]
    assert ways((await shop.channels())[0]) == {"comment": None, "private_reply": "private_reply_used"}
    assert (await shop.source())["state"] == "active"


async def test_a_comment_whose_answer_was_not_heard_is_not_posted_four_times(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?", username="olena.k")
    await shop.faults(close_connection_after_send=1, drop=5)
    await shop.say("comment", "Сто", kind="comments")
    for _ in range(5):
        await shop.due()
        await shop.outbox.work_once()
        await shop.outbox.look_once()
        await shop.work()
    ours = [one for one in (await shop.there())["comments"] if one["author"] == SHOP]
    assert len(ours) == 1
    assert await shop.outbound() == [("sent", None)]


async def test_whoever_blocked_us_is_not_written_to_until_he_writes(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.act("block")
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert await shop.outbound() == [("dead", "recipient_gone")]
    assert ways((await shop.channels())[0]) == {"direct": "unreachable"}
    await shop.act("block", blocked=False)
    await shop.act("dm", text="Я тут")
    assert ways((await shop.channels())[0]) == {"direct": None}


async def test_a_limit_lets_the_account_rest_and_a_fault_is_tried_again(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.faults(error_next=[{"code": 613}, {"code": 2}])
    await shop.say("direct", "Сто")
    assert await shop.outbox.work_once() == 1
    assert (await shop.source())["state"] == "degraded"
    assert await shop.outbox.work_once() == 0, "it rests"
    for _ in range(2):
        await shop.due()
        await shop.deliver()
    assert await said_there(shop) == ["Сто"]
    assert (await shop.source())["state"] == "active"
    assert await shop.base.value("select attempts from private.outbound_messages") == 2


async def test_lost_access_keeps_messages_until_it_is_given_again(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.act("token", subcode=463)
    await shop.say("direct", "Сто")
    await shop.deliver()
    assert (await shop.source())["state"] == "reauth_required"
    assert await shop.outbound() == [("pending", None)]
    assert ways((await shop.channels())[0]) == {"direct": "source_not_ready"}
    await shop.back(await shop.begin())
    await shop.due()
    await shop.deliver()
    assert await said_there(shop) == ["Сто"]


async def test_public_answers_keep_their_pace(shop: Shop) -> None:
    await shop.act("comment", text="Ціна?", username="olena.k")
    for number in range(5):
        await shop.say("comment", f"відповідь {number}", kind="comments")
    while await shop.outbox.work_once():
        pass
    assert [status for status, _ in await shop.outbound()] == ["sent"] * 3 + ["pending"] * 2
    await shop.base.run("update private.send_paces set full_at = now()")
    await shop.outbox.work_once()
    assert [status for status, _ in await shop.outbound()].count("sent") == 4


async def test_a_worker_that_died_between_sending_and_noting(shop: Shop) -> None:
    await shop.act("dm", text="Ціна?")
    await shop.say("direct", "Сто")
    await shop.base.run("update private.outbound_messages set handed_over_at = now(), attempts = 1")
    await shop.outbox.work_once()
    assert await shop.outbound() == [("ambiguous", "crashed")]
    assert await said_there(shop) == []


async def test_only_whoever_has_the_client_sees_and_sends(shop: Shop) -> None:
    await shop.base.run(
        "update public.lead_sources set assignment_rule = 'fixed', fixed_manager_id = $1", ANNA.id
    )
    await shop.act("dm", text="Ціна?")
    client = (await shop.client())["id"]
    (thread,) = await shop.channels(ANNA)
    body = {
        "conversation_id": thread["conversation_id"],
        "mode": "direct",
        "text": "моє",
        "key": str(uuid4()),
    }
    async with shop.as_(BOHDAN) as bohdan:
        assert (await bohdan.get(f"/api/v1/clients/{client}/channels")).status_code == 404
        assert (
            await bohdan.post(f"/api/v1/clients/{client}/messages/outbound", json=body)
        ).status_code == 404
    async with shop.base.as_user(BOHDAN.id) as raw:
        assert await raw.fetch("select * from app.threads_of($1)", client) == []
        assert await raw.fetch("select * from public.conversations") == []
    async with shop.as_(ANNA) as anna:
        sent = await anna.post(f"/api/v1/clients/{client}/messages/outbound", json=body)
        assert sent.status_code == 202
        listed = (await anna.get(f"/api/v1/clients/{client}/messages/outbound")).json()["items"]
        assert [(one["text"], one["status"]) for one in listed] == [("моє", "pending")]
        taken_back = await anna.post(
            f"/api/v1/clients/{client}/messages/outbound/{sent.json()['ids'][0]}/discard"
        )
        assert taken_back.status_code == 204
    await shop.deliver()
    assert await said_there(shop) == []
