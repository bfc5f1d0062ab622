"""What Viber posts to the CRM (https://developers.viber.com/docs/api/rest-bot-api/#callbacks)."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from simulator.core.courier import Plan, Post
from simulator.core.dispatch import Address, Event
from simulator.core.faults import Faults
from simulator.viber.state import Person
from simulator.world import World

# "Several times for an hour until it gets a 200"; the steps between are not published.
RETRIES = Plan((0, 30, 120, 600, 1800, 3600), timeout=5, retries=lambda status: status != 200)
ALWAYS = ("message", "webhook")
DELIVERED_AFTER = 0.2


def tell(world: World, event: str, after: float = 0.0, message_token: int | None = None, **more: Any) -> bool:
    """An event for the webhook; False when the bot has none, or has not asked for this kind."""
    viber = world.viber
    if not viber.webhook or (event not in viber.events and event not in ALWAYS):
        return False
    world.dispatcher("viber").emit(address(world), made(world, event, message_token, **more), after)
    return True


def made(world: World, event: str, message_token: int | None = None, **more: Any) -> Event:
    """The event with its moment and token."""
    token = message_token or world.viber.message_token()
    body = {"event": event, "timestamp": world.clock.ms(), "message_token": token, **more}
    return Event("viber", event, body)


def address(world: World) -> Address:
    """The bot's webhook."""

    def told(post: Post, answer: httpx.Response | None) -> None:
        if answer is not None and answer.is_success and answer.content:
            _welcome(world, post, answer)

    viber = world.viber
    return Address("viber", viber.webhook, viber.token, RETRIES, _render, sign, told=told)


def user(world: World, person: Person, whole: bool = True) -> dict[str, Any]:
    """A person as events carry him."""
    shown: dict[str, Any] = {"id": person.id}
    if world.viber.send_name:
        shown["name"] = person.name
    picture = world.file("media.viber.com", "image", "avatar")
    return (
        {**shown, "avatar": picture, "language": "uk", "country": "UA", "api_version": 10} if whole else shown
    )


def sign(body: bytes, token: str) -> Mapping[str, str]:
    """X-Viber-Content-Signature: HMAC-SHA256 with the token as key, in hex."""
    return {"X-Viber-Content-Signature": hmac.new(token.encode(), body, hashlib.sha256).hexdigest()}


def _render(events: Sequence[Event], _faults: Faults) -> bytes:
    return json.dumps(events[0].value, ensure_ascii=False, separators=(",", ":")).encode()


def _welcome(world: World, post: Post, answer: httpx.Response) -> None:
    """The body of the answer to conversation_started may be a free message."""
    event = json.loads(post.body)
    if event["event"] != "conversation_started":
        return
    try:
        message = answer.json()
    except ValueError:
        return
    if isinstance(message, dict) and message.get("type"):
        world.viber.sent.append({**message, "receiver": event["user"]["id"], "welcome": True})
