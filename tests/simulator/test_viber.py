"""Viber: HTTP 200 and a status, the call during set_webhook, subscriptions, what costs money."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.viber.state import TOKEN
from tests.simulator.conftest import Sim
from tests.simulator.receiver import Received, Receiver


@dataclass
class Bot:
    """The CRM's side."""

    sim: Sim
    token: str = TOKEN

    def __call__(self, method: str, **given: Any) -> Any:
        answer = self.sim.post(
            f"/chatapi.viber.com/pa/{method}", json=given, headers={"X-Viber-Auth-Token": self.token}
        )
        assert answer.status_code == 200
        return answer.json()

    def send(self, receiver: str, **more: Any) -> Any:
        message = {"receiver": receiver, "type": "text", "text": "Добрий день", "sender": {"name": "Shop"}}
        return self("send_message", **{**message, **more})


@pytest.fixture
def bot(sim: Sim, receiver: Receiver) -> Bot:
    made = Bot(sim)
    assert made("set_webhook", url=receiver.url, send_name=True)["status"] == 0
    return made


def signed(post: Received) -> bool:
    expected = hmac.new(TOKEN.encode(), post.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(post.headers["x-viber-content-signature"], expected)


def test_the_address_is_called_while_it_is_set(sim: Sim, receiver: Receiver) -> None:
    bot = Bot(sim)
    receiver.statuses = [500]
    assert bot("set_webhook", url=receiver.url) == {"status": 1, "status_message": "invalidUrl"}
    assert bot.send("x")["status"] == 10
    assert bot("set_webhook", url=receiver.url, event_types=["delivered"])["event_types"] == ["delivered"]
    assert [post.json()["event"] for post in receiver.posts] == ["webhook", "webhook"]
    assert signed(receiver.posts[-1])


def test_a_message_subscribes_and_is_signed(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    started = sim.act("viber", "bot", "start", context="ig_autumn11")
    assert (receiver.last["event"], receiver.last["context"]) == ("conversation_started", "ig_autumn11")
    assert bot.send(started["user_id"])["status"] == 6
    made = sim.act("viber", "bot", "message", text="Ціна?")
    assert signed(receiver.posts[-1]) and receiver.last["message"]["text"] == "Ціна?"
    assert receiver.last["message_token"] > 2**53
    sent = bot.send(made["user_id"], tracking_data="outbox-1")
    sim.advance("1s")
    assert (receiver.last["event"], receiver.last["message_token"]) == ("delivered", sent["message_token"])
    sim.act("viber", "bot", "seen", message_token=str(sent["message_token"]))
    assert receiver.last["event"] == "seen"
    sim.act("viber", "bot", "unsubscribe")
    assert bot.send(made["user_id"])["status"] == 6


def test_the_answer_to_a_start_may_welcome(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    receiver.answers = [b'{"type": "text", "text": "hello", "sender": {"name": "Shop"}}']
    sim.act("viber", "bot", "start")
    assert sim.get("/_sim/viber").json()["sent"][-1]["welcome"] is True


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"receiver": "nobody"}, 5),
        ({"sender": {}}, 4),
        ({"sender": {"name": "x" * 29}}, 3),
        ({"type": "poem"}, 3),
        ({"type": "picture"}, 4),
        ({"text": ""}, 4),
        ({"tracking_data": "x" * 4001}, 3),
        ({"text": "ж" * 20_000}, 3),
        ({"min_api_version": 99}, 13),
    ],
)
def test_statuses_of_a_message(sim: Sim, bot: Bot, changed: dict[str, Any], status: int) -> None:
    person = sim.act("viber", "bot", "message")["user_id"]
    assert bot.send(**{"receiver": person, **changed})["status"] == status


def test_a_silent_person_gets_a_hundred_an_hour(sim: Sim, bot: Bot) -> None:
    person = sim.act("viber", "bot", "message")["user_id"]
    assert {bot.send(person)["status"] for _ in range(100)} == {0}
    assert bot.send(person)["status"] == 12
    sim.act("viber", "bot", "message")
    assert bot.send(person)["status"] == 0


def test_after_the_day_messages_cost(sim: Sim, bot: Bot) -> None:
    person = sim.act("viber", "bot", "message")["user_id"]
    sim.act("viber", "bot", "account", free_left=1)
    assert bot.send(person)["billing_status"] == 0
    sim.advance("25h")
    assert bot.send(person)["billing_status"] == 1
    assert bot.send(person)["status"] == 23
    sim.act("viber", "bot", "account", status=7)
    assert bot("get_account_info")["status"] == 7
    sim.act("viber", "bot", "account")
    assert Bot(sim, "wrong")("get_account_info") == {"status": 2, "status_message": "invalidAuthToken"}


def test_viber_tries_for_an_hour(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    receiver.statuses = [500] * 99
    sim.act("viber", "bot", "message")
    sim.advance("3h")
    states = [
        d["state"] for d in sim.get("/_sim/deliveries", params={"vendor": "viber"}).json()["deliveries"]
    ]
    assert (states, len(receiver)) == (["delivered", "lost"], 7)
