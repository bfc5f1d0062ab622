"""Telegram: webhook or polling, never both; people who block and come back; business chats; files."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from channels.bot_api import BotApi, BotError
from simulator.telegram.acts import OLENA
from simulator.telegram.bot import TOKEN
from tests.simulator.conftest import Sim
from tests.simulator.receiver import Receiver

BOT, SECRET = "smena_test_bot", "Secret_Word-1"


@dataclass
class Bot:
    """The CRM's side."""

    sim: Sim

    def __call__(self, method: str, **given: Any) -> Any:
        answer: Any = self.sim.post(f"/api.telegram.org/bot{TOKEN}/{method}", json=given).json()
        return answer

    def hook(self, receiver: Receiver, **more: Any) -> None:
        assert self("setWebhook", url=receiver.url, secret_token=SECRET, **more) == {
            "ok": True,
            "result": True,
        }


@pytest.fixture
def bot(sim: Sim) -> Bot:
    return Bot(sim)


def test_updates_bring_the_secret_and_are_retried_in_the_queue(
    sim: Sim, bot: Bot, receiver: Receiver
) -> None:
    bot.hook(receiver)
    receiver.statuses = [500]
    sim.act("telegram", BOT, "start", payload="ig_autumn-11")
    info = bot("getWebhookInfo")["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        1,
        "Wrong response from the webhook: 500",
    )
    sim.advance("2s")
    assert len(receiver) == 2 and receiver.posts[0].body == receiver.posts[1].body
    assert receiver.posts[0].headers["x-telegram-bot-api-secret-token"] == SECRET
    message = receiver.last["message"]
    assert (message["text"], message["chat"]["type"]) == ("/start ig_autumn-11", "private")
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert bot("getWebhookInfo")["result"]["pending_update_count"] == 0
    sim.faults("telegram", wrong_secret=1)
    sim.act("telegram", BOT, "message")
    assert receiver.posts[-1].headers["x-telegram-bot-api-secret-token"] != SECRET


def test_polling_and_a_webhook_exclude_each_other(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    bot.hook(receiver)
    refused = bot("getUpdates")
    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)
    receiver.statuses = [500]
    sim.act("telegram", BOT, "message")
    assert bot("deleteWebhook")["ok"]
    (update,) = bot("getUpdates")["result"]
    assert update["message"]["text"] == "Скільки коштує?"
    assert bot("getUpdates", offset=update["update_id"] + 1)["result"] == []
    sim.advance("1h")
    assert len(receiver) == 1, "what waited for the webhook was withdrawn"


def test_updates_are_kept_for_a_day(sim: Sim, bot: Bot) -> None:
    sim.act("telegram", BOT, "message")
    sim.advance("25h")
    assert bot("getUpdates")["result"] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "http://crm.example/x"}, "HTTPS URL must be provided"),
        ({"url": "https://crm.example:8000/x"}, "only on ports"),
        ({"url": "https://crm.example/x", "secret_token": "пароль"}, "unallowed characters"),
    ],
)
def test_addresses_that_are_not_taken(bot: Bot, given: dict[str, str], words: str) -> None:
    assert words in bot("setWebhook", **given)["description"]


async def test_our_client_meets_the_same_refusals(sim: Sim) -> None:
    client = BotApi(TOKEN, f"{str(sim.base_url).rstrip('/')}/api.telegram.org")
    with pytest.raises(BotError, match="chat not found"):
        await client.send_message(1, "x")
    sim.act("telegram", BOT, "start")
    assert await client.send_message(OLENA, "добрий день") > 0
    sim.act("telegram", BOT, "block")
    with pytest.raises(BotError, match="403 Forbidden: bot was blocked by the user"):
        await client.send_message(OLENA, "x")
    sim.act("telegram", BOT, "unblock")
    assert [kind for u in await client.get_updates(0, 0) for kind in u if kind != "update_id"] == [
        *("message", "my_chat_member", "my_chat_member")
    ]
    sim.act("telegram", BOT, "deactivate")
    with pytest.raises(BotError, match="user is deactivated"):
        await client.send_message(OLENA, "x")
    sim.act("telegram", BOT, "token")
    with pytest.raises(BotError, match="401 Unauthorized"):
        await client.get_me()
    await client.close()


def test_a_chat_is_written_to_about_once_a_second(sim: Sim, bot: Bot) -> None:
    sim.act("telegram", BOT, "start")
    answers = [bot("sendMessage", chat_id=OLENA, text="x") for _ in range(6)]
    assert [a["ok"] for a in answers] == [True] * 5 + [False]
    wait = answers[-1]["parameters"]["retry_after"]
    assert answers[-1]["description"] == f"Too Many Requests: retry after {wait}"
    sim.advance(f"{wait}s")
    assert bot("sendMessage", chat_id=OLENA, text="x")["ok"]


def test_what_people_send(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    bot.hook(receiver, allowed_updates=["message", "edited_message"])
    made = sim.act("telegram", BOT, "message")
    sim.act("telegram", BOT, "edit", message_id=made["message_id"], text="інше")
    assert receiver.last["edited_message"]["edit_date"]
    sim.act("telegram", BOT, "contact")
    assert receiver.last["message"]["contact"]["user_id"] == OLENA
    sim.act("telegram", BOT, "media", kind="photo", album=2, caption="є такі?")
    groups = {post.json()["message"].get("media_group_id") for post in receiver.posts[-2:]}
    assert len(groups) == 1 and None not in groups
    sim.act("telegram", BOT, "button")
    assert "message" in receiver.last, "callback_query is not among the allowed updates"


def test_business_chats(sim: Sim, bot: Bot, receiver: Receiver) -> None:
    bot.hook(receiver)
    made = sim.act("telegram", BOT, "business_message", text="ціна?")
    assert receiver.posts[0].json()["business_connection"]["is_enabled"] is True
    assert receiver.last["business_message"]["business_connection_id"] == "bc1"
    assert bot("sendMessage", chat_id=OLENA, text="100 грн", business_connection_id="bc1")["ok"]
    sim.act("telegram", BOT, "business_message", from_owner=True, text="я тут")
    assert receiver.last["business_message"]["from"]["id"] != OLENA
    sim.act("telegram", BOT, "business_delete", message_id=made["message_id"])
    assert receiver.last["deleted_business_messages"]["message_ids"] == [made["message_id"]]
    sim.advance("25h")
    assert (
        "PEER_USAGE_MISSING"
        in bot("sendMessage", chat_id=OLENA, text="x", business_connection_id="bc1")["description"]
    )


def test_files_have_an_address_for_an_hour(sim: Sim, bot: Bot) -> None:
    sim.act("telegram", BOT, "media", kind="voice")
    (update,) = bot("getUpdates")["result"]
    path = bot("getFile", file_id=update["message"]["voice"]["file_id"])["result"]["file_path"]
    address = f"/api.telegram.org/file/bot{TOKEN}/{path}"
    assert sim.get(address).content == b"simulated"
    sim.advance("2h")
    assert sim.get(address).status_code == 404
    sim.act("telegram", BOT, "media", kind="video", size=21 * 1024 * 1024)
    big = bot("getUpdates", offset=update["update_id"] + 1)["result"][0]["message"]["video"]["file_id"]
    assert bot("getFile", file_id=big)["description"] == "Bad Request: file is too big"


def test_sending_files_by_form(sim: Sim, bot: Bot) -> None:
    sim.act("telegram", BOT, "start")
    address = f"/api.telegram.org/bot{TOKEN}/SENDVOICE"
    sent = sim.post(
        address, data={"chat_id": str(OLENA)}, files={"voice": ("v.ogg", b"OggS", "audio/ogg")}
    ).json()
    assert sent["result"]["voice"]["file_size"] == 4
    assert (
        "too long"
        in bot("sendPhoto", chat_id=OLENA, photo="https://x/y.jpg", caption="x" * 1025)["description"]
    )


def test_a_send_without_an_answer(sim: Sim, bot: Bot) -> None:
    sim.act("telegram", BOT, "start")
    sim.faults("telegram", close_connection_after_send=1)
    with pytest.raises(httpx.RemoteProtocolError):
        bot("sendMessage", chat_id=OLENA, text="sent all the same")
    assert sim.get("/_sim/telegram").json()["sent"][-1]["text"] == "sent all the same"
    sim.faults("telegram", error_next={"code": 429, "subcode": 14})
    assert bot("sendMessage", chat_id=OLENA, text="x")["parameters"] == {"retry_after": 14}
