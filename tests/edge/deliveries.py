"""What vendors post, signed as they sign it."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

SHOP = "17841400000000001"


def digest(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def dated(secret: str, body: bytes) -> dict[str, str]:
    at = str(int(time.time()))
    return {"elevenlabs-signature": f"t={at}, v0={'0' * 64},v0={digest(secret, at.encode() + b'.' + body)}"}


def meta(secret: str, body: bytes) -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={digest(secret, body)}"}


SIGNED: dict[str, Callable[[str, bytes], dict[str, str]]] = {
    "instagram": meta,
    "messenger": meta,
    "whatsapp": meta,
    "telegram": lambda secret, _: {"x-telegram-bot-api-secret-token": secret},
    "viber": lambda secret, body: {"x-viber-content-signature": digest(secret, body)},
    "elevenlabs": dated,
}


def comment(number: int, account: str = SHOP) -> dict[str, Any]:
    value = {
        "id": f"c{number}",
        "from": {"id": "9", "username": "olena"},
        "media": {"id": "m"},
        "text": "Ціна?",
    }
    return {"id": account, "time": 1795330000, "changes": [{"field": "comments", "value": value}]}


def message(number: int, account: str = SHOP) -> dict[str, Any]:
    told = {
        "sender": {"id": "9"},
        "recipient": {"id": account},
        "timestamp": 1795330000123,
        "message": {"mid": f"m{number}", "text": "?"},
    }
    return {"id": account, "time": 1795330000, "messaging": [told]}


def instagram(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"object": "instagram", "entry": entries}).encode()


# What vendors deliver (the reference's own examples): every channel whose adapter takes webhooks is fed with its own.
DELIVERIES: dict[str, tuple[bytes, ...]] = {
    "instagram": (
        instagram(*(comment(n) for n in range(3)), message(1)),
        instagram(message(1), message(2), comment(2)),
        json.dumps([json.loads(instagram(comment(7)))]).encode(),
        b'{"object": "instagram", "entry": []}',
        b"\xff{",
    ),
    "messenger": (
        json.dumps({"object": "page", "entry": [{"id": SHOP, "time": 1795330000, "messaging": [{"sender": {"id": "8"}, "recipient": {"id": SHOP},
            "timestamp": 1795330000123, "message": {"mid": "m_1", "text": "Привіт"}}]}]}).encode(),
    ),
    "whatsapp": (
        json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "WABA1", "changes": [{"field": "messages", "value": {
            "messaging_product": "whatsapp", "metadata": {"display_phone_number": "380441234567", "phone_number_id": SHOP},
            "contacts": [{"profile": {"name": "Ira"}, "user_id": "UA.99887766"}],
            "messages": [{"from_user_id": "UA.99887766", "id": "wamid.B1", "timestamp": "1795330010", "type": "text", "text": {"body": "?"}}],
            "statuses": [{"id": "wamid.X", "status": "delivered", "timestamp": "1795330005", "recipient_id": "380671234567"}]}}]}]}).encode(),
    ),
    "telegram": (
        b'{"update_id":900000001,"message":{"message_id":51,"from":{"id":555000111,"is_bot":false,"first_name":"O"},'
        b'"chat":{"id":555000111,"type":"private"},"date":1795330000,"text":"/start ig_autumn-11"}}',
    ),
    "viber": (
        b'{"event":"message","timestamp":1795330000123,"message_token":4912661846655238145,"sender":{"id":"01234567890A=","name":"O"},'
        b'"message":{"type":"text","text":"?"}}',
        b'{"event":"delivered","timestamp":1795330000700,"message_token":4912661846655238200,"user_id":"01234567890A="}',
    ),
    "elevenlabs": (
        b'{"type":"post_call_transcription","event_timestamp":1795330300,"data":{"agent_id":"a","conversation_id":"conv_9001","status":"done",'
        b'"transcript":[],"metadata":{"start_time_unix_secs":1795330200,"call_duration_secs":64}}}',
    ),
}  # fmt: skip
