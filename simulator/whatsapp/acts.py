"""What people do on WhatsApp: `POST /_sim/whatsapp/{number}/{act}`, the number by its id or as it is dialled."""

import base64
from collections.abc import Mapping
from typing import Any

from simulator.core.acts import Impossible, acts_of
from simulator.whatsapp import events
from simulator.whatsapp.state import Message, Number, Person
from simulator.world import World

OLENA = "380671234567"
MIMES = {
    "image": "image/jpeg",
    "audio": "audio/mpeg",
    "voice": "audio/ogg; codecs=opus",
    "video": "video/mp4",
    "document": "application/pdf",
    "sticker": "image/webp",
}
Result = Mapping[str, Any]


def message(
    world: World,
    account: str,
    phone: str = OLENA,
    text: str = "Скільки коштує?",
    name: str = "",
    username: str = "",
    hidden: bool | None = None,
    reply_to: str = "",
    referral: Mapping[str, Any] | None = None,
) -> Result:
    """A text. `hidden`: the person keeps his number to himself from now on, or shows it again."""
    person = _person(world, phone, name, username, hidden)
    content: dict[str, Any] = {"text": {"body": text}}
    if reply_to:
        content["context"] = {"id": reply_to, "from": _number(world, account).display}
    if referral:
        content["referral"] = referral
    return _say(world, account, person, "text", content)


def ad_message(
    world: World,
    account: str,
    phone: str = OLENA,
    text: str = "Скільки коштує?",
    ad_id: str = "120210000000001",
    headline: str = "Autumn sale",
    ctwa_clid: str = "ARAkSimulated",
) -> Result:
    """The first message after a click on an ad."""
    referral = {
        "source_url": "https://fb.me/simulated",
        "source_type": "ad",
        "source_id": ad_id,
        "headline": headline,
        "body": "",
        "media_type": "image",
        "image_url": world.file("scontent.fbcdn.net", "image", ad_id),
        "ctwa_clid": ctwa_clid,
    }
    return message(world, account, phone, text, referral=referral)


def media(
    world: World,
    account: str,
    phone: str = OLENA,
    kind: str = "image",
    content: str = "",
    mime: str = "",
    caption: str = "",
    filename: str = "",
) -> Result:
    """A file: image, audio, voice, video, document, sticker; `content` in base64."""
    if kind not in MIMES:
        raise Impossible(f"kind is one of {', '.join(MIMES)}")
    file = world.whatsapp.file(
        mime or MIMES[kind], base64.b64decode(content) if content else b"simulated " + kind.encode()
    )
    body: dict[str, Any] = {"id": file.id, "mime_type": file.mime, "sha256": file.sha256}
    body |= {name: value for name, value in (("caption", caption), ("filename", filename)) if value}
    if kind in ("audio", "voice"):
        body["voice"] = kind == "voice"
    name = "audio" if kind == "voice" else kind
    return {**_say(world, account, _person(world, phone), name, {name: body}), "media_id": file.id}


def location(
    world: World, account: str, phone: str = OLENA, latitude: float = 50.45, longitude: float = 30.52
) -> Result:
    """A place."""
    return _say(
        world,
        account,
        _person(world, phone),
        "location",
        {"location": {"latitude": latitude, "longitude": longitude}},
    )


def contacts(world: World, account: str, phone: str = OLENA, shared: str = "380501112233") -> Result:
    """Somebody else's card."""
    card = {
        "name": {"formatted_name": "Іра"},
        "phones": [{"phone": f"+{shared}", "wa_id": shared, "type": "CELL"}],
    }
    return _say(world, account, _person(world, phone), "contacts", {"contacts": [card]})


def button(
    world: World, account: str, phone: str = OLENA, title: str = "Так", payload: str = "YES"
) -> Result:
    """A button of a template is pressed."""
    return _say(
        world, account, _person(world, phone), "button", {"button": {"text": title, "payload": payload}}
    )


def unsupported(world: World, account: str, phone: str = OLENA) -> Result:
    """A message that WhatsApp does not hand over."""
    error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
    return _say(world, account, _person(world, phone), "unsupported", {"errors": [error]})


def edit(world: World, account: str, wamid: str, text: str) -> Result:
    """A person changes what he wrote: a message of its own says so."""
    inner = {"id": wamid, "type": "text", "text": {"body": text}}
    body = {"edit": {"original_message_id": wamid, "message": inner}}
    return _say(world, account, _message(world, wamid).person, "edit", body)


def revoke(world: World, account: str, wamid: str) -> Result:
    """A person takes a message back."""
    return _say(
        world, account, _message(world, wamid).person, "revoke", {"revoke": {"original_message_id": wamid}}
    )


def react(world: World, account: str, wamid: str, emoji: str = "👍", phone: str = "") -> Result:
    """A person reacts; an empty emoji takes the reaction back."""
    person = _person(world, phone) if phone else _message(world, wamid).person
    return _say(world, account, person, "reaction", {"reaction": {"message_id": wamid, "emoji": emoji}})


def phone_reply(
    world: World,
    account: str,
    phone: str = OLENA,
    text: str = "Добрий день!",
    edits: str = "",
    revokes: str = "",
) -> Result:
    """Somebody of the company writes in WhatsApp Business on his phone, or changes or takes back what was written there."""
    number, person = _number(world, account), _person(world, phone)
    kind = "text"
    content: dict[str, Any] = {"text": {"body": text}}
    if edits:
        inner = {"id": edits, "type": "text", **content}
        kind, content = "edit", {"edit": {"original_message_id": edits, "message": inner}}
    elif revokes:
        kind, content = "revoke", {"revoke": {"original_message_id": revokes}}
    made = world.whatsapp.message(number, person, kind, outgoing=True)
    return {"wamid": made.id, "told": events.tell_echo(world, made, content)}


def read(world: World, account: str, wamid: str) -> Result:
    """A person has read a message of ours; `delivered` may never have come."""
    return {"told": events.tell_status(world, _message(world, wamid), "read")}


def played(world: World, account: str, wamid: str) -> Result:
    """A person has listened to a voice message of ours."""
    return {"told": events.tell_status(world, _message(world, wamid), "played")}


def status(world: World, account: str, wamid: str, state: str) -> Result:
    """Any status at any time: late, twice, backwards."""
    return {"told": events.tell_status(world, _message(world, wamid), state)}


def new_number(world: World, account: str, phone: str, new_phone: str) -> Result:
    """A person changes his number: a new user id, and a message of the system about it."""
    whatsapp, old = world.whatsapp, _person(world, phone)
    former, former_id = old.phone, old.user_id
    del whatsapp.people[old.user_id]
    made = whatsapp.person(new_phone, old.name, old.username)
    body = f"User {old.name} changed from {former} to {made.phone}"
    system = {
        "body": body,
        "type": "user_changed_number",
        "wa_id": made.phone,
        "user_id_update": {"previous": former_id, "current": made.user_id},
    }
    message = whatsapp.message(_number(world, account), old, "system", outgoing=False)
    told = events.tell_message(world, message, {"system": system}, contact=False)
    return {"user_id": made.user_id, "told": told}


def person(
    world: World,
    account: str,
    phone: str = OLENA,
    offline: bool = False,
    blocks: bool = False,
    opted_out: bool = False,
    hidden: bool = False,
) -> Result:
    """What a person's phone and mind are like from now on."""
    known = _person(world, phone)
    known.offline, known.blocks, known.opted_out, known.hidden = offline, blocks, opted_out, hidden
    return {"user_id": known.user_id}


def token(world: World, account: str, subcode: int = 463) -> Result:
    """Ends the system user's token."""
    return {"ended": world.whatsapp.tokens.kill(_number(world, account).waba, subcode)}


def _number(world: World, account: str) -> Number:
    number = world.whatsapp.number(account)
    if number is None:
        raise Impossible(f"there is no number {account}; there is {', '.join(world.whatsapp.numbers)}")
    return number


def _person(
    world: World, phone: str, name: str = "", username: str = "", hidden: bool | None = None
) -> Person:
    person = world.whatsapp.person(phone, name, username)
    person.name, person.username = name or person.name, username or person.username
    person.hidden = person.hidden if hidden is None else hidden
    return person


def _message(world: World, wamid: str) -> Message:
    if wamid not in world.whatsapp.messages:
        raise Impossible(f"there is no message {wamid}")
    return world.whatsapp.messages[wamid]


def _say(world: World, account: str, person: Person, kind: str, content: Mapping[str, Any]) -> Result:
    made = world.whatsapp.message(_number(world, account), person, kind, outgoing=False)
    told = events.tell_message(world, made, content)
    return {"wamid": made.id, "user_id": person.user_id, "told": told}


ACTS = acts_of(
    *(message, ad_message, media, location, contacts, button, unsupported, edit, revoke, react),
    *(phone_reply, read, played, status, new_number, person, token),
)
