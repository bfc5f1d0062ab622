"""WhatsApp's part of graph.facebook.com: the account, its numbers, templates and media."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from simulator.core.forms import Upload
from simulator.meta import fields
from simulator.meta.fields import Node
from simulator.meta.graph import GraphCall, bearer, call
from simulator.meta.paging import page
from simulator.meta.refusals import not_found
from simulator.meta.webhooks import challenge
from simulator.whatsapp import sending
from simulator.whatsapp.refusals import at_once
from simulator.whatsapp.state import MANAGEMENT, MESSAGING, WABA, Media, Number, Template, WhatsApp
from simulator.world import World, world_of

MEDIA_ADDRESS_LIVES = 300
MEGABYTE = 1024 * 1024
# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
MOST = {
    "image": 5 * MEGABYTE,
    "audio": 16 * MEGABYTE,
    "video": 16 * MEGABYTE,
    "application": 100 * MEGABYTE,
    "text": 100 * MEGABYTE,
}
files = APIRouter(prefix="/lookaside.fbsbx.com")

Answer = dict[str, Any]
Handler = Callable[[World, GraphCall, str], Awaitable[Answer] | Answer]


async def visit(request: Request, node: str, edge: str) -> Answer:
    """A call to a node of WhatsApp's."""
    world = world_of(request)
    made = await call(request, world.whatsapp.tokens)
    handler = HANDLERS.get((request.method, _kind(world.whatsapp, node), edge))
    if handler is None:
        raise not_found(node)
    answer = handler(world, made, node)
    return answer if isinstance(answer, dict) else await answer


def _kind(whatsapp: WhatsApp, node: str) -> str:
    if node == WABA:
        return "waba"
    return "number" if node in whatsapp.numbers else "media"


def _number_node(number: Number) -> Node:
    shown = {
        "id": number.id,
        "display_phone_number": f"+{number.display}",
        "verified_name": number.name,
        "quality_rating": "GREEN",
        "code_verification_status": "VERIFIED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
        "status": "CONNECTED" if number.registered else "PENDING",
    }
    return Node(
        "WhatsAppBusinessPhoneNumber",
        shown,
        ("id", "display_phone_number", "verified_name", "quality_rating"),
    )


def _number(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    return fields.project(_number_node(world.whatsapp.numbers[node]), fields.parse(made.text("fields")))


def _numbers(world: World, made: GraphCall, _node: str) -> Answer:
    made.needs(MANAGEMENT)
    listed = list(world.whatsapp.numbers.values())
    return page(listed, _number_node, fields.parse(made.text("fields")), made.params, made.url)


async def _configure(world: World, made: GraphCall, node: str) -> Answer:
    """Where webhooks of this number go instead of to the app's address, which is tried out first."""
    made.needs(MANAGEMENT)
    told = made.params.get("webhook_configuration")
    if not isinstance(told, dict):
        raise at_once(100, "webhook_configuration is required")
    url = str(told.get("override_callback_uri") or "")
    wrong = await challenge(world.courier, url, str(told.get("verify_token") or "")) if url else ""
    if wrong:
        raise at_once(100, wrong)
    world.whatsapp.numbers[node].callback_url = url
    return {"success": True}


def _register(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    pin = made.text("pin")
    if not (pin.isdigit() and len(pin) == 6):
        raise at_once(100, "pin must be six digits")
    world.whatsapp.numbers[node].registered = True
    return {"success": True}


async def _send(world: World, made: GraphCall, node: str) -> Answer:
    return await sending.send(world, world.whatsapp.numbers[node], made)


def _account(_world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    shown = {"id": node, "name": "Магазин (simulated)", "timezone_id": "133", "currency": "UAH"}
    return fields.project(
        Node("WhatsAppBusinessAccount", shown, tuple(shown)), fields.parse(made.text("fields"))
    )


def _subscribe(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    world.whatsapp.subscribed.add(node)
    return {"success": True}


def _subscribed(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    app = {"whatsapp_business_api_data": {"id": world.whatsapp.app.id, "name": "Smena (simulated)"}}
    return {"data": [app] if node in world.whatsapp.subscribed else []}


def _unsubscribe(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MANAGEMENT)
    world.whatsapp.subscribed.discard(node)
    return {"success": True}


def _template_node(template: Template) -> Node:
    header = [{"type": "HEADER", "format": template.header}] if template.header else []
    shown = {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "components": [*header, {"type": "BODY", "text": template.text}],
        "parameter_format": "NAMED" if template.is_named else "POSITIONAL",
        "quality_score": {"score": "GREEN"},
    }
    return Node(
        "WhatsAppMessageTemplate", shown, ("id", "name", "components", "language", "status", "category")
    )


def _templates(world: World, made: GraphCall, _node: str) -> Answer:
    made.needs(MANAGEMENT)
    wanted = made.text("status")
    listed = [t for t in world.whatsapp.templates.values() if wanted in ("", t.status)]
    return page(listed, _template_node, fields.parse(made.text("fields")), made.params, made.url)


def _upload(world: World, made: GraphCall, _node: str) -> Answer:
    made.needs(MESSAGING)
    file = made.params.get("file")
    if made.params.get("messaging_product") != "whatsapp" or not isinstance(file, Upload):
        raise at_once(100, "messaging_product and file are required")
    mime, content = str(made.params.get("type") or file.content_type), file.content
    most = MOST.get(mime.split("/", maxsplit=1)[0])
    if most is None or len(content) > most:
        raise at_once(131053, f"{mime} of {len(content)} bytes is not taken")
    return {"id": world.whatsapp.file(mime, content).id}


def _media(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MESSAGING)
    media = world.whatsapp.media[node]
    media.asked = world.clock.now()
    host = str(made.request.base_url).rstrip("/")
    return {
        "messaging_product": "whatsapp",
        "url": f"{host}/lookaside.fbsbx.com/whatsapp_business/attachments?mid={media.id}&ext={int(media.asked)}",
        "mime_type": media.mime,
        "sha256": media.sha256,
        "file_size": len(media.content),
        "id": media.id,
    }


def _delete_media(world: World, made: GraphCall, node: str) -> Answer:
    made.needs(MESSAGING)
    del world.whatsapp.media[node]
    return {"success": True}


@files.get("/whatsapp_business/attachments")
async def download(request: Request, mid: str = "") -> Response:
    """The file itself, with the token and within five minutes; anybody else gets nothing."""
    world = world_of(request)
    world.whatsapp.tokens.valid(bearer(request, {}))
    media: Media | None = world.whatsapp.media.get(mid)
    if media is None or world.clock.now() - media.asked > MEDIA_ADDRESS_LIVES:
        return PlainTextResponse("", 404)
    return Response(media.content, media_type=media.mime)


HANDLERS: dict[tuple[str, str, str], Handler] = {
    ("GET", "waba", ""): _account,
    ("GET", "waba", "phone_numbers"): _numbers,
    ("GET", "waba", "message_templates"): _templates,
    ("GET", "waba", "subscribed_apps"): _subscribed,
    ("POST", "waba", "subscribed_apps"): _subscribe,
    ("DELETE", "waba", "subscribed_apps"): _unsubscribe,
    ("GET", "number", ""): _number,
    ("POST", "number", ""): _configure,
    ("POST", "number", "register"): _register,
    ("POST", "number", "messages"): _send,
    ("POST", "number", "media"): _upload,
    ("GET", "media", ""): _media,
    ("DELETE", "media", ""): _delete_media,
}
