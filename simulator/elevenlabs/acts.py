"""What happens around ElevenLabs: `POST /_sim/elevenlabs/workspace/{act}`."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.elevenlabs import events
from simulator.elevenlabs.speaking import SILENT_FRAME
from simulator.elevenlabs.state import AGENT, KEY, WEBHOOK_SECRET, Conversation
from simulator.world import World

TURNS = (("agent", "Вітаю! Чим допомогти?"), ("user", "Скільки коштує доставка?"))
Result = Mapping[str, Any]


def call(
    world: World,
    account: str,
    phone: str = "+380671234567",
    direction: str = "inbound",
    name: str = "Олена",
    turns: Sequence[Sequence[str]] = TURNS,
    duration: int = 64,
    status: str = "done",
    variables: Mapping[str, str] | None = None,
    user_id: str = "",
    widget: bool = False,
    lost: bool = False,
) -> Result:
    """A call of the agent is over. `lost`: its webhook never leaves, only the list has it; `widget`: from a site."""
    here = world.elevenlabs
    id_ = here.ids.next("conv_9", 16)
    document = _document(world, id_, phone, direction, name, turns, duration, status)
    document["user_id"] = user_id or None
    document["conversation_initiation_client_data"] = {"dynamic_variables": dict(variables or {})}
    if widget:
        document["metadata"]["phone_call"] = None
        document["metadata"]["conversation_initiation_source"] = "widget"
    made = Conversation(id_, AGENT, status, here.clock.now() - duration, document, SILENT_FRAME * duration)
    here.conversations[id_] = made
    told = (
        not lost
        and "transcript" in here.events
        and events.tell(world, events.post_call(world), "post_call_transcription", document)
    )
    if "audio" in here.events and not lost:
        sound = {
            "agent_id": AGENT,
            "conversation_id": id_,
            "full_audio": base64.b64encode(made.audio).decode(),
        }
        events.tell(world, events.post_call(world), "post_call_audio", sound)
    return {"conversation_id": id_, "told": told}


def call_failure(world: World, account: str, reason: str = "busy") -> Result:
    """The agent could not reach anybody."""
    if reason not in ("busy", "no-answer", "unknown"):
        raise Impossible("reason is busy, no-answer or unknown")
    id_ = world.elevenlabs.ids.next("conv_9", 16)
    metadata = {"type": "sip", "body": {"sip_status_code": 486 if reason == "busy" else 480}}
    data = {"agent_id": AGENT, "conversation_id": id_, "failure_reason": reason, "metadata": metadata}
    wanted = "call_initiation_failure" in world.elevenlabs.events
    return {
        "conversation_id": id_,
        "told": wanted and events.tell(world, events.post_call(world), "call_initiation_failure", data),
    }


def dialog(world: World, account: str, turns: Sequence[Sequence[str]]) -> Result:
    """What the next recording says: [["agent", "..."], ["customer", "..."]]."""
    world.elevenlabs.dialogs.append([(str(role), str(text)) for role, text in turns])
    return {"waiting": len(world.elevenlabs.dialogs)}


def plan(
    world: World,
    account: str,
    used: int | None = None,
    limit: int | None = None,
    concurrency: int | None = None,
    opus: bool | None = None,
) -> Result:
    """What is paid for and how much of it is left."""
    here = world.elevenlabs.plan
    paid = {"used": used, "limit": limit, "concurrency": concurrency, "opus": opus}
    for field, value in paid.items():
        if value is not None:
            setattr(here, field, value)
    return vars(here)


def key(world: World, account: str, works: bool = False) -> Result:
    """The key is revoked, or works again."""
    world.elevenlabs.plan.key_works = works
    return {"works": works}


async def configure(world: World, order: Mapping[str, Any]) -> str:
    """The dashboard: {"callback_url", "secret", "retry_enabled", "events"}; the webhook gets calls and transcripts."""
    here, unknown = world.elevenlabs, set(order) - {"callback_url", "secret", "retry_enabled", "events"}
    if unknown:
        return f"there is no {', '.join(sorted(unknown))}"
    if order.get("callback_url"):
        made = here.webhook(
            "Smena (simulated)", str(order["callback_url"]), str(order.get("secret") or WEBHOOK_SECRET)
        )
        made.retries = bool(order.get("retry_enabled"))
        here.post_call_webhook = made.id
    if "events" in order:
        here.events = set(order["events"])
    return ""


def _document(
    world: World,
    id_: str,
    phone: str,
    direction: str,
    name: str,
    turns: Sequence[Sequence[str]],
    duration: int,
    status: str,
) -> dict[str, Any]:
    said = [
        {"role": role, "message": text, "time_in_call_secs": n * 3} for n, (role, text) in enumerate(turns)
    ]
    leg = {
        "type": "twilio",
        "direction": direction,
        "phone_number_id": "pn1",
        "agent_number": "+380441112233",
        "external_number": phone,
        "stream_sid": "MZ1",
        "call_sid": f"CA{id_[-6:]}",
    }
    return {
        "agent_id": AGENT,
        "conversation_id": id_,
        "status": status,
        "has_audio": True,
        "has_user_audio": True,
        "has_response_audio": True,
        "has_auxiliary_audio": False,
        "transcript": said,
        "metadata": {
            "start_time_unix_secs": int(world.clock.now()) - duration,
            "call_duration_secs": duration,
            "cost": duration * 5,
            "termination_reason": "client ended call",
            "main_language": "uk",
            "conversation_initiation_source": "twilio",
            "phone_call": leg,
        },
        "analysis": _analysis(name, phone),
    }


def _analysis(name: str, phone: str) -> dict[str, Any]:
    given = {"customer_name": name, "phone": phone}
    collected = {
        key: {"data_collection_id": key, "value": value, "rationale": "stated"}
        for key, value in given.items()
        if value
    }
    return {
        "call_successful": "success",
        "transcript_summary": "Asked for delivery price (simulated)",
        "evaluation_criteria_results": {},
        "data_collection_results": collected,
    }


ACTS = acts_of(call, call_failure, dialog, plan, key)


def shown(world: World) -> dict[str, Any]:
    """What the control API shows."""
    here = world.elevenlabs
    return {
        "key": KEY,
        "plan": vars(here.plan),
        "webhooks": [vars(webhook) for webhook in here.webhooks.values()],
        "conversations": list(here.conversations),
        "transcripts": list(here.transcripts),
    }
