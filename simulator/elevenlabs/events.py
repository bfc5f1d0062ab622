"""What ElevenLabs posts (https://elevenlabs.io/docs/conversational-ai/workflows/post-call-webhooks)."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from simulator.core.courier import Plan, Post
from simulator.core.dispatch import Address, Event
from simulator.core.faults import Faults
from simulator.elevenlabs.state import ElevenLabs, Webhook
from simulator.world import World

ONCE = Plan((0.0,), timeout=10)
# Only where the webhook has retries on, only for this type, only after these answers.
RETRIED_TYPE = "post_call_transcription"
RETRIES = Plan(
    (0, 30, 120, 480, 1800), timeout=10, retries=lambda s: s is None or s in (408, 429) or s >= 500
)
FAILURES_TO_DISABLE, SILENCE_TO_DISABLE = 10, 7 * 86400


def tell(
    world: World, webhook: Webhook | None, kind: str, data: Mapping[str, Any], after: float = 0.0
) -> bool:
    """An event for one webhook; False when there is none that takes it."""
    if webhook is None or webhook.disabled or webhook.auto_disabled:
        return False
    body = {"type": kind, "event_timestamp": int(world.clock.now() + after), "data": data}
    world.dispatcher("elevenlabs").emit(
        _address(world.elevenlabs, webhook, kind), Event(webhook.id, kind, body), after
    )
    return True


def tell_transcript(
    world: World, transcript: Mapping[str, Any], request_id: str, given: Mapping[str, Any], after: float
) -> bool:
    """A transcript that was asked for with `webhook`, to the one that is named or to all; the caller's metadata come back as the text
    that he sent."""
    metadata, named = given.get("webhook_metadata"), given.get("webhook_id")
    data = {"request_id": request_id, "transcription": transcript, "webhook_metadata": metadata}
    told = [
        tell(world, w, "speech_to_text_transcription", data, after)
        for w in world.elevenlabs.webhooks.values()
        if named in (None, w.id)
    ]
    return any(told)


def post_call(world: World) -> Webhook | None:
    """The webhook that is chosen for calls."""
    return world.elevenlabs.webhooks.get(world.elevenlabs.post_call_webhook)


def sign(body: bytes, secret: str) -> Mapping[str, str]:
    """ElevenLabs-Signature. The moment is the real one, for the receiver's clock does not move with ours."""
    moment = int(time.time())
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"ElevenLabs-Signature": f"t={moment},v0={digest}"}


def _address(here: ElevenLabs, webhook: Webhook, kind: str) -> Address:
    def told(_post: Post, answer: httpx.Response | None) -> None:
        now = here.clock.now()
        if answer is not None and answer.is_success:
            webhook.failures, webhook.succeeded = 0, now
            return
        webhook.failures += 1
        webhook.failed_at, webhook.failed_with = now, None if answer is None else answer.status_code
        if webhook.failures >= FAILURES_TO_DISABLE and now - webhook.succeeded >= SILENCE_TO_DISABLE:
            webhook.auto_disabled = True

    plan = RETRIES if webhook.retries and kind == RETRIED_TYPE else ONCE
    return Address("elevenlabs", webhook.url, webhook.secret, plan, _render, sign, told=told)


def _render(events: Sequence[Event], _faults: Faults) -> bytes:
    return json.dumps(events[0].value, ensure_ascii=False).encode()
