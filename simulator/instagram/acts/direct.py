"""In Direct: messages, answers to stories, edits, reactions, and answers typed in the app."""

from collections.abc import Mapping
from typing import Any

from simulator.core.acts import acts_of
from simulator.instagram import events
from simulator.instagram.acts.orders import existing
from simulator.instagram.state import Account, Message, Person
from simulator.world import World

LOOKASIDE = "lookaside.fbsbx.com"


def dm(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Добрий день, яка ціна?",
    name: str = "",
    attachment: str = "",
    reply_to: str = "",
    referral: Mapping[str, Any] | None = None,
    via_edit: bool = False,
) -> Mapping[str, Any]:
    """A message. `attachment`: image, audio, ig_post ...; `via_edit`: as apps in development get it, an edit number 0."""
    owner, person = _sides(world, account, username, name)
    files = [{"type": attachment, "payload": _payload(world, owner, attachment)}] if attachment else []
    extra = {"reply_to": {"mid": reply_to}} if reply_to else {}
    message = _say(world, owner, person, "" if attachment else text, files, extra.get("reply_to"))
    if via_edit:
        item: dict[str, Any] = {"message_edit": {"mid": message.mid, "num_edit": 0}}
    else:
        item = {"message": _told(message, {**extra, **({"referral": referral} if referral else {})})}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def ad_dm(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "Добрий день, яка ціна?",
    ad_id: str = "120210000000001",
    ad_title: str = "Autumn sale",
    ref: str = "promo_11",
) -> Mapping[str, Any]:
    """The first message after a click on an ad that leads to Direct."""
    context = {"ad_title": ad_title, "photo_url": world.file(LOOKASIDE, "image", ad_id)}
    referral = {
        "ref": ref,
        "ad_id": ad_id,
        "source": "ADS",
        "type": "OPEN_THREAD",
        "ads_context_data": context,
    }
    return dm(world, account, username, text, referral=referral)


def story_reply(
    world: World,
    account: str,
    username: str = "olena.k",
    text: str = "скільки?",
    story: str = "17880000000000001",
) -> Mapping[str, Any]:
    """A message that answers a story of the account."""
    owner, person = _sides(world, account, username)
    above = {"story": {"id": story, "url": world.file(LOOKASIDE, "image", story)}}
    message = _say(world, owner, person, text, [], above)
    item = {"message": _told(message, {"reply_to": above})}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def story_mention(world: World, account: str, username: str = "olena.k") -> Mapping[str, Any]:
    """Somebody mentions the account in a story."""
    return dm(world, account, username, attachment="story_mention")


def unsupported(world: World, account: str, username: str = "olena.k") -> Mapping[str, Any]:
    """A message that Instagram does not hand over."""
    owner, person = _sides(world, account, username)
    message = _say(world, owner, person, "", [], None)
    item = {"message": {"mid": message.mid, "is_unsupported": True}}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def edit(world: World, account: str, mid: str, text: str, as_number: bool = False) -> Mapping[str, Any]:
    """A person changes what he wrote; the number of the edit comes as text, or as a number."""
    message = world.instagram.messages[existing(world.instagram.messages, mid)]
    message.text, message.edits = text, message.edits + 1
    count: str | int = message.edits if as_number else str(message.edits)
    return _on(world, account, message, {"message_edit": {"mid": mid, "text": text, "num_edit": count}})


def unsend(world: World, account: str, mid: str, quietly: bool = False) -> Mapping[str, Any]:
    """A person takes a message back; from the web client Instagram may not tell (`quietly`)."""
    message = world.instagram.messages[existing(world.instagram.messages, mid)]
    message.deleted = True
    if quietly:
        return {"mid": mid, "told": False}
    return _on(world, account, message, {"message": {"mid": mid, "is_deleted": True}})


def react(
    world: World, account: str, mid: str, emoji: str = "❤️", reaction: str = "love"
) -> Mapping[str, Any]:
    """A person reacts to a message; an empty emoji takes the reaction back."""
    message = world.instagram.messages[existing(world.instagram.messages, mid)]
    body = {"mid": mid, "action": "react", "reaction": reaction, "emoji": emoji}
    return _on(world, account, message, {"reaction": body if emoji else {"mid": mid, "action": "unreact"}})


def read(world: World, account: str, mid: str) -> Mapping[str, Any]:
    """A person has read up to a message of ours."""
    message = world.instagram.messages[existing(world.instagram.messages, mid)]
    return _on(world, account, message, {"read": {"mid": mid}})


def postback(
    world: World, account: str, username: str = "olena.k", title: str = "Узнать цену", payload: str = "PRICE"
) -> Mapping[str, Any]:
    """A person presses an ice breaker or a button."""
    owner, person = _sides(world, account, username)
    message = _say(world, owner, person, title, [], None)
    item = {"postback": {"mid": message.mid, "title": title, "payload": payload}}
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def referral(
    world: World, account: str, username: str = "olena.k", ref: str = "qr_shop"
) -> Mapping[str, Any]:
    """A person comes to the thread by an ig.me link."""
    owner, person = _sides(world, account, username)
    item = {"referral": {"ref": ref, "source": "IGME-SOURCE-LINK", "type": "OPEN_THREAD"}}
    return {"from": person.id, "told": events.tell_message(world, owner, person.id, item)}


def app_reply(
    world: World, account: str, username: str = "olena.k", text: str = "Здравствуйте!", quietly: bool = False
) -> Mapping[str, Any]:
    """Somebody of the company answers in the Instagram app: an echo, which at times does not come (`quietly`)."""
    owner, person = _sides(world, account, username)
    thread = world.instagram.thread(owner.id, person.id)
    message = world.instagram.message(thread, text, outgoing=True)
    return _result(message, person, not quietly and events.echo(world, owner, person.id, message))


def block(world: World, account: str, username: str = "olena.k", blocked: bool = True) -> Mapping[str, Any]:
    """A person takes no more messages of the account, or does again."""
    _, person = _sides(world, account, username)
    person.blocks = blocked
    return {"from": person.id, "blocked": blocked}


def _payload(world: World, owner: Account, attachment: str) -> dict[str, Any]:
    """A file; of a post also which one."""
    payload: dict[str, Any] = {"url": world.file(LOOKASIDE, attachment, "sent")}
    if attachment == "ig_post":
        media = world.instagram.newest_post(owner.id)
        payload |= {"ig_post_media_id": media.id, "title": media.caption}
    return payload


def _sides(world: World, account: str, username: str, name: str = "") -> tuple[Account, Person]:
    owner = world.instagram.account(account)
    return owner, world.instagram.person(owner.id, username, name)


def _say(
    world: World, owner: Account, person: Person, text: str, files: list[dict[str, Any]], above: Any
) -> Message:
    thread = world.instagram.thread(owner.id, person.id)
    return world.instagram.message(thread, text, outgoing=False, attachments=files, reply_to=above)


def _told(message: Message, more: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"mid": message.mid}
    if message.text:
        body["text"] = message.text
    if message.attachments:
        body["attachments"] = message.attachments
    return {**body, **more}


def _on(world: World, account: str, message: Message, item: Mapping[str, Any]) -> Mapping[str, Any]:
    owner = world.instagram.account(account)
    person = world.instagram.people[world.instagram.threads[message.thread].person]
    return _result(message, person, events.tell_message(world, owner, person.id, item))


def _result(message: Message, person: Person, told: bool) -> Mapping[str, Any]:
    return {"mid": message.mid, "from": person.id, "thread": message.thread, "told": told}


ACTS = acts_of(
    dm,
    ad_dm,
    story_reply,
    story_mention,
    unsupported,
    edit,
    unsend,
    react,
    read,
    postback,
    referral,
    app_reply,
    block,
)
