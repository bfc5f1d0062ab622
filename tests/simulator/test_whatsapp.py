"""WhatsApp: identities without a number, the 24 hours, templates, statuses, media, retries of a week."""

import hashlib
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from simulator.meta.apps import META_APP_SECRET
from simulator.whatsapp.acts import OLENA
from simulator.whatsapp.state import PHONE, TOKEN, WABA
from tests.simulator.conftest import Sim
from tests.simulator.receiver import Receiver

GRAPH = "/graph.facebook.com/v25.0"


@dataclass
class Business:
    """The business's side of the Cloud API."""

    sim: Sim

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.sim.get(f"{GRAPH}/{path}", params=params, headers=self.headers)

    def send(self, **message: Any) -> httpx.Response:
        body = {"messaging_product": "whatsapp", **message}
        return self.sim.post(f"{GRAPH}/{PHONE}/messages", json=body, headers=self.headers)

    def text(self, words: str, **more: Any) -> httpx.Response:
        return self.send(to=OLENA, type="text", text={"body": words}, **more)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def business(sim: Sim, receiver: Receiver) -> Business:
    order = {"callback_url": receiver.url, "verify_token": receiver.token}
    assert sim.post("/_sim/whatsapp/app", json=order).status_code == 200
    made = Business(sim)
    assert sim.post(f"{GRAPH}/{WABA}/subscribed_apps", headers=made.headers).json() == {"success": True}
    return made


def value(receiver: Receiver) -> dict[str, Any]:
    found: dict[str, Any] = receiver.last["entry"][0]["changes"][0]["value"]
    return found


def statuses(receiver: Receiver) -> list[str]:
    """Of all posts, in their order."""
    return [
        status["status"]
        for post in receiver.posts
        for status in post.json()["entry"][0]["changes"][0]["value"].get("statuses", [])
    ]


def code(answer: httpx.Response) -> int:
    found: int = answer.json()["error"]["code"]
    return found


def test_a_message_from_an_ad_is_signed(sim: Sim, business: Business, receiver: Receiver) -> None:
    made = sim.act("whatsapp", PHONE, "ad_message", text="Скільки?")
    assert receiver.posts[-1].meta_signed(META_APP_SECRET)
    (message,) = value(receiver)["messages"]
    assert (message["from"], message["id"], message["text"]["body"]) == (OLENA, made["wamid"], "Скільки?")
    assert message["referral"]["ctwa_clid"]
    assert value(receiver)["metadata"]["phone_number_id"] == PHONE


def test_a_person_who_hides_his_number_is_answered_by_his_id(
    sim: Sim, business: Business, receiver: Receiver
) -> None:
    made = sim.act("whatsapp", PHONE, "message", hidden=True)
    assert "from" not in value(receiver)["messages"][0]
    assert value(receiver)["contacts"][0].keys() == {"profile", "user_id"}
    sent = business.send(recipient=made["user_id"], type="text", text={"body": "так"})
    assert sent.json()["contacts"][0]["user_id"] == made["user_id"]
    login = {"name": "login_code", "language": {"code": "uk"}}
    login |= {"components": [{"type": "body", "parameters": [{"type": "text", "text": "1"}]}]}
    assert code(business.send(recipient=made["user_id"], type="template", template=login)) == 131062
    sim.act("whatsapp", PHONE, "message", hidden=False)
    assert value(receiver)["contacts"][0]["wa_id"] == OLENA


def test_statuses_carry_what_we_gave(sim: Sim, business: Business, receiver: Receiver) -> None:
    sim.act("whatsapp", PHONE, "message")
    sent = business.text("добрий день", biz_opaque_callback_data="outbox-1").json()
    assert sent["messages"][0]["message_status"] == "accepted"
    sim.advance("1s")
    assert statuses(receiver) == ["sent", "delivered"]
    assert value(receiver)["statuses"][0]["biz_opaque_callback_data"] == "outbox-1"
    sim.act("whatsapp", PHONE, "person", offline=True)
    late = business.text("x").json()["messages"][0]["id"]
    sim.advance("1s")
    sim.act("whatsapp", PHONE, "read", wamid=late)
    assert statuses(receiver)[2:] == ["sent", "read"]


def test_outside_the_day_text_is_taken_and_fails(sim: Sim, business: Business, receiver: Receiver) -> None:
    sim.act("whatsapp", PHONE, "message")
    sim.advance("25h")
    assert business.text("x").status_code == 200
    sim.advance("1s")
    (failed,) = value(receiver)["statuses"]
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
    body = {"type": "body", "parameters": [{"type": "text", "text": "Олена"}]}
    template = {"name": "come_back", "language": {"code": "ru"}, "components": [body]}
    assert business.send(to=OLENA, type="template", template=template).status_code == 200
    sim.advance("1s")
    assert statuses(receiver)[-2:] == ["sent", "delivered"]
    sim.act("whatsapp", PHONE, "person", opted_out=True)
    business.send(to=OLENA, type="template", template=template)
    sim.advance("1s")
    assert value(receiver)["statuses"][0]["errors"][0]["code"] == 131050


def test_a_number_without_whatsapp_fails_later(sim: Sim, business: Business, receiver: Receiver) -> None:
    assert business.send(to="380990000000", type="text", text={"body": "x"}).status_code == 200
    sim.advance("1s")
    assert value(receiver)["statuses"][0]["errors"][0]["code"] == 131026


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"to": OLENA, "type": "text", "text": {"body": "x" * 4097}}, 100),
        ({"to": OLENA, "type": "text"}, 131008),
        ({"to": OLENA, "type": "poem", "poem": {}}, 131051),
        ({"to": "me", "type": "text", "text": {"body": "x"}}, 131009),
        ({"recipient": "UA.none", "type": "text", "text": {"body": "x"}}, 131009),
        ({"to": OLENA, "type": "image", "image": {"id": "1"}}, 131009),
        ({"to": OLENA, "type": "template", "template": {"name": "x", "language": {"code": "uk"}}}, 132001),
        (
            {"to": OLENA, "type": "template", "template": {"name": "not_yet", "language": {"code": "uk"}}},
            132001,
        ),
        (
            {"to": OLENA, "type": "template", "template": {"name": "come_back", "language": {"code": "ru"}}},
            132000,
        ),
        ({"status": "read", "message_id": "wamid.none"}, 131009),
    ],
)
def test_what_is_refused_at_once(business: Business, message: dict[str, Any], expected: int) -> None:
    assert code(business.send(**message)) == expected


def test_a_pair_is_slowed_down(sim: Sim, business: Business) -> None:
    sim.act("whatsapp", PHONE, "message")
    codes = {business.text("x").status_code for _ in range(45)}
    assert codes == {200}
    assert code(business.text("x")) == 131056


def test_the_number_is_told_as_whatsapp_knows_it(business: Business) -> None:
    sent = business.send(to="+55 11 98765-4321", type="text", text={"body": "x"}).json()
    assert sent["contacts"][0] == {"input": "+55 11 98765-4321", "wa_id": "551187654321"}


def test_edit_revoke_and_a_new_number(sim: Sim, business: Business, receiver: Receiver) -> None:
    made = sim.act("whatsapp", PHONE, "message")
    sim.act("whatsapp", PHONE, "edit", wamid=made["wamid"], text="інше")
    assert value(receiver)["messages"][0]["edit"]["message"]["text"]["body"] == "інше"
    sim.act("whatsapp", PHONE, "revoke", wamid=made["wamid"])
    assert value(receiver)["messages"][0]["revoke"] == {"original_message_id": made["wamid"]}
    moved = sim.act("whatsapp", PHONE, "new_number", phone=OLENA, new_phone="380671110000")
    assert "contacts" not in value(receiver)
    update = value(receiver)["messages"][0]["system"]["user_id_update"]
    assert update == {"previous": made["user_id"], "current": moved["user_id"]}


def test_two_messages_and_statuses_in_one_value(sim: Sim, business: Business, receiver: Receiver) -> None:
    sim.act("whatsapp", PHONE, "message")
    sim.faults("whatsapp", batch=4)
    sim.act("whatsapp", PHONE, "message", text="раз")
    sim.act("whatsapp", PHONE, "message", text="два")
    business.text("x")
    sim.settle()
    assert [len(value(receiver)[name]) for name in ("contacts", "messages", "statuses")] == [1, 2, 2]


def test_media_has_an_address_for_five_minutes_and_for_us_only(sim: Sim, business: Business) -> None:
    made = sim.act("whatsapp", PHONE, "media", kind="voice")
    found = business.get(made["media_id"]).json()
    assert sim.get(found["url"]).status_code == 400
    file = sim.get(found["url"], headers=business.headers)
    assert hashlib.sha256(file.content).hexdigest() == found["sha256"]
    sim.advance("6m")
    assert sim.get(found["url"], headers=business.headers).status_code == 404
    form = {"messaging_product": "whatsapp", "type": "image/png"}
    upload = sim.post(
        f"{GRAPH}/{PHONE}/media", data=form, files={"file": ("x.png", b"png")}, headers=business.headers
    )
    sent = business.send(to=OLENA, type="image", image={"id": upload.json()["id"]})
    assert sent.status_code == 200


def test_whatsapp_tries_for_a_week(sim: Sim, business: Business, receiver: Receiver) -> None:
    receiver.statuses = [500] * 11
    sim.act("whatsapp", PHONE, "message")
    sim.advance("40h")
    assert len(receiver) == 11
    sim.advance("24h")
    (delivery,) = sim.get("/_sim/deliveries", params={"vendor": "whatsapp"}).json()["deliveries"]
    assert delivery["state"] == "delivered"


def test_tokens_and_errors_of_its_own(sim: Sim, business: Business) -> None:
    assert business.get(PHONE, fields="display_phone_number,verified_name,quality_rating").status_code == 200
    sim.faults("whatsapp", error_next=[{"code": 131048}, {"code": 80007}])
    throttled = business.text("x")
    assert (throttled.status_code, code(throttled)) == (429, 131048)
    assert throttled.json()["error"]["error_data"]["messaging_product"] == "whatsapp"
    assert code(business.text("x")) == 80007
    sim.act("whatsapp", PHONE, "token", subcode=460)
    assert (code(business.text("x")), business.text("x").json()["error"]["error_subcode"]) == (190, 460)
