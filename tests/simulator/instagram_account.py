"""An app that has been connected to an Instagram account, as the CRM would have done it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from simulator.instagram.state import APP_ID, APP_SECRET, SCOPES, SHOP
from tests.simulator.conftest import Sim
from tests.simulator.receiver import Receiver

BACK = "https://crm.example/back"
GRAPH = "/graph.instagram.com"
FIELDS = "comments,live_comments,messages,message_edit,message_reactions,messaging_postbacks,messaging_seen,messaging_referral"


def consent(sim: Sim, *granted: str, decision: str = "allow", **changed: str) -> httpx.Response:
    """What a person answers on the consent page."""
    form: dict[str, Any] = {
        "client_id": APP_ID,
        "redirect_uri": BACK,
        "scope": ",".join(SCOPES),
        "state": "s1",
        "decision": decision,
        "account": SHOP,
        "granted": list(granted or SCOPES),
        **changed,
    }
    return sim.post("/www.instagram.com/oauth/authorize", data=form)


def code(answer: httpx.Response) -> str:
    """The code in the address that the browser is sent to."""
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def exchange(sim: Sim, code: str, **changed: str) -> httpx.Response:
    form = {
        "client_id": APP_ID,
        "client_secret": APP_SECRET,
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "code": code,
        **changed,
    }
    return sim.post("/api.instagram.com/oauth/access_token", data=form)


def short_token(sim: Sim, *granted: str) -> str:
    answer = exchange(sim, code(consent(sim, *granted)))
    return str(answer.json()["data"][0]["access_token"])


def long_token(sim: Sim, *granted: str) -> str:
    query = {
        "grant_type": "ig_exchange_token",
        "client_secret": APP_SECRET,
        "access_token": short_token(sim, *granted),
    }
    return str(sim.get(f"{GRAPH}/access_token", params=query).json()["access_token"])


@dataclass
class Connected:
    """The account's side of the Graph API."""

    sim: Sim
    token: str

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.sim.get(f"{GRAPH}/v25.0/{path}", params=params, headers=self.headers)

    def post(self, path: str, json: Any = None, **params: Any) -> httpx.Response:
        return self.sim.post(f"{GRAPH}/v25.0/{path}", json=json, params=params, headers=self.headers)

    def delete(self, path: str) -> httpx.Response:
        return self.sim.delete(f"{GRAPH}/v25.0/{path}", headers=self.headers)

    def say(self, igsid: str, text: str, **more: Any) -> httpx.Response:
        return self.post(f"{SHOP}/messages", {"recipient": {"id": igsid}, "message": {"text": text}, **more})

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


def connected(sim: Sim, receiver: Receiver | None = None, *granted: str) -> Connected:
    """Token, webhook address, subscription."""
    made = Connected(sim, long_token(sim, *granted))
    if receiver is not None:
        order = {"callback_url": f"{receiver.url}/webhooks/meta", "verify_token": receiver.token}
        answer = sim.post("/_sim/instagram/app", json=order)
        assert answer.status_code == 200, answer.text
        assert made.post(f"{SHOP}/subscribed_apps", subscribed_fields=FIELDS).json() == {"success": True}
    return made


def refused(answer: httpx.Response) -> tuple[int, int | None]:
    """Code and subcode of a refusal."""
    error = answer.json()["error"]
    return error["code"], error.get("error_subcode")
