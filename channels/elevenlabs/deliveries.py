"""ElevenLabs' webhooks: the signature, checked by ourselves, and the events in them.

The SDK's `construct_event` never believes bytes, stumbles over a blank after the comma, takes moments of the future and compares
in a time that tells. https://elevenlabs.io/docs/conversational-ai/workflows/post-call-webhooks
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from channels.capabilities import Fragment, Hook

SIGNATURE = "elevenlabs-signature"
TOLERANCE_SECONDS = 30 * 60
LONGEST_KEY = 300
# Type of the delivery -> kind of the event.
KINDS = {
    "post_call_transcription": "call",
    "post_call_audio": "call_audio",
    "call_initiation_failure": "call_failure",
    "speech_to_text_transcription": "transcript",
}


def is_signed(hook: Hook, secrets: Sequence[str]) -> bool:
    """`t=<unix>,v0=<hex>`: HMAC-SHA256 over `<t>.<raw body>`, not older than half an hour, nor that far ahead."""
    parts = [part.strip().partition("=") for part in hook.headers.get(SIGNATURE, "").split(",")]
    moment = next((value for name, _, value in parts if name == "t"), "")
    if not _is_near(moment):
        return False
    given = [value.strip().lower().encode() for name, _, value in parts if name == "v0"]
    expected = [_digest(secret, moment, hook.body) for secret in secrets if secret]
    return any(hmac.compare_digest(one, other) for one in given for other in expected)


def _is_near(moment: str) -> bool:
    is_number = moment.isascii() and moment.isdigit() and len(moment) <= 12
    return is_number and abs(time.time() - int(moment)) <= TOLERANCE_SECONDS


def _digest(secret: str, moment: str, body: bytes) -> bytes:
    signed = moment.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()


def split(body: bytes) -> Sequence[Fragment]:
    """One event a delivery. Its sound is left with the vendor: it may be tens of megabytes, and stays there to be had."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(document, dict) or not document:
        return []
    return [fragment(document)]


def fragment(document: Mapping[str, Any]) -> Fragment:
    """An event as it is stored, delivered or read; its key is of the call, not of who told of it."""
    kind = str(document.get("type") or "")
    data = document.get("data")
    kept: dict[str, Any] = dict(data) if isinstance(data, dict) else {}
    named = str(kept.get("conversation_id") or kept.get("request_id") or "")
    if "full_audio" in kept:
        kept["full_audio"] = None
    stored = json.dumps({**document, "data": kept}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "ignore"
    )
    key = f"{kind}:{named}"
    if not kind or not named or len(key) > LONGEST_KEY or not key.isprintable():
        key = f"unknown:{hashlib.sha256(stored).hexdigest()}"
    return Fragment(key, KINDS.get(kind, "unknown"), stored)
