"""POST /{phone}/messages: what is refused at once, and what is accepted and fails later."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.core.limits import Limit
from simulator.meta import media
from simulator.meta.graph import GraphCall
from simulator.meta.refusals import GraphError
from simulator.whatsapp import events
from simulator.whatsapp.filling import checked
from simulator.whatsapp.refusals import at_once, later
from simulator.whatsapp.state import MESSAGING, Message, Number, Person, Template, WhatsApp, wa_id
from simulator.world import World

LONGEST_TEXT, LONGEST_OPAQUE = 4096, 512
WINDOW = 24 * 3600
THROUGHPUT, PAIR = Limit(80, 1), Limit(45, 270)  # a pair: one in six seconds, 45 in a burst
FILES = ("image", "audio", "video", "document", "sticker")
KINDS = {"text", "template", "reaction", "interactive", "location", "contacts", *FILES}


async def send(world: World, number: Number, call: GraphCall) -> dict[str, Any]:
    """A message or a read receipt."""
    call.needs(MESSAGING)
    given = call.params
    if given.get("messaging_product") != "whatsapp":
        raise at_once(100, "The parameter messaging_product is required and must be whatsapp.")
    if given.get("status") == "read":
        return _read(world.whatsapp, given)
    if not number.registered:
        raise at_once(133010, "Register the phone number first")
    kind = str(given.get("type") or "text")
    template = await _checked(world.whatsapp, kind, given)
    person, contact = _recipient(world.whatsapp, given, template)
    _throttled(world, number, person)
    opaque = str(given.get("biz_opaque_callback_data") or "")
    message = world.whatsapp.message(number, person, kind, outgoing=True, opaque=opaque[:LONGEST_OPAQUE])
    call.request.state.sent = True
    _statuses(world, message, await _failure(world, message, given, template))
    return {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": message.id, "message_status": "accepted"}],
    }


def _read(whatsapp: WhatsApp, given: Mapping[str, Any]) -> dict[str, Any]:
    message = whatsapp.messages.get(str(given.get("message_id")))
    if message is None or message.outgoing:
        raise at_once(131009, "message_id is not a message of a person")
    return {"success": True}


async def _checked(whatsapp: WhatsApp, kind: str, given: Mapping[str, Any]) -> Template | None:
    """The content by its kind; the template that it names."""
    if kind not in KINDS:
        raise at_once(131051, f"Message type {kind} is not supported")
    content = given.get(kind)
    if not isinstance(content, dict):
        raise at_once(131008, f"Parameter {kind} is required")
    if kind == "text":
        _check_text(str(content.get("body") or ""))
    if kind in FILES:
        _check_file(whatsapp, kind, content)
    return _template(whatsapp, content) if kind == "template" else None


def _check_text(body: str) -> None:
    if not body.strip():
        raise at_once(131008, "text.body is required")
    if len(body) > LONGEST_TEXT:
        raise at_once(100, f"Param text['body'] must be at most {LONGEST_TEXT} characters long.")


def _check_file(whatsapp: WhatsApp, kind: str, content: Mapping[str, Any]) -> None:
    if ("id" in content) == ("link" in content):
        raise at_once(131009, f"{kind} needs either an id or a link")
    if "id" in content and str(content["id"]) not in whatsapp.media:
        raise at_once(131009, f"{content['id']} is not a media id")
    if content.get("voice") and not whatsapp.media[str(content.get("id"))].mime.startswith("audio/ogg"):
        raise at_once(131053, "a voice message is an OGG file")


def _template(whatsapp: WhatsApp, content: Mapping[str, Any]) -> Template:
    template = whatsapp.templates.get(str(content.get("name")))
    wanted = content.get("language")
    language = wanted.get("code") if isinstance(wanted, dict) else None
    if template is None or template.language != language or template.status != "APPROVED":
        raise at_once(132001, f"template name ({content.get('name')}) does not exist in {language}")
    checked(whatsapp, template, content.get("components") or [])
    return template


def _recipient(
    whatsapp: WhatsApp, given: Mapping[str, Any], template: Template | None
) -> tuple[Person, dict[str, Any]]:
    """By number (`to`) or by the id within the business (`recipient`). A number without WhatsApp is found out later."""
    user_id, dialled = str(given.get("recipient") or ""), str(given.get("to") or "")
    if user_id and template is not None and template.category == "AUTHENTICATION":
        raise at_once(131062, "Authentication templates go to numbers only")
    if user_id:
        person = whatsapp.people.get(user_id)
        if person is None:
            raise at_once(131009, "recipient is not a user id of this business")
        return person, {"input": user_id, "user_id": user_id}
    if not re.fullmatch(r"\+?[\d\s()-]{7,20}", dialled):
        raise at_once(131009, "to is not a phone number")
    person = whatsapp.by_phone(dialled) or Person("", wa_id(dialled), "")
    known = {"user_id": person.user_id} if person.user_id else {}
    return person, {"input": dialled, "wa_id": person.phone, **known}


def _throttled(world: World, number: Number, person: Person) -> None:
    for key, limit, code in (
        (f"whatsapp {number.id}", THROUGHPUT, 130429),
        (f"whatsapp {number.id} {person.phone}", PAIR, 131056),
    ):
        if world.limiter.wait(key, limit):
            raise at_once(code, "Too many messages in a short time")


async def _failure(
    world: World, message: Message, given: Mapping[str, Any], template: Template | None
) -> dict[str, Any] | None:
    """Why an accepted message does not arrive."""
    person = message.person
    if not person.user_id or person.blocks:
        return later(131026, "The recipient has no WhatsApp, or does not take messages of this business")
    if template is None and world.clock.now() - person.heard > WINDOW:
        return later(
            131047,
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
        )
    if template is not None and template.category == "MARKETING" and person.opted_out:
        return later(131050, "The recipient has stopped marketing messages of this business")
    link = (given.get(message.kind) or {}).get("link") if message.kind in FILES else None
    return await _unreachable(str(link)) if link else None


async def _unreachable(link: str) -> dict[str, Any] | None:
    try:
        await media.reachable(link)
    except GraphError as error:
        return later(131053, error.message)
    return None


def _statuses(world: World, message: Message, failure: dict[str, Any] | None) -> None:
    if failure is not None:
        events.tell_status(world, message, "failed", events.SENT_AFTER, failure)
        return
    events.tell_status(world, message, "sent", events.SENT_AFTER)
    if not message.person.offline:
        events.tell_status(world, message, "delivered", events.DELIVERED_AFTER)
