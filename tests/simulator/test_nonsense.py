"""Nonsense is refused in the vendor's words, never with a failure of the simulator itself."""

from typing import Any

import pytest

from simulator.elevenlabs.state import KEY
from simulator.instagram.state import SHOP
from simulator.telegram.bot import TOKEN
from simulator.viber.state import TOKEN as VIBER_TOKEN
from simulator.whatsapp.state import PHONE
from simulator.whatsapp.state import TOKEN as WHATSAPP_TOKEN
from tests.simulator.conftest import Sim
from tests.simulator.instagram_account import connected

BODIES: list[Any] = [
    {},
    {"recipient": []},
    {"recipient": {"id": {}}, "message": {"text": []}},
    {"recipient": {"comment_id": 1}, "message": {"attachment": "x"}},
    {"recipient": {"id": "1"}, "message": {"attachment": {"payload": 1}}},
    {"messaging_product": "whatsapp", "to": [], "type": "text", "text": 1},
    {
        "messaging_product": "whatsapp",
        "to": "380671234567",
        "type": "template",
        "template": {"components": "x"},
    },
    {"messaging_product": "whatsapp", "to": "380671234567", "type": "image", "image": {"link": "x", "id": 1}},
    {"chat_id": "x", "text": "x", "offset": "x", "message_id": "x"},
    {"chat_id": 1, "text": "x", "reply_parameters": "[", "allowed_updates": "{"},
    {"receiver": [], "type": [], "sender": 1, "url": 1, "event_types": "x"},
    {"receiver": "x", "type": "text", "text": "x", "sender": {"name": "x"}, "min_api_version": "x"},
    {"text": ["x"], "model_id": 1, "settings": 1, "webhooks": 1},
]


@pytest.mark.parametrize("body", BODIES)
def test_no_call_breaks_it(sim: Sim, body: Any) -> None:
    account = connected(sim)
    calls: list[tuple[str, dict[str, str]]] = [
        (f"/graph.instagram.com/{SHOP}/messages", account.headers),
        (f"/graph.facebook.com/v25.0/{PHONE}/messages", {"authorization": f"Bearer {WHATSAPP_TOKEN}"}),
        *(
            (f"/api.telegram.org/bot{TOKEN}/{m}", {})
            for m in ("sendMessage", "getUpdates", "editMessageText", "setWebhook")
        ),
        *(
            (f"/chatapi.viber.com/pa/{m}", {"x-viber-auth-token": VIBER_TOKEN})
            for m in ("send_message", "set_webhook")
        ),
        *(
            (f"/api.elevenlabs.io/v1/{p}", {"xi-api-key": KEY})
            for p in ("text-to-speech/x", "workspace/webhooks")
        ),
        ("/oauth2.googleapis.com/token", {}),
        ("/login.microsoftonline.com/common/oauth2/v2.0/token", {}),
    ]
    for path, headers in calls:
        assert sim.post(path, json=body, headers=headers).status_code < 500, path
        assert (
            sim.post(path, content=b"{", headers={**headers, "content-type": "application/json"}).status_code
            < 500
        ), path
