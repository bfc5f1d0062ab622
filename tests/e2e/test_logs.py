"""What the processes write down holds no secret: channels are connected, used, refused and lost, and every word of it is read."""

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urldefrag, urlsplit
from uuid import uuid4

import httpx
import pytest

from simulator.elevenlabs.state import KEY
from simulator.settings import CREDENTIALS
from simulator.telegram import TOKEN
from simulator.viber.state import TOKEN as VIBER
from simulator.whatsapp.state import PHONE, WABA
from simulator.whatsapp.state import TOKEN as WHATSAPP
from tests.e2e.data_api import Caller
from tests.e2e.installation import Installation
from tests.e2e.test_instagram import eventually

STUDIO, OURS = "simulated_studio", f"Журнал {uuid4().hex[:4]}"
KEYS: dict[str, dict[str, str]] = {
    "telegram": {"token": TOKEN},
    "viber": {"token": VIBER},
    "whatsapp": {"waba_id": WABA, "phone_number_id": PHONE, "token": WHATSAPP},
    "elevenlabs": {"api_key": KEY},
}
# Where vendors are told a secret: in headers, in forms and queries, in the path.
TOLD = (
    r'"(?:authorization|xi-api-key|x-viber-auth-token)": "(?:Bearer )?([^"]+)"',
    r"(?:access_token|client_secret|secret_token|fb_exchange_token|input_token|verify_token|code)=([^&\"\\]+)",
    r'\\"(?:secret_token|token|auth_token)\\": ?\\"([^"\\]+)',
    r"/bot(\d+:[^/\"]+)/",
)
WRONG = f"wrong-{uuid4().hex}"


@pytest.fixture
def vendor(smena: Installation) -> Iterator[httpx.Client]:
    """All of them; nothing is broken there, before and after."""
    with httpx.Client(base_url=smena.keys().simulator_url, timeout=30) as http:
        _mend(http)
        yield http
        _mend(http)


def _mend(vendor: httpx.Client) -> None:
    for channel in (*KEYS, "instagram"):
        vendor.delete(f"/_sim/{channel}/faults")


@pytest.fixture
def head(smena: Installation) -> Iterator[Caller]:
    """Whatever this test has connected is let go, before and after: an account is one source's."""
    with Caller(smena, "admin") as caller:
        _let_go(caller)
        yield caller
        _let_go(caller)


def _let_go(head: Caller) -> None:
    for source in head.get("/lead-sources")["items"]:
        if source["name"].startswith(OURS) and source["account_name"] and source["state"] != "disconnected":
            head.post_empty(f"/lead-sources/{source['id']}/disconnect")


def _made(head: Caller, channel: str) -> str:
    order = {"channel": channel, "name": f"{OURS} {channel}", "assignment_rule": "by_hand"}
    return str(head.post("/lead-sources", order)["id"])


def _consented(head: Caller, vendor: httpx.Client) -> str:
    """Instagram by its consent page, once denied and once allowed."""
    source = _made(head, "instagram")
    for decision in ("deny", "allow"):
        page = head.post(f"/lead-sources/{source}/connect")["url"]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        form = {**asked, "decision": decision, "account": STUDIO, "granted": asked["scope"].split(",")}
        answer = vendor.post("/www.instagram.com/oauth/authorize", data=form)
        assert httpx.get(urldefrag(answer.headers["location"]).url).status_code == 303
    return source


def _answered_in_vain(smena: Installation, head: Caller, vendor: httpx.Client) -> None:
    """Somebody writes, and nobody knows whether our answer arrived: the worker has something to say."""
    who = f"olena.{uuid4().hex[:6]}"
    vendor.post(f"/_sim/instagram/{STUDIO}/dm", json={"text": "Ціна?", "username": who, "name": who})
    client = eventually(lambda: head.get(f"/clients?q={who}")["items"])[0]["id"]
    thread = head.get(f"/clients/{client}/channels")["items"][0]["conversation_id"]
    vendor.post("/_sim/instagram/faults", json={"close_connection_after_send": 1})
    message = {"conversation_id": thread, "mode": "direct", "text": "Сто", "key": str(uuid4())}
    head.post(f"/clients/{client}/messages/outbound", message)
    eventually(lambda: "is ambiguous" in (smena.data_dir / "logs" / "worker.log").read_text())


def _secrets(smena: Installation, vendor: httpx.Client) -> set[str]:
    """What the CRM has told vendors as a secret, and the installation's own."""
    journal = json.dumps(vendor.get("/_sim/requests").raise_for_status().json(), ensure_ascii=False)
    told = {found for pattern in TOLD for found in re.findall(pattern, journal)}
    keys = smena.keys()
    own = {keys.secret_key, str(urlsplit(keys.database_url).password), *CREDENTIALS.values()}
    known = {value for one in KEYS.values() for name, value in one.items() if "id" not in name}
    return {
        one for one in told | own | known | {WRONG} if len(one) > 11 and one not in CREDENTIALS["IG_APP_ID"]
    }


def test_logs_hold_no_secret(smena: Installation, vendor: httpx.Client, head: Caller) -> None:
    sources = {channel: _made(head, channel) for channel in KEYS}
    for channel, keys in KEYS.items():
        secret = next(name for name in keys if "id" not in name)
        path = f"/api/v1/lead-sources/{sources[channel]}/connection"
        refused = head.ask("POST", path, {"keys": {**keys, secret: WRONG}})
        assert refused.status_code in (409, 422), refused.text
        vendor.post(f"/_sim/{channel}/faults", json={"http_status_next": [500]})
        assert head.ask("POST", path, {"keys": keys}).status_code == 503, channel
        # (409: some other source has the account, and keeps it.)
        assert head.ask("POST", path, {"keys": keys}).status_code in (200, 409), channel
    source = _consented(head, vendor)
    _answered_in_vain(smena, head, vendor)
    vendor.post(f"/_sim/instagram/{STUDIO}/token")
    for one in (source, *sources.values()):
        head.ask("POST", f"/api/v1/lead-sources/{one}/check")
    assert head.get(f"/lead-sources/{source}")["state"] == "reauth_required"

    secrets = _secrets(smena, vendor)
    assert len(secrets) > 10 and any(one.startswith("IGAA") for one in secrets)
    files = (smena.data_dir / "logs").glob("*.log*")
    logs = {file.name: file.read_text("utf-8", "replace") for file in files}
    assert "was not connected" in logs["web.log"] and "is ambiguous" in logs["worker.log"]
    assert [(name, one[:6]) for name, text in logs.items() for one in secrets if one in text] == []
