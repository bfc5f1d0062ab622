"""Conversations of agents, webhooks of the workspace, and which of them gets the calls."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from simulator.elevenlabs.refusals import ElevenLabsError
from simulator.elevenlabs.state import Conversation, Webhook
from simulator.elevenlabs.workspace import workspace

router = APIRouter(prefix="/api.elevenlabs.io/v1")
MOST = 100
EVENTS = ("transcript", "audio", "call_initiation_failure")


@router.get("/convai/conversations")
async def conversations(
    request: Request,
    page_size: int = 30,
    cursor: str = "",
    agent_id: str = "",
    call_start_after_unix: int = 0,
    call_start_before_unix: int = 0,
) -> dict[str, Any]:
    """Newest first, by pages."""
    found = [
        c
        for c in workspace(request).conversations.values()
        if agent_id in ("", c.agent)
        and c.start >= call_start_after_unix
        and (not call_start_before_unix or c.start <= call_start_before_unix)
    ]
    listed = sorted(found, key=lambda c: (-c.start, c.id))
    start = next((n + 1 for n, c in enumerate(listed) if c.id == cursor), 0)
    shown = listed[start : start + min(page_size, MOST)]
    more = start + len(shown) < len(listed)
    return {
        "conversations": [_summary(c) for c in shown],
        "next_cursor": shown[-1].id if more else None,
        "has_more": more,
    }


@router.get("/convai/conversations/{conversation_id}")
async def conversation(request: Request, conversation_id: str) -> dict[str, Any]:
    """All of one."""
    return _found(request, conversation_id).document


@router.get("/convai/conversations/{conversation_id}/audio")
async def audio(request: Request, conversation_id: str) -> Response:
    """Its sound."""
    found = _found(request, conversation_id)
    if not found.audio:
        raise ElevenLabsError("document_not_found", "The conversation has no audio.")
    return Response(found.audio, media_type="audio/mpeg")


def _found(request: Request, conversation_id: str) -> Conversation:
    found = workspace(request).conversations.get(conversation_id)
    if found is None:
        raise ElevenLabsError("document_not_found", f"Conversation {conversation_id} was not found.")
    return found


def _summary(found: Conversation) -> dict[str, Any]:
    document = found.document
    turns = document["transcript"]
    return {
        "agent_id": found.agent,
        "agent_name": "Продавець (simulated)",
        "conversation_id": found.id,
        "start_time_unix_secs": int(found.start),
        "call_duration_secs": document["metadata"]["call_duration_secs"],
        "message_count": len(turns),
        "user_message_count": sum(turn["role"] == "user" for turn in turns),
        "status": found.status,
        "call_successful": document["analysis"]["call_successful"],
        "transcript_summary": document["analysis"]["transcript_summary"],
        "direction": document["metadata"]["phone_call"]["direction"],
    }


@router.get("/workspace/webhooks")
async def webhooks(request: Request) -> dict[str, Any]:
    """All of them, without their secrets."""
    return {"webhooks": [_shown(w) for w in workspace(request).webhooks.values()]}


@router.post("/workspace/webhooks")
async def create(request: Request) -> dict[str, Any]:
    """A new one; its secret is in this answer and in no other."""
    here, settings = workspace(request), _object(await request.json(), "settings")
    if settings.get("auth_type") != "hmac" or not settings.get("name") or not settings.get("webhook_url"):
        raise ElevenLabsError("", missing=("settings",))
    made = here.webhook(settings["name"], settings["webhook_url"])
    return {"webhook_id": made.id, "webhook_secret": made.secret}


@router.patch("/workspace/webhooks/{webhook_id}")
async def update(request: Request, webhook_id: str) -> dict[str, Any]:
    """Its name, whether it is disabled, whether it is retried."""
    webhook, given = _webhook(request, webhook_id), await request.json()
    webhook.name = given.get("name") or webhook.name
    webhook.disabled = bool(given.get("is_disabled"))
    webhook.retries = bool(given.get("retry_enabled", webhook.retries))
    if not webhook.disabled:
        webhook.auto_disabled, webhook.failures = False, 0
    return {"status": "ok"}


@router.delete("/workspace/webhooks/{webhook_id}")
async def delete(request: Request, webhook_id: str) -> dict[str, Any]:
    """Takes it away."""
    del workspace(request).webhooks[_webhook(request, webhook_id).id]
    return {"status": "ok"}


def _object(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    if not isinstance(found, dict):
        raise ElevenLabsError("", missing=(name,))
    return found


def _webhook(request: Request, webhook_id: str) -> Webhook:
    found = workspace(request).webhooks.get(webhook_id)
    if found is None:
        raise ElevenLabsError("document_not_found", "Webhook not found.")
    return found


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {
        "name": webhook.name,
        "webhook_id": webhook.id,
        "webhook_url": webhook.url,
        "is_disabled": webhook.disabled,
        "is_auto_disabled": webhook.auto_disabled,
        "created_at_unix": int(webhook.created),
        "auth_type": "hmac",
        "most_recent_failure_error_code": webhook.failed_with,
        "most_recent_failure_timestamp": int(webhook.failed_at) or None,
    }


@router.get("/convai/settings")
async def settings(request: Request) -> dict[str, Any]:
    """Which webhook gets the calls."""
    here = workspace(request)
    return {
        "webhooks": {"post_call_webhook_id": here.post_call_webhook or None, "events": sorted(here.events)}
    }


@router.patch("/convai/settings")
async def change_settings(request: Request) -> dict[str, Any]:
    """Chooses it, and what it gets."""
    here, given = workspace(request), _object(await request.json(), "webhooks")
    chosen = given.get("post_call_webhook_id")
    if chosen and chosen not in here.webhooks:
        raise ElevenLabsError("document_not_found", "Webhook not found.")
    here.post_call_webhook = chosen or ""
    here.events = set(given.get("events") or here.events) & set(EVENTS)
    return await settings(request)
