"""chatapi.viber.com/pa: set_webhook, send_message, account and people (https://developers.viber.com/docs/api/rest-bot-api/)."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from simulator.core.faults import ErrorNext
from simulator.viber import events
from simulator.viber.state import EVENTS, Person, Viber
from simulator.world import World, world_of

router = APIRouter(prefix="/chatapi.viber.com/pa")
# Viber's table of statuses; from 13 on it is practitioners' knowledge.
STATUSES = {
    0: "ok",
    1: "invalidUrl",
    2: "invalidAuthToken",
    3: "badData",
    4: "missingData",
    5: "receiverNotRegistered",
    6: "receiverNotSubscribed",
    7: "publicAccountBlocked",
    8: "publicAccountNotFound",
    9: "publicAccountSuspended",
    10: "webhookNotSet",
    11: "receiverNoSuitableDevice",
    12: "tooManyRequests",
    13: "apiVersionNotSupported",
    14: "incompatibleWithVersion",
    23: "freeMessagesExceeded",
    24: "noBalance",
}
LONGEST_BODY, LONGEST_NAME, LONGEST_TRACKING, LONGEST_TEXT = 30 * 1024, 28, 4000, 7000
NEWEST_VERSION = 10
TO_A_SILENT_PERSON, SILENT_SPAN = 100, 3600
SESSION = 24 * 3600
NEEDS = {
    "text": ("text",),
    "picture": ("media",),
    "video": ("media", "size"),
    "file": ("media", "size", "file_name"),
    "sticker": ("sticker_id",),
    "contact": ("contact",),
    "location": ("location",),
    "url": ("media",),
}


class Refused(Exception):
    """A status other than 0."""

    def __init__(self, status: int, words: str = "") -> None:
        super().__init__(words or STATUSES[status])
        self.status, self.words = status, words or STATUSES[status]


@router.post("/{method}")
async def call(request: Request, method: str) -> Response:
    """Any method: the token, then the body, then the method's own rules."""
    world, raw = world_of(request), await request.body()
    try:
        if request.headers.get("x-viber-auth-token") != world.viber.token:
            raise Refused(2)
        if world.viber.account_status:
            raise Refused(world.viber.account_status)
        if method not in METHODS:
            raise Refused(3, f"there is no {method}")
        done = METHODS[method](world, _parsed(raw), request)
        answer = done if isinstance(done, dict) else await done
    except Refused as refused:
        return answered(refused.status, refused.words)
    except (ValueError, TypeError):
        return answered(3, "badData: a parameter is of the wrong type")
    return JSONResponse({"status": 0, "status_message": "ok", **answer})


def answered(status: int, words: str = "") -> Response:
    """HTTP 200 whatever the status."""
    return JSONResponse({"status": status, "status_message": words or STATUSES.get(status, "generalError")})


def refusal(error: ErrorNext) -> Response:
    """A status of the caller's choice."""
    return answered(int(error.code))


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LONGEST_BODY:
        raise Refused(3, "request body is larger than 30 KB")
    try:
        document = json.loads(raw or b"{}")
    except ValueError:
        raise Refused(3, "request body is no JSON") from None
    if not isinstance(document, dict):
        raise Refused(3)
    return document


async def _set_webhook(world: World, given: dict[str, Any], _request: Request) -> dict[str, Any]:
    """Viber posts to the address while it answers; without a 200 the address is not taken."""
    viber, url = world.viber, given.get("url")
    if url is None:
        raise Refused(4, "url is missing")
    former, viber.webhook = viber.webhook, str(url)
    if not url:
        return {}
    asked = given.get("event_types")
    unknown = set(asked or ()) - set(EVENTS) - {"message"}
    if unknown:
        viber.webhook = former
        raise Refused(3, f"event_types: {', '.join(sorted(unknown))}")
    if await world.dispatcher("viber").at_once(events.address(world), events.made(world, "webhook")) != 200:
        viber.webhook = former
        raise Refused(1)
    viber.events, viber.send_name = set(EVENTS if asked is None else asked), bool(given.get("send_name"))
    return {"event_types": sorted(viber.events)}


def _send(world: World, given: dict[str, Any], request: Request) -> dict[str, Any]:
    viber = world.viber
    _check_message(given)
    person = _receiver(viber, given)
    _check_account(world, person)
    token = viber.message_token()
    viber.sent.append({**given, "message_token": token, "at": world.clock.now()})
    person.unanswered.append(world.clock.now())
    request.state.sent = True
    if not person.offline:
        events.tell(world, "delivered", events.DELIVERED_AFTER, token, user_id=person.id)
    return {"message_token": token, "chat_hostname": "SIMULATED", "billing_status": _bill(world, person)}


def _check_message(given: Mapping[str, Any]) -> None:
    sender, kind = given.get("sender"), str(given.get("type"))
    if not isinstance(sender, dict) or not sender.get("name"):
        raise Refused(4, "sender.name is missing")
    if kind not in NEEDS:
        raise Refused(3, f"type: {kind}")
    for name in NEEDS[kind]:
        if not given.get(name):
            raise Refused(4, f"{name} is missing")
    too_long = (
        len(str(sender["name"])) > LONGEST_NAME,
        len(str(given.get("tracking_data") or "")) > LONGEST_TRACKING,
        len(str(given.get("text") or "")) > LONGEST_TEXT,
    )
    if any(too_long):
        raise Refused(3, "a parameter is too long")
    if int(given.get("min_api_version") or 1) > NEWEST_VERSION:
        raise Refused(13)


def _receiver(viber: Viber, given: Mapping[str, Any]) -> Person:
    if not viber.webhook:
        raise Refused(10)
    person = viber.people.get(str(given.get("receiver")))
    if person is None:
        raise Refused(5)
    if not person.subscribed:
        raise Refused(6)
    return person


def _check_account(world: World, person: Person) -> None:
    now = world.clock.now()
    person.unanswered = [moment for moment in person.unanswered if moment > now - SILENT_SPAN]
    if len(person.unanswered) >= TO_A_SILENT_PERSON:
        raise Refused(12)
    if now - person.heard > SESSION and world.viber.free_left <= 0:
        raise Refused(23)


def _bill(world: World, person: Person) -> int:
    """0 within the day after the person wrote, 1 for a message that costs."""
    if world.clock.now() - person.heard <= SESSION:
        return 0
    world.viber.free_left -= 1
    return 1


def _account(world: World, _given: dict[str, Any], _request: Request) -> dict[str, Any]:
    viber = world.viber
    return {
        "id": "pa:75346594275468546724",
        "name": viber.name,
        "uri": "simulatedshop",
        "webhook": viber.webhook,
        "event_types": sorted(viber.events),
        "country": "UA",
        "subscribers_count": sum(person.subscribed for person in viber.people.values()),
    }


def _user(world: World, given: dict[str, Any], _request: Request) -> dict[str, Any]:
    person = world.viber.people.get(str(given.get("id")))
    if person is None:
        raise Refused(5)
    return {"user": events.user(world, person)}


Method = Callable[[World, dict[str, Any], Request], dict[str, Any] | Awaitable[dict[str, Any]]]
METHODS: Mapping[str, Method] = {
    "set_webhook": _set_webhook,
    "send_message": _send,
    "get_account_info": _account,
    "get_user_details": _user,
}
