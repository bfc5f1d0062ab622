"""Direct: windows, private answers, sizes, echoes, what people do to their messages."""

from typing import Any

import pytest

from simulator.instagram.state import APP_SECRET, SHOP
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import connected, refused
from tests.simulator.receiver import Receiver


def item(receiver: Receiver) -> dict[str, Any]:
    """The newest item of `messaging`."""
    found: dict[str, Any] = receiver.last["entry"][0]["messaging"][0]
    return found


def test_a_message_and_its_answer_with_echo(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    made = sim.act("instagram", SHOP, "ad_dm", username="olena.k", text="ціна?")
    assert receiver.posts[-1].meta_signed(APP_SECRET)
    assert item(receiver)["sender"] == {"id": made["from"]}
    assert item(receiver)["message"]["referral"]["ads_context_data"]["ad_title"] == "Autumn sale"
    sent = account.say(made["from"], "100 грн").json()
    assert sent["recipient_id"] == made["from"]
    sim.advance("1s")
    assert item(receiver)["message"] == {"mid": sent["message_id"], "is_echo": True, "text": "100 грн"}
    assert item(receiver)["sender"] == {"id": SHOP}


def test_an_echo_may_come_before_the_answer(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    made = sim.act("instagram", SHOP, "dm")
    sim.faults("instagram", early_events=True)
    sent = account.say(made["from"], "x").json()
    assert item(receiver)["message"]["mid"] == sent["message_id"]


def test_windows_of_a_day_and_of_a_week(sim: Sim) -> None:
    account = connected(sim)
    made = sim.act("instagram", SHOP, "dm")["from"]
    sim.advance("23h")
    assert account.say(made, "x").status_code == 200
    sim.advance("2h")
    assert refused(account.say(made, "x")) == (10, 2534022)
    human = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    assert refused(account.say(made, "x", **human))[0] == 10
    sim.post("/_sim/instagram/app", json={"features": ["human_agent"]})
    assert account.say(made, "x", **human).status_code == 200
    sim.advance("6d")
    assert refused(account.say(made, "x", **human)) == (10, 2534022)


def test_one_private_answer_within_seven_days(sim: Sim) -> None:
    account = connected(sim)

    def answer(comment: str) -> Any:
        return account.post(
            f"{SHOP}/messages", {"recipient": {"comment_id": comment}, "message": {"text": "x"}}
        )

    made = sim.act("instagram", SHOP, "comment", username="olena.k")
    assert answer(made["comment_id"]).json()["recipient_id"] == made["from"]
    assert refused(answer(made["comment_id"])) == (10, 2534025)
    assert refused(account.say(made["from"], "more")) == (10, 2534022), "she has not answered yet"
    sim.act("instagram", SHOP, "dm", username="olena.k")
    assert account.say(made["from"], "more").status_code == 200
    old = sim.act("instagram", SHOP, "comment", username="ivan")["comment_id"]
    sim.advance("8d")
    assert refused(answer(old)) == (10, 2534022)


def test_a_text_is_measured_in_bytes(sim: Sim) -> None:
    account = connected(sim)
    person = sim.act("instagram", SHOP, "dm")["from"]
    assert account.say(person, "ж" * 500).status_code == 200
    assert refused(account.say(person, "ж" * 501))[0] == 100
    assert refused(account.say(person, " "))[0] == 100


def test_who_cannot_be_written_to(sim: Sim) -> None:
    account = connected(sim)
    assert refused(account.say("82619", "x")) == (100, 2534014)
    person = sim.act("instagram", SHOP, "dm", username="ira")["from"]
    sim.act("instagram", SHOP, "block", username="ira")
    assert refused(account.say(person, "x")) == (551, 1545041)


def test_attachments_are_fetched_first(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim)
    person = sim.act("instagram", SHOP, "dm")["from"]
    for kind, url in (("image", f"{receiver.url}/none.jpg"), ("image", "ftp://x"), ("hologram", "https://x")):
        message = {"attachment": {"type": kind, "payload": {"url": url}}}
        answer = account.post(f"{SHOP}/messages", {"recipient": {"id": person}, "message": message})
        assert refused(answer)[0] == 100


def test_people_change_their_messages(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    mid = sim.act("instagram", SHOP, "dm", text="стара")["mid"]
    sim.act("instagram", SHOP, "edit", mid=mid, text="нова")
    assert item(receiver)["message_edit"] == {"mid": mid, "text": "нова", "num_edit": "1"}
    sim.act("instagram", SHOP, "react", mid=mid)
    assert item(receiver)["reaction"]["emoji"] == "❤️"
    sim.act("instagram", SHOP, "unsend", mid=mid)
    assert item(receiver)["message"] == {"mid": mid, "is_deleted": True}
    assert refused(account.get(mid, fields="message")) == (100, 33)


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ("story_reply", "message"),
        ("story_mention", "message"),
        ("unsupported", "message"),
        ("postback", "postback"),
        ("referral", "referral"),
    ],
)
def test_other_things_that_arrive(sim: Sim, receiver: Receiver, act: str, key: str) -> None:
    connected(sim, receiver)
    assert sim.act("instagram", SHOP, act)["told"] is True
    assert key in item(receiver)


def test_attachments_have_an_address_here(sim: Sim, receiver: Receiver) -> None:
    connected(sim, receiver)
    sim.act("instagram", SHOP, "dm", attachment="image")
    (attachment,) = item(receiver)["message"]["attachments"]
    picture = sim.get(attachment["payload"]["url"])
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    sim.act("instagram", SHOP, "dm", attachment="ig_post")
    assert item(receiver)["message"]["attachments"][0]["payload"]["ig_post_media_id"]


def test_a_new_message_may_come_as_an_edit(sim: Sim, receiver: Receiver) -> None:
    account = connected(sim, receiver)
    mid = sim.act("instagram", SHOP, "dm", text="ціна?", via_edit=True)["mid"]
    assert item(receiver)["message_edit"] == {"mid": mid, "num_edit": 0}
    shown = account.get(mid, fields="id,created_time,from,to,message").json()
    assert (shown["message"], shown["from"]["username"]) == ("ціна?", "olena.k")


def test_conversations_for_catching_up(sim: Sim) -> None:
    account = connected(sim)
    for number in range(25):
        thread = sim.act("instagram", SHOP, "dm", username="olena.k", text=f"m{number}")["thread"]
    first = account.get(f"{SHOP}/conversations", platform="instagram", fields="id,updated_time,participants")
    assert [one["id"] for one in first.json()["data"]] == [thread]
    fields = "messages{id,created_time,from,to,message}"
    newest = account.get(thread, fields=fields).json()["messages"]["data"]
    assert [len(newest), newest[0]["message"]] == [20, "m24"]
    account.get(f"{SHOP}/conversations")
    assert refused(account.get(f"{SHOP}/conversations"))[0] == 80002, "two a second"
    sim.advance("31d")
    assert account.get(f"{SHOP}/conversations").json()["data"] == [], "requests fade"


def test_profiles_only_of_those_who_wrote(sim: Sim) -> None:
    account = connected(sim)
    commenter = sim.act("instagram", SHOP, "comment", username="olena.k")["from"]
    assert refused(account.get(commenter, fields="name")) == (230, None)
    sim.act("instagram", SHOP, "dm", username="olena.k", name="Олена К")
    assert account.get(commenter, fields="name,username").json()["username"] == "olena.k"
