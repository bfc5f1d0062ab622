"""How webhooks travel: retries on the vendors' clock, copies, batches, damage; and how calls are broken."""

import json

import httpx
import pytest

from simulator.instagram.state import APP_SECRET, SHOP
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import connected, refused
from tests.simulator.receiver import Receiver


def comment(sim: Sim, **order: object) -> dict[str, object]:
    return sim.act("instagram", SHOP, "comment", **order)


def test_refused_posts_come_again_with_growing_pauses(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    receiver.statuses = [500, 503]
    comment(sim)
    assert len(receiver) == 1
    sim.advance("11s")
    assert len(receiver) == 2
    sim.advance("1h")
    assert len(receiver) == 3 and len({post.body for post in receiver.posts}) == 1
    (delivery,) = sim.get("/_sim/deliveries").json()["deliveries"]
    assert (delivery["state"], [one["status"] for one in delivery["attempts"]]) == (
        "delivered",
        [500, 503, 200],
    )


def test_after_36_hours_meta_gives_up(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    receiver.statuses = [500] * 99
    comment(sim)
    sim.advance("40h")
    receiver.statuses = []
    sim.advance("7d")
    (delivery,) = sim.get("/_sim/deliveries").json()["deliveries"]
    assert (delivery["state"], len(delivery["attempts"])) == ("lost", 11)
    spread = delivery["attempts"][-1]["at"] - delivery["attempts"][0]["at"]
    assert spread == pytest.approx(36 * 3600, abs=5), "each attempt at its own moment"


def test_copies_batches_and_a_changed_order(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    sim.faults("instagram", duplicate=2)
    comment(sim)
    assert len(receiver) == 3 and len({post.body for post in receiver.posts}) == 1
    sim.delete("/_sim/instagram/faults")
    sim.faults("instagram", batch=1000)
    comment(sim, count=1000)
    assert len(receiver) == 4 and len(receiver.last["entry"]) == 1000
    sim.delete("/_sim/instagram/faults")
    sim.faults("instagram", reorder=2)
    comment(sim, text="first")
    assert len(receiver) == 4
    comment(sim, text="second")
    texts = [post.json()["entry"][0]["changes"][0]["value"]["text"] for post in receiver.posts[4:]]
    assert texts == ["second", "first"]


def test_damage(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    for knob in ("bad_signature", "wrong_secret"):
        sim.faults("instagram", **{knob: 1})
        comment(sim)
        assert not receiver.posts[-1].meta_signed(APP_SECRET)
    sim.faults("instagram", truncate=1)
    comment(sim)
    assert receiver.posts[-1].meta_signed(APP_SECRET)
    with pytest.raises(json.JSONDecodeError):
        receiver.posts[-1].json()
    sim.faults("instagram", drop=1)
    comment(sim)
    assert len(receiver) == 3
    sim.faults("instagram", delay_ms=60_000)
    comment(sim)
    assert len(receiver) == 3
    sim.advance("61s")
    assert len(receiver) == 4 and receiver.posts[-1].meta_signed(APP_SECRET)


def test_calls_are_refused_by_gateway_and_by_vendor(sim: Sim) -> None:
    account = connected(sim)
    sim.faults("instagram", http_status_next=[500, {"status": 429, "retry_after": 3}])
    assert account.get("me").status_code == 500
    throttled = account.get("me")
    assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "3")
    sim.faults("instagram", error_next={"code": 2, "subcode": 1545133}, usage_header=96)
    answer = account.get("me")
    assert refused(answer) == (2, 1545133) and answer.json()["error"]["is_transient"] is True
    assert json.loads(answer.headers["x-app-usage"])["call_count"] == 96
    sim.faults("instagram", expire_token=True)
    assert refused(account.get("me")) == (190, 463)


def test_a_send_may_happen_without_an_answer(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    person = sim.act("instagram", SHOP, "dm")["from"]
    sim.faults("instagram", close_connection_after_send=1)
    with pytest.raises(httpx.RemoteProtocolError):
        account.say(person, "sent all the same")
    sim.advance("1s")
    assert receiver.last["entry"][0]["messaging"][0]["message"]["text"] == "sent all the same"
    assert account.say(person, "and again").status_code == 200


def test_a_call_may_hang(sim: Sim) -> None:
    account = connected(sim)
    sim.faults("instagram", hang_s=0.4)
    with pytest.raises(httpx.ReadTimeout):
        sim.get("/graph.instagram.com/me", headers=account.headers, timeout=0.1)


def test_the_journal_keeps_what_was_called(sim: Sim) -> None:
    connected(sim).say("1", "привіт")
    (call,) = sim.get("/_sim/requests", params={"path": "/messages"}).json()["requests"]
    assert (call["vendor"], call["method"], call["status"]) == ("instagram", "POST", 400)
    assert json.loads(call["body"])["message"]["text"] == "привіт"
    assert call["headers"]["authorization"].startswith("Bearer IGAA")


def test_orders_that_make_no_sense_are_told_so(sim: Sim) -> None:
    assert sim.post("/_sim/instagram/faults", json={"dupliacte": 1}).status_code == 422
    assert sim.post("/_sim/clock", json={"advance": "soon"}).status_code == 422
    assert sim.post(f"/_sim/instagram/{SHOP}/fly").status_code == 404
    assert "known: username" in sim.post(f"/_sim/instagram/{SHOP}/comment", json={"x": 1}).json()["detail"]
    assert sim.get("/_sim/myspace").status_code == 404
    assert sim.get("/_sim").json()["simulated"] is True


def test_a_page_to_act_on(sim: Sim) -> None:
    page = sim.get("/_sim/people").text
    assert "SIMULATED" in page and '<form data-vendor="instagram" data-act="comment">' in page
    assert "<option>simulated_shop</option>" in page
