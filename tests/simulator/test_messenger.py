"""Facebook pages: login and page tokens, Messenger's windows and receipts, comments of the feed, lead ads."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from simulator.messenger.state import FIELDS, FORM, PAGE, SCOPES
from simulator.meta.apps import META_APP_ID, META_APP_SECRET
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import refused
from tests.simulator.receiver import Receiver

GRAPH, BACK = "/graph.facebook.com/v25.0", "https://crm.example/back"


def consent(sim: Sim, *granted: str, **changed: str) -> httpx.Response:
    form: dict[str, Any] = {
        "client_id": META_APP_ID,
        "redirect_uri": BACK,
        "scope": ",".join(SCOPES),
        "state": "s1",
        "decision": "allow",
        "granted": list(granted or SCOPES),
        "account": PAGE,
        **changed,
    }
    return sim.post("/www.facebook.com/v25.0/dialog/oauth", data=form)


def user_token(sim: Sim, **changed: str) -> httpx.Response:
    code = parse_qs(urlsplit(consent(sim).headers["location"]).query)["code"][0]
    query = {
        "client_id": META_APP_ID,
        "client_secret": META_APP_SECRET,
        "redirect_uri": BACK,
        "code": code,
        **changed,
    }
    return sim.get(f"{GRAPH}/oauth/access_token", params=query)


@dataclass
class Shop:
    """The page's side of the Graph API."""

    sim: Sim
    token: str

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.sim.get(f"{GRAPH}/{path}", params={**params, "access_token": self.token})

    def post(self, path: str, json: Any = None, **params: Any) -> httpx.Response:
        return self.sim.post(f"{GRAPH}/{path}", json=json, params={**params, "access_token": self.token})

    def say(self, psid: str, text: str, **more: Any) -> httpx.Response:
        kind = {"messaging_type": "RESPONSE", **more}
        return self.post(
            f"{PAGE}/messages",
            {"recipient": {"id": psid}, "message": {"text": text, "metadata": "o1"}, **kind},
        )


@pytest.fixture
def shop(sim: Sim, receiver: Receiver) -> Shop:
    user = user_token(sim).json()["access_token"]
    exchange = {
        "grant_type": "fb_exchange_token",
        "client_id": META_APP_ID,
        "client_secret": META_APP_SECRET,
        "fb_exchange_token": user,
    }
    long = sim.get(f"{GRAPH}/oauth/access_token", params=exchange).json()["access_token"]
    (page,) = sim.get(f"{GRAPH}/me/accounts", params={"access_token": long}).json()["data"]
    order = {"callback_url": receiver.url, "verify_token": receiver.token}
    assert sim.post("/_sim/messenger/app", json=order).status_code == 200
    made = Shop(sim, page["access_token"])
    answer = made.post(f"{PAGE}/subscribed_apps", subscribed_fields=",".join(sorted(FIELDS)))
    assert answer.json() == {"success": True}
    return made


def items(receiver: Receiver) -> list[dict[str, Any]]:
    """Of `messaging`, from all posts."""
    entries = [entry for post in receiver.posts for entry in post.json()["entry"]]
    return [entry["messaging"][0] for entry in entries if "messaging" in entry]


def change(receiver: Receiver) -> dict[str, Any]:
    found: dict[str, Any] = receiver.last["entry"][0]["changes"][0]
    return found


def test_codes_are_good_once_and_page_tokens_for_ever(sim: Sim, shop: Shop) -> None:
    assert refused(user_token(sim, redirect_uri="https://other.example")) == (100, 36008)
    assert consent(sim, decision="deny").headers["location"].startswith(f"{BACK}?error=access_denied")
    assert "Invalid Scopes" in consent(sim, scope="pages_fly").text
    sim.advance("300d")
    assert shop.get(PAGE).json()["name"] == "Магазин (simulated)"
    sim.act("messenger", PAGE, "token", subcode=492)
    assert refused(shop.get(PAGE)) == (190, 492)


def test_a_message_and_the_receipts_of_the_answer(sim: Sim, shop: Shop, receiver: Receiver) -> None:
    made = sim.act("messenger", PAGE, "ad_dm", text="ціна?")
    assert receiver.posts[-1].meta_signed(META_APP_SECRET)
    assert items(receiver)[-1]["message"]["referral"]["ad_id"] == "120210000000001"
    sent = shop.say(made["from"], "100 грн").json()["message_id"]
    sim.advance("1s")
    echo, delivery = items(receiver)[-2:]
    assert (echo["message"]["mid"], echo["message"]["metadata"]) == (sent, "o1")
    assert echo["message"]["app_id"] == int(META_APP_ID)
    assert delivery["delivery"]["mids"] == [sent]
    sim.act("messenger", PAGE, "read")
    assert items(receiver)[-1]["read"]["watermark"] >= delivery["delivery"]["watermark"]
    sim.act("messenger", PAGE, "dm", standby=True)
    assert "standby" in receiver.last["entry"][0]


def test_windows_and_people(sim: Sim, shop: Shop) -> None:
    person = sim.act("messenger", PAGE, "dm")["from"]
    assert shop.say(person, "x" * 2000).status_code == 200
    assert refused(shop.say(person, "x" * 2001))[0] == 100
    assert refused(shop.say("7", "x")) == (100, 2018001)
    sim.advance("25h")
    assert refused(shop.say(person, "x")) == (10, 2018278)
    human = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    sim.post("/_sim/messenger/app", json={"features": ["human_agent"]})
    assert shop.say(person, "x", **human).status_code == 200
    sim.act("messenger", PAGE, "person", blocks=True)
    assert refused(shop.say(person, "x", **human)) == (551, 1545041)


def test_comments_with_public_and_one_private_answer(sim: Sim, shop: Shop, receiver: Receiver) -> None:
    made = sim.act("messenger", PAGE, "comment", text="Скільки?")
    value = change(receiver)["value"]
    assert (value["item"], value["verb"], value["comment_id"]) == ("comment", "add", made["comment_id"])
    assert value["parent_id"] == value["post_id"] == made["post_id"]
    reply = shop.post(f"{made['comment_id']}/comments", message="100 грн").json()["id"]
    sim.settle()
    assert change(receiver)["value"]["comment_id"] == reply
    assert change(receiver)["value"]["from"]["id"] == PAGE
    private = {"recipient": {"comment_id": made["comment_id"]}, "message": {"text": "x"}}
    assert shop.post(f"{PAGE}/messages", private).json()["recipient_id"] == made["from"]
    assert refused(shop.post(f"{PAGE}/messages", private)) == (10, 2534025)
    sim.act("messenger", PAGE, "edit_comment", comment_id=made["comment_id"], text="інше")
    assert change(receiver)["value"]["verb"] == "edited"
    sim.act("messenger", PAGE, "like")
    assert change(receiver)["value"]["item"] == "reaction"
    listed = shop.get(f"{made['post_id']}/comments", fields="id,message,from").json()["data"]
    assert [one["message"] for one in listed] == ["інше"]


def test_a_lead_must_be_fetched_within_90_days(sim: Sim, shop: Shop, receiver: Receiver) -> None:
    made = sim.act("messenger", PAGE, "lead", full_name="Olena K")
    assert change(receiver)["field"] == "leadgen" and "field_data" not in change(receiver)["value"]
    lead = shop.get(made["leadgen_id"], fields="created_time,ad_id,campaign_id,platform,field_data").json()
    assert lead["field_data"][0] == {"name": "full_name", "values": ["Olena K"]}
    assert shop.get(f"{FORM}/leads").json()["data"][0]["id"] == made["leadgen_id"]
    sim.advance("91d")
    assert refused(shop.get(made["leadgen_id"])) == (100, 33)


def test_an_app_that_fails_for_an_hour_is_cut_off(sim: Sim, shop: Shop, receiver: Receiver) -> None:
    receiver.statuses = [500] * 99
    sim.act("messenger", PAGE, "dm")
    sim.advance("2h")
    assert shop.get(f"{PAGE}/subscribed_apps").json()["data"] == []
    assert sim.act("messenger", PAGE, "dm")["told"] is False
    conversations = shop.get(
        f"{PAGE}/conversations", platform="messenger", fields="id,messages{message}"
    ).json()
    assert len(conversations["data"][0]["messages"]["data"]) == 2, "the list has what was never posted"
