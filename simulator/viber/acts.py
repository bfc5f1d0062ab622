"""What people do in Viber: `POST /_sim/viber/bot/{act}`; `name` is who acts, and he appears when he is first named."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import acts_of
from simulator.viber import events
from simulator.viber.state import TOKEN
from simulator.world import World

OLENA = "Олена"
Result = Mapping[str, Any]


def message(
    world: World,
    account: str,
    name: str = OLENA,
    text: str = "Ціна?",
    kind: str = "text",
    tracking_data: str = "",
    more: Mapping[str, Any] | None = None,
) -> Result:
    """A message of any type; the first one subscribes without an event of its own."""
    person = world.viber.person(name)
    person.subscribed, person.heard, person.unanswered = True, world.clock.now(), []
    file = world.file("media.viber.com", kind, "sent")
    bodies: dict[str, dict[str, Any]] = {
        "text": {"text": text},
        "picture": {"media": file, "text": text, "thumbnail": file},
        "video": {"media": file, "size": 1000, "duration": 5},
        "file": {"media": file, "file_name": "прайс.pdf", "size": 1000},
        "sticker": {"sticker_id": 46105},
        "contact": {"contact": {"name": name, "phone_number": "+380671234567"}},
        "location": {"location": {"lat": 50.45, "lon": 30.52}},
        "url": {"media": "https://example.com"},
    }
    body = {"type": kind, **bodies.get(kind, {}), **(more or {})}
    if tracking_data:
        body["tracking_data"] = tracking_data
    sender = events.user(world, person)
    token = world.viber.message_token()
    told = events.tell(world, "message", 0.0, token, sender=sender, message=body, silent=False)
    return {"user_id": person.id, "message_token": str(token), "told": told}


def start(world: World, account: str, name: str = OLENA, context: str = "") -> Result:
    """The chat is opened, by a link with a context or without; nobody is subscribed by that."""
    person = world.viber.person(name)
    more: dict[str, Any] = {"context": context} if context else {}
    told = events.tell(
        world,
        "conversation_started",
        type="open",
        **more,
        user=events.user(world, person),
        subscribed=person.subscribed,
    )
    return {"user_id": person.id, "told": told}


def subscribe(world: World, account: str, name: str = OLENA) -> Result:
    """A person subscribes."""
    person = world.viber.person(name)
    person.subscribed = True
    return {"user_id": person.id, "told": events.tell(world, "subscribed", user=events.user(world, person))}


def unsubscribe(world: World, account: str, name: str = OLENA) -> Result:
    """A person unsubscribes: nothing can be sent to him any more."""
    person = world.viber.person(name)
    person.subscribed = False
    return {"user_id": person.id, "told": events.tell(world, "unsubscribed", user_id=person.id)}


def seen(world: World, account: str, message_token: str, name: str = OLENA) -> Result:
    """A person has seen a message of ours."""
    person = world.viber.person(name)
    return {"told": events.tell(world, "seen", 0.0, int(message_token), user_id=person.id)}


def failed(
    world: World, account: str, message_token: str, name: str = OLENA, desc: str = "failure description"
) -> Result:
    """A message of ours did not arrive after all."""
    person = world.viber.person(name)
    return {"told": events.tell(world, "failed", 0.0, int(message_token), user_id=person.id, desc=desc)}


def person(world: World, account: str, name: str = OLENA, offline: bool = False) -> Result:
    """What a person's phone is like from now on."""
    world.viber.person(name).offline = offline
    return {"user_id": world.viber.person(name).id}


def account(world: World, account: str, status: int = 0, free_left: int | None = None) -> Result:
    """The bot's own account: 7 blocked, 8 missing, 9 suspended; how many messages are still free."""
    world.viber.account_status = status
    if free_left is not None:
        world.viber.free_left = free_left
    return {"status": status, "free_left": world.viber.free_left}


def token(world: World, account: str, revoked: bool = True) -> Result:
    """The token is replaced: the old one opens nothing."""
    world.viber.token = "replaced" if revoked else TOKEN
    return {"revoked": revoked}


ACTS = acts_of(message, start, subscribe, unsubscribe, seen, failed, person, account, token)


def shown(world: World) -> dict[str, Any]:
    """What the control API shows."""
    viber = world.viber
    return {
        "token": viber.token,
        "name": viber.name,
        "webhook": viber.webhook,
        "people": [vars(person) for person in viber.people.values()],
        "sent": viber.sent[-200:],
        "free_left": viber.free_left,
    }
